using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Tests.Replies;

/// <summary>What matters most goes first wherever there is not room for all.</summary>
[Trait("Speed", "rooms")]
public sealed class PriorityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_waits_for_the_window_goes_by_kind_and_not_by_its_coming()
    {
        var first = new TaskCompletionSource<RequestOutcome>();
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Window = 1;
        rooms.Links.AnswerAsync = (n, _) => n == 1 ? first.Task : Task.FromResult(ScriptedLinks.Taken($"m{n}"));
        await rooms.StartSendingAsync();
        await rooms.ExecuteAsync(Text("first", ReplyKind.Information, 1));
        await Eventually.TrueAsync(() => rooms.Links.Submitted.Count == 1, "the window is full");

        await rooms.Writer.RunAsync(transaction => rooms.Replies.TryAccept(transaction, new AutomaticText(
            OutboundKind.Activation, "activation", "en", "85290000002", TestPlan.Mobile, new Address(1, 1, "85290000002"), "activation",
                TimeSpan.FromHours(1))), default);
        await rooms.ExecuteAsync(Text("information", ReplyKind.Information, 3));
        await rooms.ExecuteAsync(Text(new string('q', 170), ReplyKind.Question, 4));
        await rooms.ExecuteAsync(Text("confirmation", ReplyKind.Confirmation, 5));
        await rooms.ExecuteAsync(Text("confirmation too", ReplyKind.Confirmation, 6));
        first.SetResult(ScriptedLinks.Taken("m1"));

        await Eventually.TrueAsync(() => rooms.Links.Submitted.Count == 7, "all are written");
        rooms
            .Links.Submitted.Select(submit => Encoding.ASCII.GetString(submit.ShortMessage.Span[(submit.EsmClass.HasUdh ? 6 : 0)..]))
            .Select(text => text.Trim('q'))
            .ShouldBe(["first", "confirmation", "confirmation too", "", "", "information", "activation"]);
    }

    [Fact]
    public async Task Ten_thousand_replies_for_an_operator_that_is_down_hold_up_no_other()
    {
        await using var rooms = Rooms.Open(_folder, with: plan => plan with { Replies = plan.Replies with { FallbackAfter = null } });
        rooms.Links.TakeDown(TestPlan.Fixed, TimeSpan.Zero);
        for (var hundred = 0; hundred < 100; hundred++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(hundred * 100, 100)
                    .Select(n => rooms.ExecuteAsync(Text("late", ReplyKind.Confirmation, n) with { Operator = TestPlan.Fixed })));
        }

        await rooms.StartSendingAsync();
        await rooms.ExecuteAsync(Text("now", ReplyKind.Information, 10_001));

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Mobile);
        await rooms.StillAsync();
        rooms.Queue.Waiting().ShouldHaveSingleItem().Count.ShouldBe(10_000);
        rooms.Links.BringUp(TestPlan.Fixed);
        await Eventually.TrueAsync(() => rooms.Links.Submitted.Count == 10_001, "all are written");
        rooms.Links.Written.Skip(1).Select(written => written.Submit.Destination.Value).ShouldBeUnique();
    }

    private static ReplySend Text(string text, ReplyKind kind, int person) =>
        new($"k{person}") { Msisdn = $"8529{person:0000000}", Operator = TestPlan.Mobile, Kind = kind, Text = text };
}
