using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Centre;

[Trait("Speed", "unit")]
public class CloudEventReadCommandTests
{
    private const string Reply =
        """
        {"specversion":"1.0","id":"k-1","source":"/centre/desk-3","type":"hk.992.reply.send",
         "data":{"reportId":"r-1","kind":"confirmation","text":"收到有關報告，警員很快會到達。𨋢"}}
        """;

    private static CommandReadResult Read(string json) => CloudEvent.ReadCommand(Encoding.UTF8.GetBytes(json));

    private static CommandReadResult ReadReply(string data) => Read(
        $$"""{"specversion":"1.0","id":"k-1","source":"/c","type":"hk.992.reply.send","data":{{data}} }""");

    [Fact]
    public void A_confirmation_is_read_with_its_text_verbatim()
    {
        var reply = Read(Reply).Command.ShouldBeOfType<ReplySend>();

        reply.ShouldBe(
            new ReplySend("k-1")
            {
                ReportId = "r-1",
                Kind = ReplyKind.Confirmation,
                Text = "收到有關報告，警員很快會到達。𨋢",
                ValidFor = TimeSpan.FromMinutes(30),
            });
    }

    [Fact]
    public void A_number_is_a_target_together_with_its_operator()
    {
        var reply = ReadReply(
            """{"msisdn":"85291234567","operator":"harbour-mobile","kind":"question","text":"?"}""").Command.ShouldBeOfType<ReplySend>();

        (reply.Msisdn, reply.Operator, reply.Kind).ShouldBe(("85291234567", "harbour-mobile", ReplyKind.Question));
    }

    [Fact]
    public void The_other_commands_are_read()
    {
        Read("""{"specversion":"1.0","id":"k","source":"/c","type":"hk.992.report.taken","data":{"reportId":"r"}}""").Command
            .ShouldBe(new ReportTaken("k", "r"));
        Read("""{"specversion":"1.0","id":"k","source":"/c","type":"hk.992.conversation.close","data":{"conversationId":"c"}}""").Command
            .ShouldBe(new ConversationClose("k", "c"));
    }

    [Fact]
    public void What_a_newer_centre_adds_is_passed_over() =>
        Read("""
            {"specversion":"1.0","id":"k","source":"/c","type":"hk.992.report.taken","time":"2026-03-01T12:00:00Z","traceparent":"00-1",
             "datacontenttype":"application/json","data":{"reportId":"r","console":7}}
            """).Problems.ShouldBeEmpty();

    [Fact]
    public void Every_fault_is_named_at_once_with_its_path()
    {
        var reading = Read(
            """{"specversion":"2.0","source":7,"type":"hk.992.reply.send","data":{"kind":"order","text":" ","validFor":"soon"}}""");

        reading.Command.ShouldBeNull();
        reading.Problems.Select(problem => problem.Split(':')[0]).ShouldBe(
            ["$.specversion", "$.id", "$.source", "$.data", "$.data.kind", "$.data.text", "$.data.validFor"]);
        reading.Problems.ShouldContain("$.data.kind: must be one of confirmation, question, information");
        reading.Problems.ShouldContain("$.data: 0 targets; exactly one is allowed: reportId, conversationId, or msisdn with operator");
    }

    [Fact]
    public void The_id_is_there_even_when_the_rest_is_not() =>
        Read("""{"id":"k-9"}""").Id.ShouldBe("k-9");

