using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Reports;

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

        var report = rooms.Events("report.received").ShouldHaveSingleItem();
        report.GetProperty("text").GetString().ShouldBe(Shop);
        report.GetProperty("operator").GetString().ShouldBe(TestPlan.Mobile);
        report.GetProperty("network").GetString().ShouldBe("mobile");
        report.GetProperty("link").GetString().ShouldBe("a");
        report.GetProperty("sender").GetProperty("msisdn").GetString().ShouldBe("85291234567");
        report.GetProperty("sender").GetProperty("raw").GetString().ShouldBe("91234567");
        report.GetProperty("shortCode").GetString().ShouldBe("992");
        report.GetProperty("alphabet").GetString().ShouldBe("ucs2");
        report.GetProperty("language").GetString().ShouldBe("zh-Hant");
        report.GetProperty("receivedAt").GetString().ShouldBe("2026-11-22T04:00:00.000Z");
        report.GetProperty("confirmBy").GetString().ShouldBe("2026-11-22T04:05:00.000Z");
        report.GetProperty("complete").GetBoolean().ShouldBeTrue();
        report.GetProperty("resendOf").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        report.GetProperty("problems").GetArrayLength().ShouldBe(0);
        Convert.FromBase64String(report.GetProperty("raw")[0].GetString()!).ShouldBe(Texts.Chinese(Shop).ShortMessage.ToArray());
    }

    [Fact]
    public async Task A_retransmission_within_the_window_is_answered_and_told_but_is_no_second_report()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop), link: "a");
        rooms.Time.Advance(TimeSpan.FromSeconds(119));

        (await rooms.TakeAsync(Texts.Chinese(Shop), link: "b")).ShouldBe(CommandStatus.Ok);

        var report = rooms.Events("report.received").ShouldHaveSingleItem();
        var repeated = rooms.Events("report.repeated").ShouldHaveSingleItem();
        repeated.GetProperty("copies").GetInt32().ShouldBe(2);
        repeated.GetProperty("reportId").GetString().ShouldBe(report.GetProperty("reportId").GetString());
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

        rooms.Events("report.received").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_who_sends_it_again_after_five_minutes_is_heard_again()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop));
        rooms.Time.Advance(TimeSpan.FromMinutes(5));

        await rooms.TakeAsync(Texts.Chinese(Shop));

        var reports = rooms.Events("report.received");
        reports.Count.ShouldBe(2);
        reports[1].GetProperty("resendOf").GetString().ShouldBe(reports[0].GetProperty("reportId").GetString());
        reports[1].GetProperty("conversationId").GetString().ShouldBe(reports[0].GetProperty("conversationId").GetString());
        reports[1].GetProperty("reportId").GetString().ShouldNotBe(reports[0].GetProperty("reportId").GetString());
    }

    [Fact]
    public async Task A_retransmission_after_a_restart_is_still_one()
    {
        await using (var before = Rooms.Open(_folder)) await before.TakeAsync(Texts.Chinese(Shop));

        await using var after = Rooms.Open(_folder);
        await after.TakeAsync(Texts.Chinese(Shop));

        after.Events("report.received").ShouldHaveSingleItem();
        after.Events("report.repeated").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Ten_copies_in_a_second_are_told_twice_and_the_last_one_counts_ten()
    {
        await using var rooms = Rooms.Open(_folder);
        for (var i = 0; i < 10; i++) await rooms.TakeAsync(Texts.Chinese(Shop));

        rooms.Events("report.repeated").ShouldHaveSingleItem().GetProperty("copies").GetInt32().ShouldBe(2);
        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        await rooms.SettleAsync();

        rooms.Events("report.repeated")[^1].GetProperty("copies").GetInt32().ShouldBe(10);
        rooms.Events("report.repeated").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_people_with_one_text_are_two_reports()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop, "91234567"));
        await rooms.TakeAsync(Texts.Chinese(Shop, "98765432"));
        await rooms.TakeAsync(Texts.Chinese(Shop, "91234567"), TestPlan.Fixed);

        rooms.Events("report.received").Count.ShouldBe(3);
        rooms.Events("report.repeated").ShouldBeEmpty();
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

        var conversations = rooms.Events("report.received").Select(r => r.GetProperty("conversationId").GetString()).ToList();
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

        var sender = rooms.Events("report.received").ShouldHaveSingleItem().GetProperty("sender");
        sender.GetProperty("msisdn").GetString().ShouldBe(msisdn);
        sender.GetProperty("raw").GetString().ShouldBe(from);
    }

    [Fact]
    public async Task Another_destination_is_forwarded_with_a_word()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Shop) with { Destination = new Address(3, 0, "99200") });

        var report = rooms.Events("report.received").ShouldHaveSingleItem();
        report.GetProperty("shortCode").GetString().ShouldBe("99200");
        report.GetProperty("problems")[0].GetString().ShouldBe("sent to another number than the short code");
    }

    [Fact]
    public async Task An_empty_text_is_a_report_too()
    {
        await using var rooms = Rooms.Open(_folder);
        (await rooms.TakeAsync(Texts.English(""))).ShouldBe(CommandStatus.Ok);
        rooms.Events("report.received").ShouldHaveSingleItem().GetProperty("text").GetString().ShouldBe("");
    }

    [Fact]
    public async Task Two_texts_in_one_PDU_are_both_shown_and_both_raw()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Both("救命", "上環地鐵站"));
        await rooms.TakeAsync(Both("救命", "屯門市廣場"));

        var reports = rooms.Events("report.received");
        reports.Select(report => report.GetProperty("text").GetString())
            .ShouldBe(["救命\n上環地鐵站", "救命\n屯門市廣場"]); // and no repetition of each other
        reports[0].GetProperty("raw").EnumerateArray().Select(raw => Convert.FromBase64String(raw.GetString()!)).ShouldBe(
            [Encoding.BigEndianUnicode.GetBytes("救命"), Encoding.BigEndianUnicode.GetBytes("上環地鐵站")]);
        reports[0].GetProperty("problems")[0].GetString().ShouldBe("both short_message and message_payload carry text: both are shown");
    }

    [Fact]
    public async Task One_text_twice_in_a_PDU_is_shown_once()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Both("救命", "救命"));

        var report = rooms.Events("report.received").ShouldHaveSingleItem();
        report.GetProperty("text").GetString().ShouldBe("救命");
        report.GetProperty("problems")[0].GetString().ShouldBe("both short_message and message_payload carry text: the same");
    }

    private static DeliverSm Both(string shortMessage, string payload) =>
        Texts.Chinese(shortMessage) with { Tlvs = [new Tlv(TlvTag.MessagePayload, Encoding.BigEndianUnicode.GetBytes(payload))] };

    [Fact]
    public async Task A_person_who_writes_like_a_receipt_is_heard()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.English("id:1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:help"));
        rooms.Events("report.received").ShouldHaveSingleItem().GetProperty("text").GetString()
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

        rooms.Events("report.received").Select(r => r.GetProperty("outsideHongKong").GetBoolean()).ShouldBe([true, false, false]);
    }

    [Fact]
    public async Task A_test_sender_is_marked()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        rooms.Events("report.received").ShouldHaveSingleItem().GetProperty("test").GetBoolean().ShouldBeTrue();
    }
}
