using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Reports;

/// <summary>A system's tests: forwarded like every text, told apart from a person's, and what proves an operator's path.</summary>
[Trait("Speed", "rooms")]
public sealed class TestTrafficTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Forms()
    {
        string[] forms = ["+85290000000", "85290000000", "0085290000000", "90000000"];
        var every = new TheoryData<string, string>();
        foreach (var configured in forms)
        {
            foreach (var sent in forms) every.Add(configured, sent);
        }

        return every;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_test_sender_is_known_in_whatever_form_the_number_is_written(string configured, string sent)
    {
        var senders = SamplePlan.TwoOperators($"--Bridge:TestSenders:0={configured}").TestSenders;
        await using var rooms = Rooms.Open(_folder, with: plan => plan with { TestSenders = senders });
        foreach (var ton in (byte[])[0, 1, 2])
        {
            await rooms.TakeAsync(Texts.Chinese($"測試{ton}", sent) with { Source = new Address(ton, 1, sent) });
        }
        await rooms.TakeAsync(Texts.Chinese("救命", "90000001"));

        rooms.Reports().Select(report => report.Test).ShouldBe([true, true, true, false]);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
        rooms.State.Newest(10).Select(report => report.Test).ShouldBe([false, true, true, true]);
    }

    [Fact]
    public async Task A_test_is_what_it_was_when_it_came_also_when_the_configuration_changes()
    {
        await using (var before = Rooms.Open(_folder))
        {
            await before.TakeAsync(Texts.Part("測試前半", 5, 2, 1, "90000000"));
            await before.TakeAsync(Texts.Chinese("真的", "91234567"));
        }

        var now = new HashSet<string>(StringComparer.Ordinal) { "85291234567" };
        await using var after = Rooms.Open(_folder, with: plan => plan with { TestSenders = now });
        await after.TakeAsync(Texts.Part("後半", 5, 2, 2, "90000000"));

        after.Reports().Select(report => report.Test).ShouldBe([false, true]);
        after.State.Read().UnconfirmedReports.ShouldBe(1);
    }

    [Fact]
    public async Task A_path_is_proved_inward_by_a_test_text_that_the_bus_has_and_outward_by_a_delivered_reply_and_stays_so_over_a_restart()
    {
        await using (var rooms = Open())
        {
            await rooms.StartSendingAsync();
            Paths(rooms).ShouldBe(["harbour-mobile in never", "harbour-mobile out never"]);
            await rooms.TakeAsync(Texts.Chinese("救命", "91234567"));
            await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
            var reports = rooms.Reports().Select(report => report.ReportId).ToList();

            // Durable, but the bus has only the person's text.
            await rooms.Outbox.AdvanceAsync("embedded", rooms.Outbox.Last - 1, default);
            Paths(rooms)[0].ShouldBe("harbour-mobile in never");
            rooms.Time.Advance(TimeSpan.FromSeconds(1));
            await rooms.Outbox.AdvanceAsync("embedded", rooms.Outbox.Last, default);
            Paths(rooms).ShouldBe(["harbour-mobile in 04:00:00", "harbour-mobile out never"]);

            await rooms.ConfirmAsync(reports[0], "k");
            await rooms.EventAsync<ReplyAccepted>();
            await rooms.ReceiptAsync(Delivered("m1"));
            await rooms.ConfirmAsync(reports[1], "t");
            await rooms.EventAsync<ReplyAccepted>(2);
            Paths(rooms)[1].ShouldBe("harbour-mobile out never", "a person's reply proves nothing, and taken is not delivered");
            rooms.Time.Advance(TimeSpan.FromSeconds(1));
            await rooms.ReceiptAsync(Delivered("m2"));
            Paths(rooms).ShouldBe(["harbour-mobile in 04:00:00", "harbour-mobile out 04:00:02"]);
        }

        await using var after = Open();
        Paths(after).ShouldBe(["harbour-mobile in 04:00:00", "harbour-mobile out 04:00:02"]);
    }

    [Fact]
    public async Task Without_receipts_the_operators_taking_it_is_the_proof()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"), TestPlan.Fixed);
        await rooms.Outbox.AdvanceAsync("embedded", rooms.Outbox.Last, default);
        await rooms.ConfirmAsync(rooms.Reports()[0].ReportId, "t");
        await rooms.EventAsync<ReplyAccepted>();

        Paths(rooms).ShouldBe(["lion-fixed in 04:00:00", "lion-fixed out 04:00:00"]);
    }

    private Rooms Open() =>
        Rooms.Open(
            _folder,
            new(Start),
            with: plan => plan with { Operators = [plan.Operators[0] with { Heartbeat = TimeSpan.FromMinutes(1) }, plan.Operators[1]] });

    private static List<string> Paths(Rooms rooms) =>
        [.. rooms.State.Read().Paths.Select(path => $"{path.Operator} {path.Leg} {path.ProvedAt?.ToString("HH:mm:ss") ?? "never"}")];

    private static DeliverSm Delivered(string messageId) => new()
    {
        EsmClass = new EsmClass(0x04),
        Source = new Address(1, 1, "91234567"),
        Destination = new Address(3, 0, "992"),
        Tlvs = [new Tlv(TlvTag.ReceiptedMessageId, System.Text.Encoding.ASCII.GetBytes(messageId + "\0")),
            Tlv.Octet(TlvTag.MessageState, (byte)MessageState.Delivered)],
    };
}
