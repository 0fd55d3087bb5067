using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Configuration;

public sealed class BridgeConfigurationTests : IDisposable
{
    private const string Sound = """
        {
          "Bridge": {
            "Operators": {
              "harbour-mobile": {
                "Network": "mobile",
                "Links": { "a": { "Host": "127.0.0.1", "Port": 2775, "SystemId": "bridge992", "Password": "secret" } }
              }
            }
          }
        }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_not_said_is_what_the_contract_says()
    {
        var plan = Read(Sound).Plan.ShouldNotBeNull();

        plan.ShortCode.ShouldBe("992");
        plan.Store.ShouldBe(new StorePlan("sqlite", "var/bridge.db"));
        plan.Bus.Kind.ShouldBe("embedded");
        plan.Http.Listen.ShouldBe(new Uri("http://127.0.0.1:9920"));
        plan.Http.Token.ShouldBeNull();
        plan.DedupeWindow.ShouldBe(TimeSpan.FromMinutes(2));
        plan.AssemblyWait.ShouldBe(TimeSpan.FromSeconds(15));
        plan.WarnAfter.ShouldBe(TimeSpan.FromMinutes(1));
        plan.ConfirmationDeadline.ShouldBe(TimeSpan.FromMinutes(5));
        plan.ConversationIdle.ShouldBe(TimeSpan.FromHours(2));
        plan.Replies.ShouldBe(new ReplyPlan(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        plan.Retention.ShouldBe(TimeSpan.FromDays(30));
        plan.ActivateWithin.ShouldBe(TimeSpan.FromDays(3));
        plan.Shutdown.ShouldBe(TimeSpan.FromSeconds(10));
        plan.HomeNetworks.ShouldBe(["454", "455"]);
        plan.TestSenders.ShouldBeEmpty();

        var op = plan.Operators.ShouldHaveSingleItem();
        op.Name.ShouldBe("harbour-mobile");
        op.Network.ShouldBe(Network.Mobile);
        op.DefaultAlphabet.ShouldBe(Alphabet.Gsm7);
        op.TemporaryError.ShouldBe(CommandStatus.SysErr);
        op.ReceiptIdFormat.ShouldBe(ReceiptIdFormat.Same);
        op.Receipts.ShouldBeTrue();
        op.SubmitRate.ShouldBeNull();
        op.LongText.ShouldBe(LongTextForm.Udh);
        op.Displays.ShouldBe(Displays.All);
        op.ServingNetworkTag.ShouldBeNull();
        op.Heartbeat.ShouldBeNull();
        plan.OutageAtLeast.ShouldBe(TimeSpan.FromSeconds(10));
        op.Sender.ShouldBe(new Address(3, 0, "992"));
        op.ActivationSender.ShouldBeNull();

        var link = op.Links.ShouldHaveSingleItem();
        link.Operator.ShouldBe("harbour-mobile");
        link.Name.ShouldBe("a");
        link.Bind.ShouldBe(BindMode.Transceiver);
        link.InterfaceVersion.ShouldBe((byte)0x34);
        link.Window.ShouldBe(10);
        link.EnquireLink.ShouldBe(TimeSpan.FromSeconds(15));
        link.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        link.Reconnect.ShouldBe(new ReconnectPlan(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
        link.Tls.ShouldBeNull();
        link.Password.ShouldBe("secret");
    }

    [Fact]
    public void Everything_that_can_be_said_is_heard()
    {
        Write("password", "s3cret\n");
        Write("token", "t0ken\n");
        Write("uri", "amqps://bridge:pw@bus.example:5671/\n");
        Write("ca.pem", "-");
        var plan = Read($$$"""
            {
              // Comments are allowed, as is a comma too many.
              "Logging": { "LogLevel": { "Default": "Warning" } },
              "Bridge": {
                "NodeName": "bridge-1", "ShortCode": "993", "Shutdown": "00:00:20", "Retention": "7.00:00:00",
                "HomeNetworks": ["454", "45501"], "TestSenders": ["+85291234567", "61234567"],
                "Store": { "Path": "elsewhere.db" },
                "Bus": { "Kind": "rabbitmq", "UriFile": "{{{_folder.File("uri")}}}" },
                "Http": { "Listen": "http://0.0.0.0:8080", "TokenFile": "{{{_folder.File("token")}}}" },
                "Dedupe": { "Window": "00:01:00" }, "Assembly": { "Wait": "00:00:05" }, "Registration": { "ActivateWithin": "7.00:00:00" }, "Conversation": { "Idle": "01:00:00" },
                "Replies": { "FallbackAfter": "off", "WarnAfter": "00:02:00" },
                "Confirmation": { "WarnAfter": "00:00:30", "Deadline": "00:04:00" },
                "Notices": { "unavailable": { "After": "00:01:30", "Text": { "en": "Nobody has read this yet." } }, "suspended": { "Enabled": false }, "outside-hong-kong": { "Enabled": true, "MainlandText": { "en": "Call 110." } } },
                "Operators": {
                  "harbour-fixed": {
                    "Network": "fixed", "DefaultAlphabet": "gsm7-packed", "TemporaryError": "0x64", "ReceiptIdFormat": "hex", "Receipts": false,
                    "SubmitRate": 2.5, "LongText": "sar", "Displays": "bmp", "ServingNetworkTag": "0x1401", "OutsidePrefixes": ["86"], "Sender": { "Address": "85299200", "Ton": 1, "Npi": 1 },
                    "ActivationSender": { "Address": "#992", "Npi": 1 },
                    "Links": {
                      "x": {
                        "Host": "smsc.example", "Port": 2776, "Bind": "receiver", "SystemId": "bridge992", "PasswordFile": "{{{_folder.File("password")}}}",
                        "SystemType": "SMPP", "InterfaceVersion": "5.0", "Window": 1, "EnquireLink": "00:00:30", "ResponseTimeout": "00:00:05",
                        "Reconnect": { "Min": "00:00:01", "Max": "00:01:00", "Refused": "00:05:00" },
                        "Tls": { "Enabled": true, "ServerName": "smsc.example", "CaFile": "{{{_folder.File("ca.pem")}}}" },
                      },
                    },
                  },
                },
              },
            }
            """).Plan.ShouldNotBeNull();

        plan.NodeName.ShouldBe("bridge-1");
        plan.ShortCode.ShouldBe("993");
        plan.Bus.Uri.ShouldBe(new Uri("amqps://bridge:pw@bus.example:5671/"));
        plan.Http.ShouldBe(new HttpPlan(new Uri("http://0.0.0.0:8080"), "t0ken"));
        plan.TestSenders.ShouldBe(["85291234567", "85261234567"], ignoreOrder: true);
        plan.HomeNetworks.ShouldBe(["454", "45501"]);
        plan.Replies.ShouldBe(new ReplyPlan(null, TimeSpan.FromMinutes(2)));
        (plan.DedupeWindow, plan.AssemblyWait, plan.ConversationIdle)
            .ShouldBe((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)));
        plan.ActivateWithin.ShouldBe(TimeSpan.FromDays(7));
        (plan.WarnAfter, plan.ConfirmationDeadline).ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(4)));
        (plan.Shutdown, plan.Retention, plan.Store.Path).ShouldBe((TimeSpan.FromSeconds(20), TimeSpan.FromDays(7), "elsewhere.db"));

        var unavailable = plan.Notices["unavailable"];
        unavailable.After.ShouldBe(TimeSpan.FromSeconds(90));
        unavailable.Text["en"].ShouldBe("Nobody has read this yet.");
        unavailable.Text["zh-Hant"].ShouldNotBeEmpty();
        plan.Notices["suspended"].Enabled.ShouldBeFalse();
        plan.Notices["outside-hong-kong"].MainlandText.ShouldNotBeNull()["en"].ShouldBe("Call 110.");
        plan.Notices["outside-hong-kong"].Text["en"].ShouldBe(
            NoticeWording.Defaults.Single(notice => notice.Kind == "outside-hong-kong").Text["en"]);

        var op = plan.Operator("harbour-fixed").ShouldNotBeNull();
        (op.Network, op.DefaultAlphabet, op.ReceiptIdFormat, op.LongText)
            .ShouldBe((Network.Fixed, Alphabet.Gsm7Packed, ReceiptIdFormat.Hex, LongTextForm.Sar));
        op.Displays.ShouldBe(Displays.BasicPlane);
        op.OutsidePrefixes.ShouldBe(["86"]);
        (op.TemporaryError, op.Receipts, op.SubmitRate, op.ServingNetworkTag)
            .ShouldBe((CommandStatus.TempAppErr, false, 2.5, (ushort)0x1401));
        op.Sender.ShouldBe(new Address(1, 1, "85299200"));
        op.ActivationSender.ShouldBe(new Address(5, 1, "#992"));

        var link = op.Links.ShouldHaveSingleItem();
        (link.Host, link.Port, link.Bind, link.Password, link.SystemType)
            .ShouldBe(("smsc.example", 2776, BindMode.Receiver, "s3cret", "SMPP"));
        (link.InterfaceVersion, link.Window, link.EnquireLink, link.ResponseTimeout)
            .ShouldBe(((byte)0x50, 1, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)));
        link.Reconnect.ShouldBe(new ReconnectPlan(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)));
        link.Tls.ShouldBe(new TlsPlan("smsc.example", _folder.File("ca.pem"), null, null));
    }

    [Fact]
    public void Ten_mistakes_give_ten_lines_each_with_its_path()
    {
        var faults = Read("""
            {
              "Bridge": {
                "ShortCod": "992",
                "Shutdown": 10,
                "Store": { "Kind": "postgres" },
                "Bus": { "Kind": "rabbitmq" },
                "Http": { "Listen": "http://0.0.0.0:9920" },
                "Operators": {
                  "harbour-mobile": {
                    "TemporaryError": "0x00",
                    "Links": {
                      "a": { "Host": "127.0.0.1", "Port": 70000, "SystemId": "much-too-long-for-smpp", "Password": "one", "PasswordFile": "/nowhere/at/all" }
                    }
                  }
                }
              }
            }
            """).Faults;

        faults.Select(f => f.Path).ShouldBe(
            [
                "Bridge:Operators:harbour-mobile:Network",
                "Bridge:Operators:harbour-mobile:TemporaryError",
                "Bridge:Operators:harbour-mobile:Links:a:Port",
                "Bridge:Operators:harbour-mobile:Links:a:SystemId",
                "Bridge:Operators:harbour-mobile:Links:a:PasswordFile",
                "Bridge:Store:Kind",
                "Bridge:Bus:Uri",
                "Bridge:Http:TokenFile",
                "Bridge:Shutdown",
                "Bridge:ShortCod",
            ],
            ignoreOrder: true);
        var lines = faults.Select(f => f.ToString()).ToList();
        lines.ShouldContain("Bridge:Operators:harbour-mobile:Links:a:Port: found \"70000\"; allowed: a whole number from 1 to 65535");
        lines.ShouldContain("Bridge:Operators:harbour-mobile:Network: missing; allowed: mobile, fixed");
        lines.ShouldAllBe(l => !l.Contains('\n') && l.Contains("; allowed: "));
    }

    [Theory]
    [InlineData("Port", "\"2775a\"", "Links:a:Port")]
    [InlineData("Port", "0", "Links:a:Port")]
    [InlineData("Port", "27.5", "Links:a:Port")]
    [InlineData("Port", "true", "Links:a:Port")]
    [InlineData("Port", "{ \"Number\": 1 }", "Links:a:Port")]
    [InlineData("Port", "[1]", "Links:a:Port")]
    [InlineData("Host", "\"two words\"", "Links:a:Host")]
    [InlineData("Bind", "\"both\"", "Links:a:Bind")]
    [InlineData("InterfaceVersion", "\"3.3\"", "Links:a:InterfaceVersion")]
    [InlineData("Window", "0", "Links:a:Window")]
    [InlineData("EnquireLink", "\"15\"", "Links:a:EnquireLink")]
    [InlineData("EnquireLink", "\"00:15\"", "Links:a:EnquireLink")]
    [InlineData("EnquireLink", "\"-00:00:15\"", "Links:a:EnquireLink")]
    [InlineData("Reconnect", "\"fast\"", "Links:a:Reconnect")]
    [InlineData("Reconnect", "{ \"Min\": \"00:01:00\" }", "Links:a:Reconnect:Min")]
    [InlineData("Tls", "{ \"Enabled\": true, \"CaFile\": \"/nowhere/ca.pem\" }", "Links:a:Tls:CaFile")]
    [InlineData("Tls", "{ }", null)]
    [InlineData("Tls", "{ \"ServerName\": \"smsc.example\" }", "Links:a:Tls:Enabled")]
    [InlineData("SystemType", "null", null)]
    [InlineData("Hosts", "[\"a\", \"b\"]", "Links:a:Hosts")]
    [InlineData("SessionInit", "\"00:00:00.050\"", "Links:a:SessionInit")]
    [InlineData("Inactivity", "\"00:00:00\"", "Links:a:Inactivity")]
    [InlineData("Inactivity", "\"00:10:00\"", null)]
    public void One_mistake_in_a_link_is_one_line(string key, string json, string? path)
    {
        var link = new Dictionary<string, string>
        {
            ["Host"] = "\"h\"",
            ["Port"] = "1",
            ["SystemId"] = "\"s\"",
            ["Password"] = "\"p\"",
            [key] = json
        };
        var text = $$"""{ "Bridge": { "Operators": { "o": { "Network": "fixed", "Links": { "a": { {{string.Join(',', link.Select(p => $"\"{p.Key}\": {p.Value}"))}} } } } } } }""";

        Read(text).Faults.Select(f => f.Path).ShouldBe(path is null ? [] : [$"Bridge:Operators:o:{path}"]);
    }

    [Theory]
    [InlineData("[\"smsc-1.example\", \"192.0.2.7\"]", null)]
    [InlineData("[]", "Links:a:Hosts")]
    [InlineData("\"smsc-1.example\"", "Links:a:Hosts Links:a:Hosts")]
    [InlineData("[\"smsc-1.example\", \"two words\"]", "Links:a:Hosts:1")]
    public void Several_hosts_stand_in_an_array(string json, string? paths)
    {
        var reading = Read(LinkOf($$"""{ "Hosts": {{json}}, "Port": 1, "SystemId": "s", "Password": "p" }"""));

        reading.Faults.Select(f => f.Path).ShouldBe(paths is null ? [] : paths.Split(' ').Select(path => $"Bridge:Operators:o:{path}"));
        if (paths is null) reading.Plan!.Operators[0].Links[0].Hosts.ShouldBe(["smsc-1.example", "192.0.2.7"]);
    }

    [Theory]
    [InlineData("""{ "Listen": "127.0.0.1:2776", "From": ["192.0.2.1", "198.51.100.0/24", "2001:db8::/32"], "SystemId": "smsc", "Password": "" }""", "")]
    [InlineData("""{ "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "p" }""", "Listen")]
    [InlineData("""{ "Listen": "127.0.0.1", "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "p" }""", "Listen")]
    [InlineData("""{ "Listen": "127.0.0.1:1", "SystemId": "smsc", "Password": "p" }""", "From")]
    [InlineData("""{ "Listen": "127.0.0.1:1", "From": ["smsc.example"], "SystemId": "smsc", "Password": "p" }""", "From:0")]
    [InlineData("""{ "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "Password": "p" }""", "SystemId")]
    [InlineData("""{ "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "SystemId": "smsc" }""", "Password")]
    public void An_operator_that_calls_has_to_be_known_by_address_name_and_password(string outbind, string fault)
    {
        var reading = Read(LinkOf($$"""{ "Outbind": {{outbind}}, "SystemId": "s", "Password": "p" }"""));

        reading.Faults.Select(f => f.Path).ShouldBe(fault.Length == 0 ? [] : [$"Bridge:Operators:o:Links:a:Outbind:{fault}"]);
        if (fault.Length == 0) reading.Plan!.Operators[0].Links[0].Outbind!.From.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("86", true)]
    [InlineData("8613", true)]
    [InlineData("853", true)]
    [InlineData("8", false)]
    [InlineData("85", false)]
    [InlineData("852", false)]
    [InlineData("8529", false)]
    [InlineData("+86", false)]
    [InlineData("0086", false)]
    [InlineData("", false)]
    public void A_prefix_that_numbers_of_Hong_Kong_begin_with_sends_nobody_away(string prefix, bool sound) => Read($$"""
        { "Bridge": { "Operators": { "o": { "Network": "fixed", "OutsidePrefixes": ["{{prefix}}"], "Links": { "a": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "p" } } } } } }
        """).Faults.Select(f => f.Path).ShouldBe(sound ? [] : ["Bridge:Operators:o:OutsidePrefixes:0"]);

    [Theory]
    [InlineData("""{ "Address": "#HKPolice99" }""", true)]
    [InlineData("""{ "Address": "#HKPolice992" }""", false)]
    [InlineData("""{ "Address": "85228600000992", "Ton": 1 }""", true)]
    [InlineData("""{ "Address": "" }""", false)]
    [InlineData("""{ "Ton": 5 }""", false)]
    public void A_sender_that_is_a_name_has_room_for_eleven_characters(string sender, bool sound) => Read($$"""
        { "Bridge": { "Operators": { "o": { "Network": "fixed", "ActivationSender": {{sender}}, "Links": { "a": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "p" } } } } } }
        """).Faults.Select(f => f.Path).ShouldBe(sound ? [] : ["Bridge:Operators:o:ActivationSender:Address"]);

    [Theory]
    [InlineData("\"Host\": \"h\"", "Host")]
    [InlineData("\"Hosts\": [\"h\"]", "Hosts")]
    [InlineData("\"Port\": 1", "Port")]
    [InlineData("\"Tls\": { \"Enabled\": true }", "Tls:CertificateFile")]
    [InlineData("\"Tls\": { \"Enabled\": true, \"CertificateFile\": \"/dev/null\" }", "Tls:KeyFile")]
    [InlineData("\"Tls\": { \"Enabled\": true, \"CertificateFile\": \"/dev/null\", \"KeyFile\": \"/dev/null\", \"ServerName\": \"smsc.example\" }", "Tls:ServerName")]
    [InlineData("\"Tls\": { \"Enabled\": true, \"CertificateFile\": \"/dev/null\", \"KeyFile\": \"/dev/null\", \"CaFile\": \"/dev/null\", \"ServerName\": \"smsc.example\" }", null)]
    [InlineData("\"Tls\": { \"Enabled\": false }", null)]
    public void A_link_either_calls_or_is_called_and_then_shows_its_certificate_first(string more, string? fault) => Read(LinkOf($$"""
        { "Outbind": { "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "p" }, "SystemId": "s", "Password": "p", {{more}} }
        """)).Faults.Select(f => f.Path).ShouldBe(fault is null ? [] : [$"Bridge:Operators:o:Links:a:{fault}"]);

    private static string LinkOf(string link) =>
        $$"""{ "Bridge": { "Operators": { "o": { "Network": "fixed", "Links": { "a": {{link}} } } } } }""";

    [Theory]
    [InlineData("5", "Bridge")]
    [InlineData("[]", "Bridge")]
    [InlineData("""{ "Operators": [ { "Network": "mobile" } ] }""", "Bridge:Operators")]
    [InlineData("""{ "Operators": "none" }""", "Bridge:Operators")]
    [InlineData("""{ "Operators": { "a.b": { "Network": "fixed", "Links": { "x": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "p" } } } } }""", "Bridge:Operators:a.b")]
    [InlineData("""{ "Operators": { "o": { "Network": "fixed" } } }""", "Bridge:Operators:o:Links")]
    [InlineData("""{ "Operators": { "o": { "Network": "fixed", "Links": { } } } }""", "Bridge:Operators:o:Links")]
    [InlineData("""{ "HomeNetworks": "454" }""", "Bridge:HomeNetworks")]
    [InlineData("""{ "HomeNetworks": ["45"] }""", "Bridge:HomeNetworks:0")]
    [InlineData("""{ "TestSenders": ["85291234567", "x"] }""", "Bridge:TestSenders:1")]
    [InlineData("""{ "Outage": { "AtLeast": "00:00:00.5" } }""", "Bridge:Outage:AtLeast")]
    [InlineData("""{ "Outage": { "After": "00:00:05" } }""", "Bridge:Outage:After")]
    [InlineData("""{ "Bus": { "Kind": "rabbitmq", "Uri": "http://user:pw992@h" } }""", "Bridge:Bus:Uri")]
    [InlineData("""{ "Http": { "Listen": "https://127.0.0.1:1" } }""", "Bridge:Http:Listen")]
    [InlineData("""{ "Http": { "Listen": "http://127.0.0.1:1/path" } }""", "Bridge:Http:Listen")]
    [InlineData("""{ "Http": { "Listen": "http://bridge.example:1" } }""", "Bridge:Http:Listen")]
    [InlineData("""{ "Dedupe": { "Window": "00:05:00" } }""", "Bridge:Dedupe:Window")]
    [InlineData("""{ "Notices": { "welcome": { "Enabled": true } } }""", "Bridge:Notices:welcome")]
    [InlineData("""{ "Notices": { "suspended": { "After": "00:01:00" } } }""", "Bridge:Notices:suspended:After")]
    [InlineData("""{ "Notices": { "suspended": { "Text": { "en": "Dear {name}" } } } }""", "Bridge:Notices:suspended:Text:en")]
    [InlineData("""{ "Notices": { "activation": { "Text": { "fr": "Bonjour" } } } }""", "Bridge:Notices:activation:Text:fr")]
    [InlineData("""{ "Notices": { "suspended": { "MainlandText": { "en": "Call 110." } } } }""", "Bridge:Notices:suspended:MainlandText")]
    public void One_mistake_elsewhere_is_one_line(string bridge, string path) =>
        Read($$"""{ "Bridge": {{bridge}} }""").Faults.Select(f => f.Path).ShouldBe([path]);

    [Theory]
    [InlineData("\"00:05:00\"", "[\"+85290000000\"]", null)]
    [InlineData("\"00:05:00\"", "[]", "Bridge:Operators:o:Heartbeat")]
    [InlineData("\"00:00:00.5\"", "[\"+85290000000\"]", "Bridge:Operators:o:Heartbeat")]
    [InlineData("300", "[\"+85290000000\"]", "Bridge:Operators:o:Heartbeat")]
    public void Heartbeats_want_an_interval_and_a_test_sender_or_they_would_be_calls_for_help(
        string heartbeat, string senders, string? fault)
    {
        var reading = Read($$"""
            { "Bridge": { "TestSenders": {{senders}}, "Operators": { "o": { "Network": "fixed", "Heartbeat": {{heartbeat}},
              "Links": { "x": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "p" } } } } } }
            """);

        reading.Faults.Select(f => f.Path).ShouldBe(fault is null ? [] : [fault]);
        if (fault is null) reading.Plan!.Operators[0].Heartbeat.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_key_given_twice_is_found_in_any_case_and_beside_the_other_faults()
    {
        var faults = Read("""
            {
              "Bridge": {
                "Shutdown": "00:00:10", "shutdown": "00:00:20",
                "Operators": {
                  "o": { "Network": "fixed", "Links": { "a": { "Host": "h", "Port": 0, "SystemId": "s", "Password": "p" }, "A": { "Port": 2 } } }
                }
              }
            }
            """).Faults;

        faults.Select(f => f.Path).ShouldBe(["Bridge:shutdown", "Bridge:Operators:o:Links:A"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "line 1, position 1")]
    [InlineData("{\n  \"Bridge\": {\n    \"NodeName\": nonsense\n", "line 3, position 18")]
    [InlineData("{} trailing", "line 1, position 4")]
    [InlineData("[]", "no object")]
    [InlineData("{ \"Bridge\": { \"Password\": nohush } }", "line 1, position 28")]
    public void What_is_no_json_is_said_with_its_place(string content, string place)
    {
        var fault = Read(content).Faults.ShouldHaveSingleItem();
        fault.Path.ShouldEndWith("bridge.json");
        fault.Found.ShouldContain(place);
        fault.ToString().ShouldNotContain("hush");
    }

    [Fact]
    public void A_missing_file_is_one_fault() =>
        BridgeConfiguration.Read(_folder.File("nowhere.json"), []).Faults.ShouldHaveSingleItem().Found.ShouldBe("no such file");

    [Fact]
    public void A_root_section_of_another_name_is_a_misspelling() =>
        Read("""{ "Brigde": { "ShortCode": "992" } }""").Faults.ShouldHaveSingleItem().Path.ShouldBe("Brigde");

    [Fact]
    public void The_command_line_goes_over_the_file()
    {
        var reading = BridgeConfiguration.Read(Write("bridge.json", Sound),
            ["--Bridge:Http:Listen=http://127.0.0.1:0", "--Bridge:Operators:harbour-mobile:Links:a:Port", "9"]);

        reading.Plan.ShouldNotBeNull().Http.Listen.Port.ShouldBe(0);
        reading.Plan.Operators[0].Links[0].Port.ShouldBe(9);
    }

    [Fact]
    public void No_secret_is_ever_shown()
    {
        var secretFile = Write("secret", "far-too-long-a-secret");
        var reading = Read($$"""
            {
              "Bridge": {
                "Bus": { "Kind": "rabbitmq", "Uri": "amq://user:hushhush@bus" },
                "Http": { "TokenFile": "{{Write("token", "two secrets")}}" },
                "Operators": {
                  "o": {
                    "Network": "fixed",
                    "Links": {
                      "a": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "hush-hush-hush" },
                      "b": { "Host": "h", "Port": 1, "SystemId": "s", "PasswordFile": "{{secretFile}}" },
                      "c": { "Host": "h", "Port": 1, "SystemId": "s", "Password": ["hush"], "Pasword": "hushed" }
                    }
                  }
                }
              }
            }
            """);

        reading.Faults.Select(f => f.Path).ShouldBe(
            [
                "Bridge:Bus:Uri", "Bridge:Http:TokenFile", "Bridge:Operators:o:Links:a:Password", "Bridge:Operators:o:Links:b:PasswordFile",
                "Bridge:Operators:o:Links:c:Password", "Bridge:Operators:o:Links:c:Pasword",
            ],
            ignoreOrder: true);
        var output = string.Join('\n', reading.Faults);
        output.ShouldNotContain("hush");
        output.ShouldNotContain("far-too-long");
        output.ShouldNotContain("two secrets");
    }

    [Fact]
    public void No_plan_prints_a_secret()
    {
        var plan = Read(Sound).Plan.ShouldNotBeNull();
        $"{plan} {plan.Operators[0]} {plan.Operators[0].Links[0]} {new BusPlan("rabbitmq", new Uri("amqp://u:secret@h"))} {new HttpPlan(plan.Http.Listen, "secret")}"
            .ShouldNotContain("secret");
    }

    [Fact]
    public void A_bare_name_is_a_credential_of_the_unit_first()
    {
        Write("harbour-a", "from-unit\n");
        new SecretFiles(_folder.Path).Read("harbour-a").ShouldBe("from-unit");
        new SecretFiles(null).Read("harbour-a").ShouldBeNull();
        new SecretFiles("/nowhere").Read(_folder.File("harbour-a")).ShouldBe("from-unit");
    }

    [Fact]
    public void Each_automatic_text_speaks_three_languages_and_who_is_outside_is_not_answered_unless_asked_for()
    {
        var notices = Read(Sound).Plan.ShouldNotBeNull().Notices;

        notices
            .Where(n => n.Value.Enabled)
            .Select(n => n.Key)
            .ShouldBe(["unavailable", "unregistered", "suspended", "activation"], ignoreOrder: true);
        notices["unavailable"].After.ShouldBe(TimeSpan.FromSeconds(60));
        foreach (var notice in notices.Values) notice.Text.Keys.ShouldBe(["zh-Hant", "zh-Hans", "en"], ignoreOrder: true);
    }

    private string Write(string name, string content)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, content);
        return path;
    }

    private ConfigurationReading Read(string json) => BridgeConfiguration.Read(Write("bridge.json", json), []);
}