    [Theory]
    [InlineData("""{"reportId":"r","conversationId":"c","kind":"question","text":"?"}""", "$.data: 2 targets")]
    [InlineData("""{"msisdn":"85291234567","kind":"question","text":"?"}""", "$.data.operator: is required with msisdn")]
    [InlineData("""{"reportId":"r","operator":"o","kind":"question","text":"?"}""", "$.data.operator: is allowed only")]
    [InlineData("""{"msisdn":"+85291234567","operator":"o","kind":"question","text":"?"}""", "$.data.msisdn: must be 3 to 15 digits")]
    [InlineData("""{"msisdn":"９１２３４５６７","operator":"o","kind":"question","text":"?"}""", "$.data.msisdn: must be 3 to 15 digits")]
    [InlineData("""{"reportId":"r","kind":"question","text":""}""", "$.data.text: is empty")]
    [InlineData("""{"reportId":"r","kind":"question"}""", "$.data.text: is required")]
    [InlineData("""{"reportId":"r","kind":"question","text":null}""", "$.data.text: is required")]
    [InlineData("""{"reportId":"r","kind":"question","text":"\ud83d"}""", "$.data.text: must be a string")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","text":"b"}""", "$.data.text: stands there more than once")]
    [InlineData("""{"reportId":5,"kind":"question","text":"a"}""", "$.data.reportId: must be a string")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":"PT0S"}""", "$.data.validFor: must be an ISO 8601 duration")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":"P7DT1S"}""", "$.data.validFor: must be")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":"P1M"}""", "$.data.validFor: must be")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":"-PT30M"}""", "$.data.validFor: must be")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":"P"}""", "$.data.validFor: must be")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":"PT"}""", "$.data.validFor: must be")]
    [InlineData("""{"reportId":"r","kind":"question","text":"a","validFor":30}""", "$.data.validFor: must be")]
    [InlineData("[]", "$.data: must be an object")]
    [InlineData("{\"\\ud83d\":1,\"reportId\":\"r\",\"kind\":\"question\",\"text\":\"a\"}",
        "$.data: the name of a field is not valid Unicode")]
    public void A_fault_in_a_reply_is_the_only_thing_told(string data, string problem) =>
        ReadReply(data).Problems.ShouldHaveSingleItem().ShouldStartWith(problem);

    [Theory]
    [InlineData("PT1S", 1)]
    [InlineData("PT30M", 1_800)]
    [InlineData("PT1H30M", 5_400)]
    [InlineData("P1DT12H", 129_600)]
    [InlineData("P7D", 604_800)]
    [InlineData("P1W", 604_800)]
    [InlineData("PT1.5S", 1.5)]
    public void Durations_are_iso_8601(string validFor, double seconds) =>
        ReadReply($$"""{"reportId":"r","kind":"question","text":"a","validFor":"{{validFor}}" }""").Command
            .ShouldBeOfType<ReplySend>().ValidFor.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("service.suspend", """{"operator":"harbour-mobile"}""", "harbour-mobile")]
    [InlineData("service.suspend", "{}", null)]
    [InlineData("service.resume", """{"operator":"harbour-mobile"}""", "harbour-mobile")]
    [InlineData("service.resume", """{"operator":null}""", null)]
    public void The_service_is_suspended_and_resumed_at_one_operator_or_at_all(string name, string data, string? operatorName)
    {
        var command = Read(
            $$"""{"specversion":"1.0","id":"k","source":"/c","type":"hk.992.{{name}}","data":{{data}} }""").Command.ShouldNotBeNull();
        command.CommandName.ShouldBe(name);
        (command is ServiceSuspend suspend ? suspend.Operator : command.ShouldBeOfType<ServiceResume>().Operator).ShouldBe(operatorName);
    }

    [Fact]
    public void A_registration_needs_its_number_operator_name_and_address()
    {
        var put = Read("""
            {"specversion":"1.0","id":"k","source":"/c","type":"hk.992.registration.put",
             "data":{"msisdn":"85291234567","operator":"harbour-mobile","name":"陳大文","address":"深水埗福華街1號",
             "language":"en","contacts":["陳太 98765432"],"notify":false}}
            """).Command.ShouldBeOfType<RegistrationPut>();
        (put.Msisdn, put.Operator, put.Name, put.Address, put.Language, put.Notify).ShouldBe(
            ("85291234567", "harbour-mobile", "陳大文", "深水埗福華街1號", "en", false));
        put.Contacts.ShouldBe(["陳太 98765432"]);

        Read("""
            {"specversion":"1.0","id":"k","source":"/c","type":"hk.992.registration.put",
             "data":{"language":"fr","contacts":[1],"notify":"yes"}}
            """).Problems.ShouldBe(
        [
            "$.data.msisdn: is required: 3 to 15 digits, E.164 without +",
            "$.data.operator: is required: the name of an operator",
            "$.data.name: is required: a string of 1 to 200 characters",
            "$.data.address: is required: a string of 1 to 1000 characters",
            "$.data.language: must be one of zh-Hant, zh-Hans, en",
            "$.data.contacts[0]: must be within an array of at most 10 strings of 1 to 200 characters",
            "$.data.notify: must be true or false",
        ]);
        Read("""{"specversion":"1.0","id":"k","source":"/c","type":"hk.992.registration.remove","data":{"msisdn":"+852"}}""").Problems
            .ShouldBe(["$.data.msisdn: must be 3 to 15 digits, E.164 without +"]);
    }

    [Fact]
    public void An_unknown_type_is_named() =>
        Read("""{"specversion":"1.0","id":"k","source":"/c","type":"hk.992.reply.sent","data":{} }""").Problems
            .ShouldHaveSingleItem().ShouldStartWith("$.type: hk.992.reply.sent is not known; allowed is one of hk.992.reply.send");

    [Fact]
    public void No_problem_repeats_what_a_person_wrote()
    {
        const string Secret = "翠屏邨";
        string[] hostile =
        [
            $$"""
            {"specversion":"{{Secret}}","id":["{{Secret}}"],"source":{"{{Secret}}":1},
             "type":"{{Secret}} {{Secret}}","data":"{{Secret}}" }
            """,
            $$"""
            {"specversion":"1.0","id":"k","source":"/c","type":"hk.992.reply.send",
             "data":{"reportId":["{{Secret}}"],"kind":"{{Secret}}","text":{"{{Secret}}":1},"validFor":"{{Secret}}"} }
            """,
            $$"""{"specversion":"1.0" {{Secret}}""",
        ];

        foreach (var json in hostile)
        {
            var problems = Read(json).Problems;
            problems.ShouldNotBeEmpty();
            problems.ShouldAllBe(problem => !problem.Contains(Secret));
        }
    }

    [Fact]
    public void A_text_past_ten_thousand_characters_is_refused()
    {
        ReadReply($$"""{"reportId":"r","kind":"question","text":"{{new string('救', 10_000)}}" }""").Problems.ShouldBeEmpty();
        ReadReply($$"""{"reportId":"r","kind":"question","text":"{{new string('救', 39_016)}}" }""").Problems.ShouldHaveSingleItem()
            .ShouldStartWith("$.data.text: is too long");
    }

    [Fact]
    public void Any_octets_at_all_are_either_a_command_or_a_list_of_problems() =>
        Prop.ForAll<byte[], ushort>((noise, at) =>
        {
            var json = Encoding.UTF8.GetBytes(Reply);
            for (var i = 0; i < (noise?.Length ?? 0); i++) json[(at + i) % json.Length] = noise![i];
            var reading = CloudEvent.ReadCommand(json);
            return (reading.Command is null) == (reading.Problems.Count > 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_centre_writes_is_what_the_bridge_reads()
    {
        Command[] commands =
        [
            new ReplySend("1") { ConversationId = "c", Kind = ReplyKind.Information, Text = "\"𨋢\"\n", ValidFor = TimeSpan.FromDays(1.25) },
            new ServiceSuspend("3", null),
            new ServiceResume("4", "o"),
            new RegistrationPut("5")
            {
                Msisdn = "85291234567",
                Operator = "o",
                Name = "n",
                Address = "a",
                Contacts = ["c"],
                Language = "zh-Hans",
                Notify = false,
            },
            new RegistrationRemove("6", "85291234567"),
            new ReplySend("2") { Msisdn = "85291234567", Operator = "o", Kind = ReplyKind.Question, Text = "?" },
            new ReportTaken("3", "r"),
            new ConversationClose("4", "c"),
        ];

        foreach (var command in commands)
        {
            var written = CloudEvent.WriteCommand(command, "/centre", SampleReports.ReceivedAt);
            var read = CloudEvent.ReadCommand(written).Command.ShouldNotBeNull();
            read.GetType().ShouldBe(command.GetType());
            CloudEvent.WriteCommand(read, "/centre", SampleReports.ReceivedAt).ShouldBe(written);
        }
    }
}
