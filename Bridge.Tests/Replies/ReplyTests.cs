using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;

namespace Bridge.Tests.Replies;

public sealed class ReplyTests : IDisposable
{
    private const string Guide = "收到有關報告，警員很快會到達。";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_confirmation_goes_to_the_sender_and_confirms_when_its_receipt_says_delivered()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        var reportId = await ReportAsync(rooms);

        (await rooms.ExecuteAsync(Confirm("k1", reportId))).IsAccepted.ShouldBeTrue();

        var accepted = await rooms.EventAsync("reply.accepted");
        accepted.GetProperty("commandId").GetString().ShouldBe("k1");
        accepted.GetProperty("reportId").GetString().ShouldBe(reportId);
        accepted.GetProperty("parts")[0].GetProperty("messageId").GetString().ShouldBe("m1");
        var submit = rooms.Links.Submitted.ShouldHaveSingleItem();
        submit.Destination.Value.ShouldBe("91234567");
        submit.Source.Value.ShouldBe("992");
        submit.RegisteredDelivery.ShouldBe((byte)1);
        submit.DataCoding.ShouldBe((byte)8);
        System.Text.Encoding.BigEndianUnicode.GetString(submit.ShortMessage.Span).ShouldBe(Guide);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);

        (await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered))).ShouldBe(CommandStatus.Ok);

        (await rooms.EventAsync("reply.delivered")).GetProperty("commandId").GetString().ShouldBe("k1");
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Theory]
    [InlineData('a', 153)]
    [InlineData('警', 67)]
    public async Task The_longest_reply_goes_in_255_parts_and_a_longer_one_is_refused_with_its_count(char character, int inPart)
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        var reportId = await ReportAsync(rooms);

        var refused = await rooms.ExecuteAsync(Confirm("k1", reportId) with { Text = new string(character, (255 * inPart) + 1) });
        refused.IsAccepted.ShouldBeFalse();
        refused.Problems.ShouldBe(["$.data.text: needs 256 parts, 255 are possible"]);

        (await rooms.ExecuteAsync(Confirm("k2", reportId) with { Text = new string(character, 255 * inPart) })).IsAccepted.ShouldBeTrue();
        (await rooms.EventAsync("reply.accepted")).GetProperty("parts").GetArrayLength().ShouldBe(255);
        var numbers = rooms.Links.Submitted.Select(submit => (int)submit.ShortMessage.Span[5]);
        numbers.ShouldBe(Enumerable.Range(1, 255), ignoreOrder: true);
    }

    [Theory]
    [InlineData(TestPlan.Mobile, 0)]
    [InlineData(TestPlan.Fixed, 1)]
    public async Task What_the_phones_of_an_operator_cannot_show_is_sent_and_told(string operatorName, int problems)
    {
        const string Lift = "你喺邊部𨋢？🆘 警員嚟緊";
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"), operatorName);
        var reportId = rooms.Events("report.received")[^1].GetProperty("reportId").GetString()!;

        await rooms.ExecuteAsync(Confirm("k1", reportId) with { Text = Lift });

        var accepted = await rooms.EventAsync("reply.accepted");
        accepted.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()).ShouldBe(
            Enumerable.Repeat("characters that this operator's phones cannot show: 2", problems));
        System.Text.Encoding.BigEndianUnicode.GetString(rooms.Links.Submitted.ShouldHaveSingleItem().UserData.Span).ShouldBe(Lift);
    }

    [Fact]
    public async Task Where_an_operator_gives_no_receipts_taking_it_confirms()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)));

        await rooms.EventAsync("reply.accepted");

        rooms.Links.Submitted[0].RegisteredDelivery.ShouldBe((byte)0);
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task A_repeated_command_is_done_once()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        var reportId = await ReportAsync(rooms);
        await rooms.ExecuteAsync(Confirm("k1", reportId));
        (await rooms.ExecuteAsync(Confirm("k1", reportId))).IsAccepted.ShouldBeTrue();
        await rooms.ExecuteAsync(Confirm("k2", reportId));

        await rooms.EventAsync("reply.accepted", count: 2);

        rooms.Links.Submitted.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_confirmation_confirms_the_earlier_texts_of_the_conversation_but_not_later_ones()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartEngineAsync();
        await rooms.TakeAsync(Texts.Chinese("一"));
        await rooms.TakeAsync(Texts.Chinese("二"));
        await rooms.TakeAsync(Texts.Chinese("三"));
        await rooms.TakeAsync(Texts.Chinese("別人", "98888888"));
        var second = rooms.Events("report.received")[1].GetProperty("reportId").GetString()!;

        await rooms.ExecuteAsync(Confirm("k1", second));
        await rooms.EventAsync("reply.accepted");

        rooms.State.Newest(10).Where(report => report.ConfirmedAt is null).Select(report => report.Text).ShouldBe(["別人", "三"]);
    }

    [Fact]
    public async Task A_long_reply_is_delivered_when_every_part_is()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)) with { Text = new string('警', 100) });
        await rooms.EventAsync("reply.accepted");
        rooms.Links.Submitted.Count.ShouldBe(2);
        rooms.Links.Submitted.ShouldAllBe(submit => submit.EsmClass.HasUdh);

        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Delivered));
        rooms.Events("reply.delivered").ShouldBeEmpty();
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));

        rooms.Events("reply.delivered").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_receipt_that_runs_ahead_of_the_answer_is_kept_for_it()
    {
        await using var rooms = Rooms.Open(_folder);
        var reportId = await ReportAsync(rooms);
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", reportId));

        await rooms.EventAsync("reply.delivered");

        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_twice_or_of_a_worse_state_after_delivery_changes_nothing()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)));
        await rooms.EventAsync("reply.accepted");
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Undeliverable));

        rooms.Events("reply.delivered").Count.ShouldBe(1);
        rooms.Events("reply.failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_undeliverable_reply_is_told_with_the_networks_reason()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)));
        await rooms.EventAsync("reply.accepted");

        var receipt = Receipts.Of("m1", MessageState.Undeliverable);
        await rooms.ReceiptAsync(receipt with { Tlvs = [.. receipt.Tlvs, new Tlv(TlvTag.NetworkErrorCode, new byte[] { 3, 0, 27 })] });

        var failed = await rooms.EventAsync("reply.failed");
        failed.GetProperty("state").GetString().ShouldBe("UNDELIVERABLE");
        failed.GetProperty("final").GetBoolean().ShouldBeTrue();
        failed.GetProperty("networkError").GetProperty("code").GetInt32().ShouldBe(27);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
    }

    [Fact]
    public async Task A_permanent_refusal_is_told_at_once_and_not_tried_again()
    {
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (_, _) => ScriptedLinks.Refused(CommandStatus.InvDstAdr);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)));

        (await rooms.EventAsync("reply.failed")).GetProperty("reason").GetString()!.ShouldContain("ESME_RINVDSTADR");
        rooms.Links.Submitted.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_passing_error_and_a_lost_answer_are_tried_again_until_taken()
    {
        var clock = new WatchedClock();
        await using var rooms = Rooms.Open(_folder, clock);
        rooms.Links.Answer = (n, _) => n switch
        {
            1 => ScriptedLinks.Refused(CommandStatus.Throttled),
            2 => new RequestOutcome(RequestResult.TimedOut, null),
            3 => new RequestOutcome(RequestResult.SessionLost, null),
            _ => ScriptedLinks.Taken("m4"),
        };
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)));

        var accepted = rooms.EventAsync("reply.accepted");
        await PassRetriesAsync(clock, accepted);

        (await accepted).GetProperty("parts")[0].GetProperty("messageId").GetString().ShouldBe("m4");
        rooms.Links.Submitted.Count.ShouldBe(4);
        rooms.Events("reply.failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_inbox_is_told_at_once_tried_on_and_ends_with_the_validity()
    {
        var clock = new WatchedClock();
        await using var rooms = Rooms.Open(_folder, clock);
        rooms.Links.Answer = (_, _) => ScriptedLinks.Refused(CommandStatus.MsgQFul);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)) with { ValidFor = TimeSpan.FromMinutes(3) });

        (await rooms.EventAsync("reply.failed")).GetProperty("final").GetBoolean().ShouldBeFalse();
        var ended = rooms.EventAsync("reply.failed", count: 2);
        await PassRetriesAsync(clock, ended);

        var last = await ended;
        last.GetProperty("final").GetBoolean().ShouldBeTrue();
        last.GetProperty("state").GetString().ShouldBe("EXPIRED");
        // At 0, 1, 3, 7, 15, 31, 63, 123 s and 180 s is the end; a fifth more or less each.
        rooms.Links.Submitted.Count.ShouldBeInRange(7, 9);
    }

    [Fact]
    public async Task A_restart_goes_on_with_what_was_not_taken()
    {
        await using (var before = Rooms.Open(_folder))
        {
            await before.ExecuteAsync(Confirm("k1", await ReportAsync(before)));
        }

        await using var after = Rooms.Open(_folder);
        await after.StartEngineAsync();

        await after.EventAsync("reply.accepted");
        after.Links.Submitted.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reply_without_any_receipt_ends_with_a_word_to_the_centre()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartEngineAsync();
        await rooms.ExecuteAsync(Confirm("k1", await ReportAsync(rooms)) with { ValidFor = TimeSpan.FromMinutes(1) });
        await rooms.EventAsync("reply.accepted");

        var passed = await rooms.PassUntilAsync(() => rooms.Events("reply.failed").Any(failed => failed.GetProperty("final").GetBoolean()));

        // The validity, and a minute for a receipt that is on its way. After half of it the centre heard that it is not delivered.
        passed.ShouldBeGreaterThan(TimeSpan.FromMinutes(2));
        var (warning, end) = (rooms.Events("reply.failed")[0], rooms.Events("reply.failed")[1]);
        warning.GetProperty("final").GetBoolean().ShouldBeFalse();
        warning.GetProperty("reason").GetString()!.ShouldContain("no receipt says that it was delivered");
        end.GetProperty("reason").GetString()!.ShouldStartWith("no receipt came");
    }

    [Theory]
    [InlineData("no-such-report", "$.data.reportId: no report has this id")]
    public async Task An_unknown_report_is_refused_by_name(string reportId, string problem)
    {
        await using var rooms = Rooms.Open(_folder);
        (await rooms.ExecuteAsync(Confirm("k1", reportId))).Problems.ShouldBe([problem]);
    }

    [Fact]
    public async Task A_sender_that_is_no_number_cannot_be_answered()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("一", "POLICE"));
        var reportId = rooms.Events("report.received")[0].GetProperty("reportId").GetString()!;

        (await rooms.ExecuteAsync(Confirm("k1", reportId))).Problems.ShouldHaveSingleItem().ShouldContain("no number");
    }

    [Fact]
    public async Task A_reply_takes_its_report_and_so_does_report_taken()
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await ReportAsync(rooms);
        await rooms.ExecuteAsync(new ReportTaken("t1", first));
        rooms.State.Newest(1)[0].TakenAt.ShouldBe(rooms.Time.GetUtcNow());
        (await rooms.ExecuteAsync(new ReportTaken("t2", "nothing"))).Problems.ShouldBe(["$.data.reportId: no report has this id"]);
    }

    /// <summary>Lets pass exactly what each retry waits for, and once the period of the reply clock.</summary>
    private static async Task PassRetriesAsync(WatchedClock clock, Task until)
    {
        while (true)
        {
            var retry = clock.TimerAsync(due => due >= TimeSpan.FromSeconds(0.8) && due <= TimeSpan.FromSeconds(72));
            if (await Task.WhenAny(until, retry) == until) return;
            clock.Advance(await retry);
        }
    }

    private static ReplySend Confirm(string id, string reportId) =>
        new(id)
        {
            ReportId = reportId,
            Kind = ReplyKind.Confirmation,
            Text = Guide,
        };

    private static async Task<string> ReportAsync(Rooms rooms)
    {
        await rooms.TakeAsync(Texts.Chinese("我在上環"));
        return rooms.Events("report.received")[^1].GetProperty("reportId").GetString()!;
    }
}
