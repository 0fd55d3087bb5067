using Bridge.Tests.Support;
using Bridge.Worker.Centre.RabbitMq;
using Bridge.Worker.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Centre;

[Trait("Speed", "peers")]
public sealed class ConfirmWindowTests : IDisposable
{
    private readonly InMemoryOutbox _outbox = new();
    private readonly ConfirmWindow _window = new(4);

    [Fact]
    public async Task Only_an_unbroken_beginning_leaves_the_window()
    {
        await AddAsync(4);

        Left(2).ShouldBeEmpty();
        Left(4).ShouldBeEmpty();
        Left(1).ShouldBe([1, 2]);
        Left(3).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task One_confirm_may_stand_for_many()
    {
        await AddAsync(4);

        Left(3, multiple: true).ShouldBe([1, 2, 3]);
        Left(4, multiple: true).ShouldBe([4]);
    }

    [Fact]
    public async Task A_full_window_makes_the_publisher_wait()
    {
        await AddAsync(4);
        var room = _window.WaitForRoomAsync(CancellationToken.None);
        room.IsCompleted.ShouldBeFalse();

        Left(2).ShouldBeEmpty();
        room.IsCompleted.ShouldBeFalse("the oldest is still not confirmed");
        Left(1).ShouldBe([1, 2]);
        await room;
    }

    [Fact]
    public async Task A_confirm_after_a_return_counts_for_nothing()
    {
        await AddAsync(2);

        _window.Break();

        Left(1).ShouldBeEmpty();
        Left(2, multiple: true).ShouldBeEmpty();
    }

    [Fact]
    public async Task Repeated_and_unheard_of_confirms_change_nothing()
    {
        await AddAsync(2);

        Left(1).ShouldBe([1]);
        Left(1).ShouldBeEmpty();
        Left(9).ShouldBeEmpty();
        Left(9, multiple: true).ShouldBe([2]);
    }

    [Fact]
    public void In_whatever_order_confirms_come_everything_leaves_once_and_in_order() =>
        Prop.ForAll<int>(seed =>
        {
            const int Size = 50;
            using var window = new ConfirmWindow(Size);
            var outbox = new InMemoryOutbox();
            for (var i = 0; i < Size; i++)
            {
                if (!window.WaitForRoomAsync(CancellationToken.None).IsCompletedSuccessfully) return false;
                window.Add(outbox.AddReport("text"), 0);
            }

            var tags = Enumerable.Range(1, Size).ToArray();
            new Random(seed).Shuffle(tags);
            return tags.SelectMany(tag => window.Confirm((ulong)tag, multiple: tag % 5 == 0)).Select(left => left.Sequence)
                .SequenceEqual(Enumerable.Range(1, Size).Select(number => (long)number));
        }).QuickCheckThrowOnFailure();

    public void Dispose() => _window.Dispose();

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _window.WaitForRoomAsync(CancellationToken.None);
            _window.Add(_outbox.AddReport("text"), 0);
        }
    }

    private IEnumerable<long> Left(ulong tag, bool multiple = false) =>
        _window.Confirm(tag, multiple).Select((OutboxEvent left) => left.Sequence);
}
