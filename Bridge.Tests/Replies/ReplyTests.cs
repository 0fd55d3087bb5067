using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;

namespace Bridge.Tests.Replies;

[Trait("Speed", "rooms")]
public sealed class ReplyTests : IDisposable
{

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_confirmation_goes_to_the_sender_and_confirms_when_its_receipt_says_delivered()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        var reportId = await rooms.ReportAsync();

        await rooms.ConfirmAsync(reportId);

        var accepted = await rooms.EventAsync<ReplyAccepted>();
        accepted.CommandId.ShouldBe("k1");
        accepted.ReportId.ShouldBe(reportId);
        accepted.Parts[0].MessageId.ShouldBe("m1");
        var submit = rooms.Links.Submitted.ShouldHaveSingleItem();
        submit.Destination.Value.ShouldBe("91234567");
        submit.Source.Value.ShouldBe("992");
        submit.RegisteredDelivery.ShouldBe((byte)1);
        submit.DataCoding.ShouldBe((byte)8);
        System.Text.Encoding.BigEndianUnicode.GetString(submit.ShortMessage.Span).ShouldBe(Conversing.Confirmation);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);

        (await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered))).ShouldBe(CommandStatus.Ok);

        (await rooms.EventAsync<ReplyDelivered>()).CommandId.ShouldBe("k1");
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Theory]
    [InlineData('a', 153)]
    [InlineData('警', 67)]
    public async Task The_longest_reply_goes_in_255_parts_and_a_longer_one_is_refused_with_its_count(char character, int inPart)
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        var reportId = await rooms.ReportAsync();

        var refused = await rooms.ExecuteAsync(Conversing.Confirm("k1", reportId, new string(character, (255 * inPart) + 1)));
        refused.IsAccepted.ShouldBeFalse();
        refused.Problems.ShouldBe(["$.data.text: needs 256 parts, 255 are possible"]);

        await rooms.ConfirmAsync(reportId, "k2", new string(character, 255 * inPart));
        (await rooms.EventAsync<ReplyAccepted>()).Parts.Count.ShouldBe(255);
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
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"), operatorName);
        var reportId = rooms.LastReport();

        await rooms.ConfirmAsync(reportId, text: Lift);

        var accepted = await rooms.EventAsync<ReplyAccepted>();
        accepted.Problems.ShouldBe(
            Enumerable.Repeat("characters that this operator's phones cannot show: 2", problems));
        System.Text.Encoding.BigEndianUnicode.GetString(rooms.Links.Submitted.ShouldHaveSingleItem().UserData.Span).ShouldBe(Lift);
    }

    [Fact]
    public async Task Where_an_operator_gives_no_receipts_taking_it_confirms()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();

        await rooms.EventAsync<ReplyAccepted>();

        rooms.Links.Submitted[0].RegisteredDelivery.ShouldBe((byte)0);
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task A_repeated_command_is_done_once()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        var reportId = await rooms.ReportAsync();
        await rooms.ConfirmAsync(reportId);
        await rooms.ConfirmAsync(reportId);
        await rooms.ConfirmAsync(reportId, "k2");

        await rooms.EventAsync<ReplyAccepted>(count: 2);

        rooms.Links.Submitted.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_confirmation_confirms_the_earlier_texts_of_the_conversation_but_not_later_ones()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("一"));
        await rooms.TakeAsync(Texts.Chinese("二"));
        await rooms.TakeAsync(Texts.Chinese("三"));
        await rooms.TakeAsync(Texts.Chinese("別人", "98888888"));
        var second = rooms.Reports()[1].ReportId;

        await rooms.ConfirmAsync(second);
        await rooms.EventAsync<ReplyAccepted>();

        rooms.State.Newest(10).Where(report => report.ConfirmedAt is null).Select(report => report.Text).ShouldBe(["別人", "三"]);
    }

    [Fact]
    public async Task A_long_reply_is_delivered_when_every_part_is()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(new string('警', 100));
        await rooms.EventAsync<ReplyAccepted>();
        rooms.Links.Submitted.Count.ShouldBe(2);
        rooms.Links.Submitted.ShouldAllBe(submit => submit.EsmClass.HasUdh);

        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Delivered));
        rooms.Events<ReplyDelivered>().ShouldBeEmpty();
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));

        rooms.Events<ReplyDelivered>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_receipt_that_runs_ahead_of_the_answer_is_kept_for_it()
    {
        await using var rooms = Rooms.Open(_folder);
        var reportId = await rooms.ReportAsync();
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.StartSendingAsync();
        await rooms.ConfirmAsync(reportId);

        await rooms.EventAsync<ReplyDelivered>();

        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_twice_or_of_a_worse_state_after_delivery_changes_nothing()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        await rooms.EventAsync<ReplyAccepted>();
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Undeliverable));

        rooms.Events<ReplyDelivered>().Count.ShouldBe(1);
        rooms.Events<ReplyFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_undeliverable_reply_is_told_with_the_networks_reason()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        await rooms.EventAsync<ReplyAccepted>();

        var receipt = Receipts.Of("m1", MessageState.Undeliverable);
        await rooms.ReceiptAsync(receipt with { Tlvs = [.. receipt.Tlvs, new Tlv(TlvTag.NetworkErrorCode, new byte[] { 3, 0, 27 })] });

        var failed = await rooms.EventAsync<ReplyFailed>();
        failed.State.ShouldBe("UNDELIVERABLE");
        failed.Final.ShouldBeTrue();
        failed.NetworkError!.Code.ShouldBe(27);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
    }

    [Fact]
    public async Task A_permanent_refusal_is_told_at_once_and_not_tried_again()
    {
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (_, _) => ScriptedLinks.Refused(CommandStatus.InvDstAdr);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();

        (await rooms.EventAsync<ReplyFailed>()).Reason.ShouldContain("ESME_RINVDSTADR");
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
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();

        var accepted = rooms.EventAsync<ReplyAccepted>();
        await PassRetriesAsync(clock, accepted);

        (await accepted).Parts[0].MessageId.ShouldBe("m4");
        rooms.Links.Submitted.Count.ShouldBe(4);
        rooms.Events<ReplyFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_inbox_is_told_at_once_tried_on_and_ends_with_the_validity()
    {
        var clock = new WatchedClock();
        await using var rooms = Rooms.Open(_folder, clock);
        rooms.Links.Answer = (_, _) => ScriptedLinks.Refused(CommandStatus.MsgQFul);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(validFor: TimeSpan.FromMinutes(3));

        (await rooms.EventAsync<ReplyFailed>()).Final.ShouldBeFalse();
        var ended = rooms.EventAsync<ReplyFailed>(count: 2);
        await PassRetriesAsync(clock, ended);

        var last = await ended;
        last.Final.ShouldBeTrue();
        last.State.ShouldBe("EXPIRED");
        // At 0, 1, 3, 7, 15, 31, 63, 123 s and 180 s is the end; a fifth more or less each.
        rooms.Links.Submitted.Count.ShouldBeInRange(7, 9);
    }

    [Fact]
    public async Task A_restart_goes_on_with_what_was_not_taken()
    {
        await using (var before = Rooms.Open(_folder))
        {
            await before.ConverseAsync();
        }

        await using var after = Rooms.Open(_folder);
        await after.StartSendingAsync();

        await after.EventAsync<ReplyAccepted>();
        after.Links.Submitted.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reply_without_any_receipt_ends_with_a_word_to_the_centre()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(validFor: TimeSpan.FromMinutes(1));
        await rooms.EventAsync<ReplyAccepted>();

        var passed = await rooms.PassUntilAsync(() => rooms.Events<ReplyFailed>().Any(failed => failed.Final));

        // The validity, and a minute for a receipt that is on its way. After half of it the centre heard that it is not delivered.
        passed.ShouldBeGreaterThan(TimeSpan.FromMinutes(2));
        var (warning, end) = (rooms.Events<ReplyFailed>()[0], rooms.Events<ReplyFailed>()[1]);
        warning.Final.ShouldBeFalse();
        warning.Reason.ShouldContain("no receipt says that it was delivered");
        end.Reason.ShouldStartWith("no receipt came");
    }

    [Theory]
    [InlineData("no-such-report", "$.data.reportId: no report has this id")]
    public async Task An_unknown_report_is_refused_by_name(string reportId, string problem)
    {
        await using var rooms = Rooms.Open(_folder);
        (await rooms.ExecuteAsync(Conversing.Confirm("k1", reportId))).Problems.ShouldBe([problem]);
    }

    [Fact]
    public async Task A_sender_that_is_no_number_cannot_be_answered()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("一", "POLICE"));
        var reportId = rooms.Reports()[0].ReportId;

        (await rooms.ExecuteAsync(Conversing.Confirm("k1", reportId))).Problems.ShouldHaveSingleItem().ShouldContain("no number");
    }

    [Fact]
    public async Task A_reply_takes_its_report_and_so_does_report_taken()
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await rooms.ReportAsync();
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
}
