using System.Reflection;
using System.Text;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Centre;

[Trait("Speed", "unit")]
public class CloudEventWriteTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 20, 0, 0, 7, TimeSpan.FromHours(8));

    [Fact]
    public void An_event_is_written_exactly_as_the_contract_says()
    {
        var json = CloudEvent.WriteEvent("01J", "bridge-1", "c-1", Noon, new ReportRepeated("r-1", 2, Noon));

        Encoding.UTF8.GetString(json).ShouldBe(
            """
            {"specversion":"1.0","id":"01J","source":"/bridge/bridge-1","type":"hk.992.report.repeated","subject":"c-1",
            "time":"2026-03-01T12:00:00.007Z","datacontenttype":"application/json",
            "data":{"reportId":"r-1","copies":2,"lastAt":"2026-03-01T12:00:00.007Z"}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Subject_is_absent_where_there_is_no_conversation()
    {
        var json = CloudEvent.WriteEvent("01J", "n", null, Noon, new LinkChanged("harbour-mobile", "a", "down", "timeout"));

        using var document = JsonDocument.Parse(json);
        document.RootElement.TryGetProperty("subject", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("觀塘翠屏邨翠樟樓 火警 困咗喺屋企")]
    [InlineData("深水埗 𠝹 𨋢 😀 é ' + & < >")] // plane 2 ideographs of HKSCS, an emoji, and what HTML-minded encoders escape
    [InlineData("\uE000\u2028\u00A0\u200D")] // private use, separators and joiners are UTF-8 like any other
    public void Every_character_that_utf8_can_say_is_written_unescaped(string text)
    {
        var json = CloudEvent.WriteEvent("1", "n", "c", Noon, SampleReports.New(text));

        Encoding.UTF8.GetString(json).ShouldContain($"\"text\":\"{text}\"", Case.Sensitive);
    }

    [Fact]
    public void Quotes_backslashes_and_controls_are_escaped_and_read_back()
    {
        const string Text = "a\"b\\c\nd\re\tf\0g\u001fh";

        var json = CloudEvent.WriteEvent("1", "n", "c", Noon, SampleReports.New(Text));

        Encoding.UTF8.GetString(json).ShouldContain("""
            "text":"a\"b\\c\nd\re\tf\u0000g\u001fh"
            """);
        CloudEvent.ReadEvent(json).Report!.Text.ShouldBe(Text);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        var json = CloudEvent.WriteEvent("1", "n", "c", Noon, SampleReports.New("a\ud83d"));

        CloudEvent.ReadEvent(json).Report!.Text.ShouldBe("a\ufffd");
    }

    [Fact]
    public void Any_text_at_all_is_read_back_by_an_independent_parser() =>
        Prop.ForAll<string>(text =>
        {
            var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
            using var document = JsonDocument.Parse(CloudEvent.WriteEvent("1", "n", "c", Noon, SampleReports.New(wellFormed)));
            return document.RootElement.GetProperty("data").GetProperty("text").GetString() == wellFormed;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_report_says_everything_the_bridge_knows()
    {
        var report = SampleReports.New("救命") with
        {
            ResendOf = "r-0",
            Parts = new PartCount(3, 2, [2]),
            Complete = false,
            Registration = new RegistrationData("陳大文", "觀塘翠屏邨", "zh-Hant", ["91234567"]),
            OutsideHongKong = true,
            Test = true,
            Problems = ["1 private-use character"],
            Raw = [new byte[] { 5, 0, 3, 1, 3, 1, 0x65, 0x51 }, new byte[] { 0xFF }],
        };

        using var document = JsonDocument.Parse(CloudEvent.WriteEvent("1", "n", "c", Noon, report));
        var data = document.RootElement.GetProperty("data");

        data.EnumerateObject().Select(field => field.Name).ShouldBe([
            "reportId", "conversationId", "operator", "network", "link", "sender", "shortCode", "text", "alphabet",
                "language", "receivedAt",
            "confirmBy", "parts", "complete", "resendOf", "registration", "outsideHongKong", "test", "previousConversationId",
                "repliesToActivation", "problems", "raw"]);
        data.GetProperty("sender").GetRawText().ShouldBe("""{"msisdn":"85291234567","raw":"91234567","ton":2,"npi":1}""");
        data.GetProperty("parts").GetRawText().ShouldBe("""{"expected":3,"received":2,"missing":[2]}""");
        data.GetProperty("registration").GetRawText()
            .ShouldBe("""{"name":"陳大文","address":"觀塘翠屏邨","language":"zh-Hant","contacts":["91234567"]}""");
        data.GetProperty("raw").GetRawText().ShouldBe("""["BQADAQMBZVE=","/w=="]""");
        data.GetProperty("resendOf").GetString().ShouldBe("r-0");
    }

    /// <summary>Each event and its data in JSON, which is written without the line breaks.</summary>
    public static TheoryData<EventData, string> OtherEvents => new()
    {
        { new ReportRepeated("r", 2, Noon), """{"reportId":"r","copies":2,"lastAt":"2026-03-01T12:00:00.007Z"}""" },
        { new ReportOverdue("r", "not-taken", 60), """{"reportId":"r","stage":"not-taken","age":60}""" },
        { new ReplyAccepted("k", null, "o", [new("m1"), new("m2")]),
            """
            {"commandId":"k","reportId":null,"operator":"o","parts":[{"messageId":"m1"},{"messageId":"m2"}],
            "problems":[],"possibleDuplicate":false}
            """ },
        { new ReplyAccepted("k", "r", "o", [new("m1")]) { Problems = ["1 emoji is not shown"], PossibleDuplicate = true },
            """
            {"commandId":"k","reportId":"r","operator":"o","parts":[{"messageId":"m1"}],
            "problems":["1 emoji is not shown"],"possibleDuplicate":true}
            """ },
        { new ReplyDelivered("k", Noon) { PossibleDuplicate = true },
            """{"commandId":"k","deliveredAt":"2026-03-01T12:00:00.007Z","possibleDuplicate":true}""" },
        { new ReplyDelivered("k", Noon), """{"commandId":"k","deliveredAt":"2026-03-01T12:00:00.007Z","possibleDuplicate":false}""" },
        { new ReplyFailed("k", "inbox full", "EXPIRED", new(3, 20), true),
            """{"commandId":"k","reason":"inbox full","state":"EXPIRED","networkError":{"type":3,"code":20},"final":true}""" },
        { new ReplyFailed("k", "refused", null, null, false),
            """{"commandId":"k","reason":"refused","state":null,"networkError":null,"final":false}""" },
        { new CommandRejected(null, ["$.id: is required"]), """{"commandId":null,"problems":["$.id: is required"]}""" },
        { new NoticeSent("r", "unavailable", "zh-Hant"), """{"reportId":"r","kind":"unavailable","language":"zh-Hant"}""" },
        { new NoticeFailed("r", "suspended", "inbox full"), """{"reportId":"r","kind":"suspended","reason":"inbox full"}""" },
        { new RegistrationActivated("85291234567", "delivered"), """{"msisdn":"85291234567","reason":"delivered"}""" },
        { new RegistrationFailed("85291234567", "inbox full"), """{"msisdn":"85291234567","reason":"inbox full"}""" },
        { new LinkChanged("o", "a", "down", "timeout"), """{"operator":"o","link":"a","state":"down","reason":"timeout"}""" },
        { new LinkChanged("o", "a", "bound", null), """{"operator":"o","link":"a","state":"bound","reason":null}""" },
        {
            new OutageEnded("operator", "o", Noon, Noon,
                [new UnansweredSender("85291234567", "o", Noon, 2, ["r", "s"]), new UnansweredSender(null, "o", Noon, 1, ["t"])], 3),
            """
            {"cause":"operator","operator":"o","from":"2026-03-01T12:00:00.007Z","until":"2026-03-01T12:00:00.007Z","unanswered":[
            {"msisdn":"85291234567","operator":"o","since":"2026-03-01T12:00:00.007Z","texts":2,"reportIds":["r","s"]},
            {"msisdn":null,"operator":"o","since":"2026-03-01T12:00:00.007Z","texts":1,"reportIds":["t"]}],"more":3}
            """
        },
    };

    [Fact]
    public void Every_event_but_the_two_of_reports_is_among_them() =>
        OtherEvents.Select(row => ((EventData)row[0]).EventName).Distinct().ShouldBe(
            typeof(EventNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(name => (string)name.GetRawConstantValue()!)
                .Except([EventNames.ReportReceived, EventNames.ReportAmended]),
            ignoreOrder: true);

    [Theory]
    [MemberData(nameof(OtherEvents))]
    public void Every_other_event_has_the_contracts_fields(EventData data, string expected)
    {
        using var document = JsonDocument.Parse(CloudEvent.WriteEvent("1", "n", "c", Noon, data));

        document.RootElement.GetProperty("type").GetString().ShouldBe("hk.992." + data.EventName);
        document.RootElement.GetProperty("data").GetRawText().ShouldBe(expected.ReplaceLineEndings(""));
    }

    [Fact]
    public void A_report_is_read_back_whole_by_the_centre()
    {
        var report = SampleReports.New("觀塘") with { Raw = [new byte[] { 0x89, 0xC0 }], Parts = new PartCount(2, 1, [2]), Complete = false };

        var read = CloudEvent.ReadEvent(CloudEvent.WriteEvent("7", "n", "c-1", Noon, report));

        (read.Name, read.Id, read.ConversationId, read.Time).ShouldBe(("report.received", "7", "c-1", Noon.ToUniversalTime()));
        CloudEvent.WriteEvent("7", "n", "c-1", Noon, read.Report!).ShouldBe(CloudEvent.WriteEvent("7", "n", "c-1", Noon, report));
    }

    [Theory]
    [MemberData(nameof(OtherEvents))]
    public void Every_other_event_is_read_back_whole_by_the_centre(EventData data, string expected)
    {
        var read = CloudEvent.ReadEvent(CloudEvent.WriteEvent("7", "n", "c-1", Noon, data)).ReadData().ShouldNotBeNull();

        read.GetType().ShouldBe(data.GetType());
        using var written = JsonDocument.Parse(CloudEvent.WriteEvent("7", "n", "c-1", Noon, read));
        written.RootElement.GetProperty("data").GetRawText().ShouldBe(expected.ReplaceLineEndings(""));
    }

    [Fact]
    public void An_event_of_a_newer_bridge_is_passed_over()
    {
        var json = Encoding.UTF8.GetString(CloudEvent.WriteEvent("7", "n", "c", Noon, new ReportRepeated("r", 2, Noon)))
            .Replace("report.repeated", "report.moved", StringComparison.Ordinal);

        CloudEvent.ReadEvent(Encoding.UTF8.GetBytes(json)).ReadData().ShouldBeNull();
    }

    [Fact]
    public void An_erased_report_is_still_readable()
    {
        var json = Encoding.UTF8.GetString(CloudEvent.WriteEvent("7", "n", "c", Noon, SampleReports.New("x")))
            .Replace("\"text\":\"x\"", "\"text\":null", StringComparison.Ordinal)
            .Replace("\"msisdn\":\"85291234567\",\"raw\":\"91234567\"", "\"msisdn\":null,\"raw\":null", StringComparison.Ordinal)
            .Replace("\"raw\":[]", "\"raw\":null", StringComparison.Ordinal);

        CloudEvent.ReadEvent(Encoding.UTF8.GetBytes(json)).Report!.Text.ShouldBe("");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"type":"other"}""")]
    [InlineData("""{"type":"hk.992.report.received","id":"1","time":"yesterday","data":{}}""")]
    public void What_is_no_event_is_refused_in_words(string json) =>
        Should.Throw<FormatException>(() => CloudEvent.ReadEvent(Encoding.UTF8.GetBytes(json)));
}
