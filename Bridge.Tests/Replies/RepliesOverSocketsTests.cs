using System.Text;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;

namespace Bridge.Tests.Replies;

/// <summary>The real daemon, its operators octet by octet in the test's hand.</summary>
[Trait("Speed", "peers")]
public sealed class RepliesOverSocketsTests
{
    [Fact]
    public async Task A_full_queue_a_lost_answer_and_a_receipt_ahead_of_its_answer_end_with_the_person_answered()
    {
        await using var smsc = new FakeOperator();
        await using var daemon = await BridgeDaemon.StartAsync(new()
        {
            ["harbour"] = BridgeDaemon.Operator(new() { ["a"] = Link(smsc, "transceiver"), ["b"] = Link(smsc, "receiver") }),
        });
        var (sending, receiving) = await BothAsync(smsc);
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        await WriteAsync(sending, "我在上環", 1);
        var report = await bus.NextAsync<ReportData>();
        (await bus.SendAsync(Conversing.Confirm("k1", report.ReportId), Patience)).ShouldBeEmpty();

        // The first try: full.
        var first = await sending.Peer.ReadAsync<SubmitSm>();
        await sending.Peer.SendAsync(new SubmitSmResp { Sequence = first.Sequence, Status = CommandStatus.MsgQFul });
        var full = await bus.NextAsync<ReplyFailed>();
        full.Reason.ShouldStartWith("the recipient's inbox is full");
        full.Final.ShouldBeFalse();
        (await daemon.MetricAsync("bridge_replies_waiting", ("operator", "harbour"), ("kind", "confirmation"))).ShouldBe(1);

        // The second: no answer, so that there is a third; then the second's answer after all.
        var second = await sending.Peer.ReadAsync<SubmitSm>();
        var third = await sending.Peer.ReadAsync<SubmitSm>();
        await sending.Peer.SendAsync(new SubmitSmResp { Sequence = second.Sequence, MessageId = "2A" });
        var accepted = await bus.NextAsync<ReplyAccepted>();
        accepted.Parts[0].MessageId.ShouldBe("2A");
        accepted.PossibleDuplicate.ShouldBeTrue();

        // The third's receipt runs ahead of its answer, over the other link.
        await receiving.Peer.SendAsync(Receipts.Of("2B", MessageState.Delivered));
        (await receiving.Peer.ReadAsync<DeliverSmResp>()).Status.ShouldBe(CommandStatus.Ok);
        await sending.Peer.SendAsync(new SubmitSmResp { Sequence = third.Sequence, MessageId = "2B" });

        var delivered = await bus.NextAsync<ReplyDelivered>();
        delivered.PossibleDuplicate.ShouldBeTrue();
        foreach (var submit in (SubmitSm[])[first, second, third])
        {
            submit.Destination.Value.ShouldBe("91234567");
            Encoding.BigEndianUnicode.GetString(submit.ShortMessage.Span).ShouldBe(Conversing.Confirmation);
        }

        await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_unconfirmed_reports") == 0, "the report is confirmed");
        (await daemon.MetricAsync("bridge_replies_waiting")).ShouldBe(0);
        (await daemon.MetricAsync("bridge_receipts_total", ("outcome", "unmatched"))).ShouldBe(1, "it was unmatched until its answer came");
    }

    [Fact]
    public async Task An_operator_whose_transmitter_is_gone_is_stood_in_for_by_another()
    {
        await using var harbour = new FakeOperator();
        await using var lion = new FakeOperator();
        await using var daemon = await BridgeDaemon.StartAsync(
            new()
            {
                ["harbour"] = BridgeDaemon.Operator(new() { ["rx"] = Link(harbour, "receiver") }),
                ["lion"] = BridgeDaemon.Operator(
                    new() { ["a"] = Link(lion, "transceiver") },
                    new JsonObject { ["Sender"] = new JsonObject { ["Address"] = "99201" } }),
            },
            more: new JsonObject { ["Replies"] = new JsonObject { ["FallbackAfter"] = "00:00:01" } });
        var receiving = await harbour.AcceptAndBindAsync();
        var other = await lion.AcceptAndBindAsync();
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        await WriteAsync(receiving, "我在上環", 1);
        var report = await bus.NextAsync<ReportData>();

        (await bus.SendAsync(Conversing.Confirm("k1", report.ReportId), Patience)).ShouldBeEmpty();

        var submit = await other.Peer.ReadAsync<SubmitSm>();
        submit.Destination.ShouldBe(new Address(1, 1, "85291234567"));
        submit.Source.Value.ShouldBe("99201");
        await other.Peer.SendAsync(new SubmitSmResp { Sequence = submit.Sequence, MessageId = "1" });
        (await bus.NextAsync<ReplyAccepted>()).Operator.ShouldBe("lion");
    }

    [Fact]
    public async Task Ten_presses_over_two_links_are_one_report_and_ten_copies()
    {
        await using var smsc = new FakeOperator();
        await using var daemon = await BridgeDaemon.StartAsync(new()
        {
            ["harbour"] = BridgeDaemon.Operator(new() { ["a"] = Link(smsc, "transceiver"), ["b"] = Link(smsc, "receiver") }),
        });
        var (one, two) = await BothAsync(smsc);
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        for (byte press = 1; press <= 10; press++)
        {
            await WriteAsync(press % 2 == 0 ? one : two, "我在上環", press);
            foreach (var part in (byte[])[1, 2])
            {
                await WriteAsync(part == 1 ? one : two, Texts.Part(part == 1 ? "前半" : "後半", press, 2, part, "98765432"));
            }
        }

        var copies = new Dictionary<string, int>();
        var reports = 0;
        while (copies.Count < 2 || copies.Values.Any(count => count < 10))
        {
            var seen = await bus.NextAsync<EventData>();
            if (seen is ReportData { EventName: EventNames.ReportReceived }) reports++;
            if (seen is ReportRepeated repeated) copies[repeated.ReportId] = repeated.Copies;
        }

        reports.ShouldBe(2);
        copies.Values.ShouldBe([10, 10]);
    }

    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System).Token;

    private static JsonObject Link(FakeOperator smsc, string bind) =>
        BridgeDaemon.Link(smsc.Port, bind, new JsonObject { ["ResponseTimeout"] = "00:00:01", ["EnquireLink"] = "00:05:00" });

    /// <summary>The link that sends, and the other.</summary>
    private static async Task<(OperatorConnection Sending, OperatorConnection Receiving)> BothAsync(FakeOperator smsc)
    {
        var first = await smsc.AcceptAsync();
        var second = await smsc.AcceptAsync();
        var firstReceives = (await first.AnswerBindAsync()).Mode == BindMode.Receiver;
        await second.AnswerBindAsync();
        return firstReceives ? (second, first) : (first, second);
    }

    private static Task WriteAsync(OperatorConnection link, string text, uint sequence) =>
        WriteAsync(link, Texts.Chinese(text) with { Sequence = sequence });

    private static async Task WriteAsync(OperatorConnection link, DeliverSm text)
    {
        await link.Peer.SendAsync(text);
        (await link.Peer.ReadAsync<DeliverSmResp>()).Status.ShouldBe(CommandStatus.Ok);
    }
}
