using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Replies;

/// <summary>
/// Through which operator a reply goes: the one through which the sender last wrote, and another only when that one has been down for a
/// time.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class RouteTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(59);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reply_that_moves_says_word_for_word_what_the_centre_wrote()
    {
        // As octets of UCS-2 these words also read as Latin text, and our own readers of lying labels would take them for it.
        const string words = "救命……救命……住火大水氣";
        await using var rooms = await OpenAsync(plan => plan with
        {
            Operators = [plan.Operators[0] with { LongText = LongTextForm.Udh }, plan.Operators[1]],
        });
        await rooms.TakeAsync(Texts.Chinese("救命"));
        rooms.Links.TakeDown(TestPlan.Mobile, Long);
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = rooms.Reports()[^1].ReportId, Text = words });
        await rooms.Deadlines.TurnAsync(default);
        await Eventually.TrueAsync(() => rooms.Links.Submitted.Count == 1, "another operator has it");

        rooms.Links.Written[0].Operator.ShouldBe(TestPlan.Fixed);
        Encoding.BigEndianUnicode.GetString(rooms.Links.Submitted[0].ShortMessage.Span).ShouldBe(words);
    }

    [Fact]
    public async Task A_reply_goes_where_the_sender_last_wrote_whatever_the_number_looks_like()
    {
        await using var rooms = await OpenAsync();
        await rooms.TakeAsync(Texts.Chinese("一"), TestPlan.Mobile);
        await rooms.TakeAsync(Texts.Chinese("二"), TestPlan.Fixed);
        var reports = rooms.Reports();
        reports[1].ConversationId
            .ShouldBe(reports[0].ConversationId, "one person, one thread");

        await rooms.ExecuteAsync(Reply("k1") with { ReportId = reports[0].ReportId });

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Fixed);
        rooms.Links.Written.ShouldHaveSingleItem().Operator.ShouldBe(TestPlan.Fixed);
    }

    [Fact]
    public async Task Another_operator_takes_it_only_when_that_one_has_been_down_for_the_set_time()
    {
        await using var rooms = await OpenAsync();
        var report = await rooms.ReportAsync();
        rooms.Links.TakeDown(TestPlan.Mobile, Short);
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = report, Text = new string('警', 100) });
        await rooms.Deadlines.TurnAsync(default);
        await rooms.StillAsync();
        rooms.Links.Written.ShouldBeEmpty();

        rooms.Links.TakeDown(TestPlan.Mobile, Long);
        await rooms.Deadlines.TurnAsync(default);

        var accepted = await rooms.EventAsync<ReplyAccepted>();
        accepted.Operator.ShouldBe(TestPlan.Fixed);
        accepted.PossibleDuplicate.ShouldBeFalse();
        rooms.Links.Written.Select(written => written.Operator).ShouldBe([TestPlan.Fixed, TestPlan.Fixed]);
        foreach (var submit in rooms.Links.Submitted)
        {
            // The number in international form, and the other's own sender, coding and form of long texts.
            submit.Destination.ShouldBe(new Address(1, 1, "85291234567"));
            submit.Source.Value.ShouldBe("99201");
            submit.EsmClass.HasUdh.ShouldBeFalse();
            submit.Tlv(TlvTag.SarTotalSegments)!.Value.ToArray().ShouldBe([2]);
        }

        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered), TestPlan.Mobile);
        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Delivered), TestPlan.Mobile);
        rooms.Events<ReplyDelivered>().ShouldBeEmpty("receipts are of the operator that took it");
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered), TestPlan.Fixed);
        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Delivered), TestPlan.Fixed);
        await rooms.EventAsync<ReplyDelivered>();
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task Without_another_that_is_bound_it_waits_and_goes_with_the_first_that_is()
    {
        await using var rooms = await OpenAsync();
        var report = await rooms.ReportAsync();
        rooms.Links.TakeDown(TestPlan.Mobile, Long);
        rooms.Links.TakeDown(TestPlan.Fixed, Long);
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = report });
        await rooms.Deadlines.TurnAsync(default);
        await rooms.StillAsync();
        rooms.Links.Written.ShouldBeEmpty();

        rooms.Links.BringUp(TestPlan.Mobile);

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Mobile);
    }

    [Fact]
    public async Task Off_means_never_another()
    {
        await using var rooms = await OpenAsync(plan => plan with { Replies = plan.Replies with { FallbackAfter = null } });
        var report = await rooms.ReportAsync();
        rooms.Links.TakeDown(TestPlan.Mobile, TimeSpan.FromDays(1));
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = report, ValidFor = TimeSpan.FromMinutes(1) });

        await rooms.PassUntilAsync(() => rooms.Events<ReplyFailed>().Any(failed => failed.Final));

        rooms.Links.Written.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_begun_at_an_operator_that_then_fails_goes_whole_through_the_other()
    {
        await using var rooms = await OpenAsync();
        var report = await rooms.ReportAsync();
        rooms.Links.Answer = (n, _) =>
        {
            // The operator takes the first part of two and is gone.
            if (n == 1) rooms.Links.TakeDown(TestPlan.Mobile, Short);
            return ScriptedLinks.Taken($"m{n}");
        };
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = report, Text = new string('警', 100) });
        await Eventually.TrueAsync(
            () => rooms.Links.Submitted.Count == 1 && rooms.Queue.OperatorsWaitedFor().Count == 1, "the first part is accepted");

        rooms.Links.TakeDown(TestPlan.Mobile, Long);
        await rooms.Deadlines.TurnAsync(default);

        var accepted = await rooms.EventAsync<ReplyAccepted>();
        accepted.PossibleDuplicate.ShouldBeTrue();
        rooms.Links.Written.Select(written => written.Operator).ShouldBe([TestPlan.Mobile, TestPlan.Fixed, TestPlan.Fixed]);
        var anew = rooms.Links.Submitted.Skip(1).ToList();
        string.Concat(anew.Select(submit => Encoding.BigEndianUnicode.GetString(submit.ShortMessage.Span))).ShouldBe(new string('警', 100));

        // What the first operator says of its half is no news of the reply.
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Undeliverable), TestPlan.Mobile);
        rooms.Events<ReplyFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_operator_has_begun_stays_with_it_when_the_first_is_back()
    {
        await using var rooms = await OpenAsync();
        var report = await rooms.ReportAsync();
        rooms.Links.TakeDown(TestPlan.Mobile, Long);
        rooms.Links.Answer = (n, _) =>
        {
            rooms.Links.BringUp(TestPlan.Mobile);
            return ScriptedLinks.Taken($"m{n}");
        };
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = report, Text = new string('警', 100) });
        await rooms.Deadlines.TurnAsync(default);

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Fixed);
        rooms.Links.Written.Select(written => written.Operator).ShouldBe([TestPlan.Fixed, TestPlan.Fixed]);
    }

    [Fact]
    public async Task A_sender_who_writes_through_another_operator_is_answered_there_at_once()
    {
        await using var rooms = await OpenAsync();
        var report = await rooms.ReportAsync();
        rooms.Links.TakeDown(TestPlan.Mobile, TimeSpan.Zero);
        await rooms.ExecuteAsync(Reply("k1") with { ReportId = report });

        await rooms.TakeAsync(Texts.Chinese("仲喺度嗎"), TestPlan.Fixed);

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Fixed);
        rooms.Links.Submitted.ShouldHaveSingleItem().Destination.Value.ShouldBe("91234567", "as this operator writes the number");
    }

    [Fact]
    public async Task A_number_that_never_wrote_is_sent_to_through_the_named_operator_or_after_the_time_through_another()
    {
        await using var rooms = await OpenAsync();
        await rooms.ExecuteAsync(Reply("k1") with { Msisdn = "85298765432", Operator = TestPlan.Fixed });
        (await rooms.EventAsync<ReplyAccepted>()).ReportId.ShouldBeNull();
        rooms.Links.Written.ShouldHaveSingleItem().Operator.ShouldBe(TestPlan.Fixed);

        rooms.Links.TakeDown(TestPlan.Fixed, Long);
        await rooms.ExecuteAsync(Reply("k2") with { Msisdn = "85298765432", Operator = TestPlan.Fixed });
        await rooms.Deadlines.TurnAsync(default);
        (await rooms.EventAsync<ReplyAccepted>(count: 2)).Operator.ShouldBe(TestPlan.Mobile);
        rooms.Links.Submitted.ShouldAllBe(submit => submit.Destination == new Address(1, 1, "85298765432"));
    }

    [Fact]
    public async Task A_number_that_has_written_belongs_to_its_thread()
    {
        await using var rooms = await OpenAsync();
        await rooms.ReportAsync();

        await rooms.ExecuteAsync(Reply("k1") with { Msisdn = "85291234567", Operator = TestPlan.Fixed });

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Fixed, "the centre named it");
        var conversation = rooms.Conversations<ReportData>()[0];
        conversation.ShouldNotBeNull();
        rooms.Conversations<ReplyAccepted>()[0].ShouldBe(conversation);
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered), TestPlan.Fixed);
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task The_thread_of_an_operator_that_is_configured_no_more_can_still_be_answered()
    {
        await using (var before = Rooms.Open(_folder)) await before.ReportAsync();
        await using var rooms = await OpenAsync(plan => plan with { Operators = [plan.Operators[1]] });
        var report = rooms.Reports()[0].ReportId;

        (await rooms.ExecuteAsync(Reply("k1") with { ReportId = report })).IsAccepted.ShouldBeTrue();

        (await rooms.EventAsync<ReplyAccepted>()).Operator.ShouldBe(TestPlan.Fixed);
        rooms.Links.Submitted[0].Destination.ShouldBe(new Address(1, 1, "85291234567"));
    }

    [Fact]
    public async Task Where_no_other_may_stand_in_that_is_said_at_once()
    {
        await using (var before = Rooms.Open(_folder))
        {
            await before.ExecuteAsync(Reply("k1") with { ReportId = await before.ReportAsync() });
        }

        await using var rooms = await OpenAsync(plan =>
            plan with
            {
                Operators = [plan.Operators[1]],
                Replies = plan.Replies with { FallbackAfter = null },
            });
        await rooms.Deadlines.TurnAsync(default);

        var failed = await rooms.EventAsync<ReplyFailed>();
        failed.Reason.ShouldBe("its operator is not configured any more");
        failed.Final.ShouldBeTrue();
        var report = rooms.Reports()[0].ReportId;
        (await rooms.ExecuteAsync(Reply("k2") with { ReportId = report }))
            .Problems.ShouldHaveSingleItem()
            .ShouldContain("not configured any more");
    }

    private static ReplySend Reply(string id) => new(id) { Kind = ReplyKind.Confirmation, Text = Conversing.Confirmation };

    private async Task<Rooms> OpenAsync(Func<BridgePlan, BridgePlan>? change = null)
    {
        var rooms = Rooms.Open(_folder, with: plan =>
        {
            var other = plan.Operators[1] with { Sender = new Address(3, 0, "99201"), LongText = LongTextForm.Sar };
            plan = plan with { Operators = [plan.Operators[0], other] };
            return change is null ? plan : change(plan);
        });
        await rooms.StartSendingAsync();
        return rooms;
    }
}
