using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Reports;

[Trait("Speed", "rooms")]
public sealed class IntakeTests : IDisposable
{
    private const string Shop = "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_is_one_report_with_all_that_the_contract_says()
    {
        await using var rooms = Rooms.Open(_folder);

        (await rooms.TakeAsync(Texts.Chinese(Shop))).ShouldBe(CommandStatus.Ok);

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.Text.ShouldBe(Shop);
        report.Operator.ShouldBe(TestPlan.Mobile);
        report.Network.ShouldBe("mobile");
        report.Link.ShouldBe("a");
        report.Sender.Msisdn.ShouldBe("85291234567");
        report.Sender.Raw.ShouldBe("91234567");
        report.ShortCode.ShouldBe("992");
        report.Alphabet.ShouldBe("ucs2");
        report.Language.ShouldBe("zh-Hant");
        report.ReceivedAt.ShouldBe(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        report.ConfirmBy.ShouldBe(DateTimeOffset.Parse("2026-11-22T04:05:00Z"));
        report.Complete.ShouldBeTrue();
        report.ResendOf.ShouldBeNull();
        report.Problems.Count.ShouldBe(0);
        report.Raw[0].ToArray().ShouldBe(Texts.Chinese(Shop).ShortMessage.ToArray());
    }

    [Fact]
    public async Task A_retransmission_within_the_window_is_answered_and_told_but_is_no_second_report()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop), link: "a");
        rooms.Time.Advance(TimeSpan.FromSeconds(119));

        (await rooms.TakeAsync(Texts.Chinese(Shop), link: "b")).ShouldBe(CommandStatus.Ok);

        var report = rooms.Reports().ShouldHaveSingleItem();
        var repeated = rooms.Events<ReportRepeated>().ShouldHaveSingleItem();
        repeated.Copies.ShouldBe(2);
        repeated.ReportId.ShouldBe(report.ReportId);
        await rooms.SettleAsync();
        rooms.Metrics.Seen.ShouldContain("duplicate");
    }

    [Fact]
    public async Task The_window_runs_from_the_first_copy_and_does_not_slide()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop));
        rooms.Time.Advance(TimeSpan.FromSeconds(100));
        await rooms.TakeAsync(Texts.Chinese(Shop));
        rooms.Time.Advance(TimeSpan.FromSeconds(21));

        await rooms.TakeAsync(Texts.Chinese(Shop));

        rooms.Reports().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_who_sends_it_again_after_five_minutes_is_heard_again()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop));
        rooms.Time.Advance(TimeSpan.FromMinutes(5));

        await rooms.TakeAsync(Texts.Chinese(Shop));

        var reports = rooms.Reports();
        reports.Count.ShouldBe(2);
        reports[1].ResendOf.ShouldBe(reports[0].ReportId);
        reports[1].ConversationId.ShouldBe(reports[0].ConversationId);
        reports[1].ReportId.ShouldNotBe(reports[0].ReportId);
    }

    [Fact]
    public async Task A_retransmission_after_a_restart_is_still_one()
    {
        await using (var before = Rooms.Open(_folder)) await before.TakeAsync(Texts.Chinese(Shop));

        await using var after = Rooms.Open(_folder);
        await after.TakeAsync(Texts.Chinese(Shop));

        after.Reports().ShouldHaveSingleItem();
        after.Events<ReportRepeated>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Ten_copies_in_a_second_are_told_twice_and_the_last_one_counts_ten()
    {
        await using var rooms = Rooms.Open(_folder);
        for (var i = 0; i < 10; i++) await rooms.TakeAsync(Texts.Chinese(Shop));

        rooms.Events<ReportRepeated>().ShouldHaveSingleItem().Copies.ShouldBe(2);
        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        await rooms.SettleAsync();

        rooms.Events<ReportRepeated>()[^1].Copies.ShouldBe(10);
        rooms.Events<ReportRepeated>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_people_with_one_text_are_two_reports()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop, "91234567"));
        await rooms.TakeAsync(Texts.Chinese(Shop, "98765432"));
        await rooms.TakeAsync(Texts.Chinese(Shop, "91234567"), TestPlan.Fixed);

        rooms.Reports().Count.ShouldBe(3);
        rooms.Events<ReportRepeated>().ShouldBeEmpty();
    }

    [Fact]
    public async Task After_two_hours_of_silence_a_text_opens_a_new_conversation()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("一"));
        rooms.Time.Advance(TimeSpan.FromMinutes(119));
        await rooms.TakeAsync(Texts.Chinese("二"));
        rooms.Time.Advance(TimeSpan.FromHours(2));
        await rooms.TakeAsync(Texts.Chinese("三"));

        var conversations = rooms.Reports().Select(r => r.ConversationId).ToList();
        conversations[1].ShouldBe(conversations[0]);
        conversations[2].ShouldNotBe(conversations[0]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("POLICE", null)]
    [InlineData("+85291234567", "85291234567")]
    [InlineData("0085291234567", "85291234567")]
    [InlineData("8613800138000", "8613800138000")]
    public async Task Any_sender_is_taken_and_only_a_number_is_an_msisdn(string from, string? msisdn)
    {
        await using var rooms = Rooms.Open(_folder);

        (await rooms.TakeAsync(Texts.Chinese(Shop, from))).ShouldBe(CommandStatus.Ok);

        var sender = rooms.Reports().ShouldHaveSingleItem().Sender;
        sender.Msisdn.ShouldBe(msisdn);
        sender.Raw.ShouldBe(from);
    }

    [Fact]
    public async Task Another_destination_is_forwarded_with_a_word()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop) with { Destination = new Address(3, 0, "99200") });

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.ShortCode.ShouldBe("99200");
        report.Problems[0].ShouldBe("sent to another number than the short code");
    }

    [Fact]
    public async Task An_empty_text_is_a_report_too()
    {
        await using var rooms = Rooms.Open(_folder);
        (await rooms.TakeAsync(Texts.English(""))).ShouldBe(CommandStatus.Ok);
        rooms.Reports().ShouldHaveSingleItem().Text.ShouldBe("");
    }

    [Fact]
    public async Task Two_texts_in_one_PDU_are_both_shown_and_both_raw()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Both("救命", "上環地鐵站"));
        await rooms.TakeAsync(Both("救命", "屯門市廣場"));

        var reports = rooms.Reports();
        reports.Select(report => report.Text)
            .ShouldBe(["救命\n上環地鐵站", "救命\n屯門市廣場"]); // and no repetition of each other
        reports[0].Raw.Select(part => part.ToArray()).ShouldBe(
            [Encoding.BigEndianUnicode.GetBytes("救命"), Encoding.BigEndianUnicode.GetBytes("上環地鐵站")]);
        reports[0].Problems[0].ShouldBe("both short_message and message_payload carry text: both are shown");
    }

    [Fact]
    public async Task One_text_twice_in_a_PDU_is_shown_once()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Both("救命", "救命"));

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.Text.ShouldBe("救命");
        report.Problems[0].ShouldBe("both short_message and message_payload carry text: the same");
    }

    private static DeliverSm Both(string shortMessage, string payload) =>
        Texts.Chinese(shortMessage) with { Tlvs = [new Tlv(TlvTag.MessagePayload, Encoding.BigEndianUnicode.GetBytes(payload))] };

    [Fact]
    public async Task A_person_who_writes_like_a_receipt_is_heard()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.English("id:1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:help"));
        rooms.Reports().ShouldHaveSingleItem().Text
            .ShouldBe("id:1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:help");
    }

    [Fact]
    public async Task The_serving_network_says_who_is_outside_and_its_absence_says_nothing()
    {
        await using var rooms = Rooms.Open(_folder);
        var tag = (TlvTag)0x1403;
        await rooms.TakeAsync(Texts.Chinese("一") with { Tlvs = [new Tlv(tag, "46000"u8.ToArray())] });
        await rooms.TakeAsync(Texts.Chinese("二") with { Tlvs = [new Tlv(tag, "45406"u8.ToArray())] });
        await rooms.TakeAsync(Texts.Chinese("三"));

        rooms.Reports().Select(r => r.OutsideHongKong).ShouldBe([true, false, false]);
    }

    [Fact]
    public async Task A_test_sender_is_marked()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        rooms.Reports().ShouldHaveSingleItem().Test.ShouldBeTrue();
    }
}
