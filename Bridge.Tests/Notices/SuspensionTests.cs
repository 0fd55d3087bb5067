using Bridge.Protocol.Centre;
using Bridge.Tests.Support;

namespace Bridge.Tests.Notices;

[Trait("Speed", "rooms")]
public sealed class SuspensionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _commands;

    public void Dispose() => _folder.Dispose();

    /// <summary>"-" suspends and "+" resumes, followed by an operator's first letter or * for every one.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("-m", "m")]
    [InlineData("-m -m", "m")]
    [InlineData("-*", "fm")]
    [InlineData("-* -m +m", "f")]
    [InlineData("-* +m", "f")]
    [InlineData("-* +m -m", "fm")]
    [InlineData("-* +m -*", "fm")]
    [InlineData("-m +*", "")]
    [InlineData("-m -* +*", "")]
    [InlineData("-m -f +m", "f")]
    [InlineData("+m", "")]
    [InlineData("-* +* +m -f", "f")]
    public async Task Operators_are_suspended_and_resumed_one_by_one_and_together_and_a_restart_changes_nothing(
        string commands, string suspended)
    {
        await using (var rooms = Rooms.Open(_folder))
        {
            foreach (var command in commands.Split(' ', StringSplitOptions.RemoveEmptyEntries)) await ExecuteAsync(rooms, command);
            Suspended(rooms).ShouldBe(suspended);
        }

        await using var after = Rooms.Open(_folder);
        Suspended(after).ShouldBe(suspended);
        (await after.Writer.RunAsync(
            transaction => Name(transaction.Suspensions.Since(TestPlan.Fixed), "f")
            + Name(transaction.Suspensions.Since(TestPlan.Mobile), "m"), default)).ShouldBe(suspended);
    }

    [Fact]
    public async Task Suspended_again_it_still_says_since_when()
    {
        await using var rooms = Rooms.Open(_folder);
        await ExecuteAsync(rooms, "-m");
        var since = rooms.Time.GetUtcNow();
        rooms.Time.Advance(TimeSpan.FromMinutes(10));
        await ExecuteAsync(rooms, "-m");
        await ExecuteAsync(rooms, "-*");

        rooms.State.Read().Suspended.Select(op => (op.Operator, op.Since))
            .ShouldBe([(TestPlan.Mobile, since), (TestPlan.Fixed, since.AddMinutes(10))]);
    }

    [Fact]
    public async Task An_operator_that_is_not_there_is_refused_by_its_name()
    {
        await using var rooms = Rooms.Open(_folder);

        foreach (var command in (Command[])[new ServiceSuspend("k1", "harbour-mobil"), new ServiceResume("k2", "harbour-mobil")])
        {
            (await rooms.ExecuteAsync(command)).Problems.ShouldHaveSingleItem()
                .ShouldBe("$.data.operator: harbour-mobil is no operator that is configured here");
        }
    }

    [Fact]
    public async Task What_is_rolled_back_was_never_suspended()
    {
        await using var rooms = Rooms.Open(_folder);

        await Should.ThrowAsync<InvalidOperationException>(() => rooms.Writer.RunAsync<bool>(transaction =>
        {
            transaction.Suspensions.Suspend(null, transaction.Now);
            throw new InvalidOperationException();
        }, default));

        (await rooms.Writer.RunAsync(transaction => transaction.Suspensions.Since(TestPlan.Mobile), default)).ShouldBeNull();
    }

    private async Task ExecuteAsync(Rooms rooms, string command)
    {
        var operatorName = command[1] switch { 'm' => TestPlan.Mobile, 'f' => TestPlan.Fixed, _ => null };
        var id = $"k{_commands++}";
        (await rooms.ExecuteAsync(
            command[0] == '-' ? new ServiceSuspend(id, operatorName) : new ServiceResume(id, operatorName))).IsAccepted.ShouldBeTrue();
    }

    private static string Suspended(Rooms rooms) =>
        string.Concat(rooms.State.Read().Suspended.Select(op => op.Operator == TestPlan.Mobile ? "m" : "f").Order());

    private static string Name(DateTimeOffset? since, string name) => since is null ? "" : name;
}
