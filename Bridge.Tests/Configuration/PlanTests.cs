using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Configuration;

[Trait("Speed", "unit")]
public sealed class PlanTests : IDisposable
{
    private const string OnlyRequiredKeys = """
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

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_are_those_of_the_contract()
    {
        var plan = _folder.Read(OnlyRequiredKeys).Plan.ShouldNotBeNull();

        plan.NodeName.ShouldBe(Environment.MachineName);
        plan.ShortCode.ShouldBe("992");
        plan.Store.ShouldBe(new StorePlan("sqlite", "var/bridge.db"));
        plan.Bus.Kind.ShouldBe("embedded");
        plan.Http.Listen.ShouldBe(new Uri("http://127.0.0.1:9920"));
        plan.Http.Token.ShouldBeNull();
        plan.DedupeWindow.ShouldBe(TimeSpan.FromMinutes(2));
        plan.AssemblyWait.ShouldBe(TimeSpan.FromSeconds(15));
        plan.WarnAfter.ShouldBe(TimeSpan.FromMinutes(1));
        plan.ConfirmationDeadline.ShouldBe(TimeSpan.FromMinutes(5));
        plan.OutageAtLeast.ShouldBe(TimeSpan.FromSeconds(10));
        plan.ConversationIdle.ShouldBe(TimeSpan.FromHours(2));
        plan.Replies.ShouldBe(new ReplyPlan(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        plan.Retention.ShouldBe(TimeSpan.FromDays(30));
        plan.ActivateWithin.ShouldBe(TimeSpan.FromDays(3));
        plan.Shutdown.ShouldBe(TimeSpan.FromSeconds(10));
        plan.HomeNetworks.ShouldBe(["454", "455"]);
        plan.TestSenders.ShouldBeEmpty();
    }

    [Fact]
    public void Defaults_of_an_operator_are_those_of_the_contract()
    {
        var op = _folder.Read(OnlyRequiredKeys).Plan.ShouldNotBeNull().Operators.ShouldHaveSingleItem();

        op.Name.ShouldBe("harbour-mobile");
        op.Network.ShouldBe(Network.Mobile);
        op.DefaultAlphabet.ShouldBe(Alphabet.Gsm7);
        op.Sender.ShouldBe(new Address(3, 0, "992"));
        op.ActivationSender.ShouldBeNull();
        op.TemporaryError.ShouldBe(CommandStatus.SysErr);
        op.ReceiptIdFormat.ShouldBe(ReceiptIdFormat.Same);
        op.Receipts.ShouldBeTrue();
        op.SubmitRate.ShouldBeNull();
        op.LongText.ShouldBe(LongTextForm.Udh);
        op.Displays.ShouldBe(Displays.All);
        op.Heartbeat.ShouldBeNull();
        op.ServingNetworkTag.ShouldBeNull();
        op.OutsidePrefixes.ShouldBeEmpty();
    }

    [Fact]
    public void Defaults_of_a_link_are_those_of_the_contract()
    {
        var link = _folder.Read(OnlyRequiredKeys).Plan.ShouldNotBeNull().Operators[0].Links.ShouldHaveSingleItem();

        link.Operator.ShouldBe("harbour-mobile");
        link.Name.ShouldBe("a");
        link.Hosts.ShouldBe(["127.0.0.1"]);
        link.Bind.ShouldBe(BindMode.Transceiver);
        link.Password.ShouldBe("secret");
        link.SystemType.ShouldBeEmpty();
        link.InterfaceVersion.ShouldBe((byte)0x34);
        link.PeerVersion.ShouldBe((byte)0x33);
        link.Window.ShouldBe(10);
        link.SessionInit.ShouldBe(TimeSpan.FromSeconds(10));
        link.EnquireLink.ShouldBe(TimeSpan.FromSeconds(15));
        link.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        link.Inactivity.ShouldBeNull();
        link.Reconnect.ShouldBe(new ReconnectPlan(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
        link.Tls.ShouldBeNull();
        link.Outbind.ShouldBeNull();
    }

    [Fact]
    public void Each_automatic_text_has_three_languages_and_outside_hong_kong_is_off()
    {
        var notices = _folder.Read(OnlyRequiredKeys).Plan.ShouldNotBeNull().Notices;

        notices
            .Where(n => n.Value.Enabled)
            .Select(n => n.Key)
            .ShouldBe(["unavailable", "unregistered", "suspended", "activation"], ignoreOrder: true);
        notices["unavailable"].After.ShouldBe(TimeSpan.FromSeconds(60));
        foreach (var notice in notices.Values) notice.Text.Keys.ShouldBe(["zh-Hant", "zh-Hans", "en"], ignoreOrder: true);
    }

    [Fact]
    public void Every_key_of_the_bridge_is_read()
    {
        var plan = _folder.Read($$"""
            {
              // Comments are allowed, and so is a comma too many.
              "Logging": { "LogLevel": { "Default": "Warning" } },
              "Bridge": {
                "NodeName": "bridge-1", "ShortCode": "993", "Shutdown": "00:00:20", "Retention": "7.00:00:00",
                "HomeNetworks": ["454", "45501"], "TestSenders": ["+85291234567", "61234567"],
                "Store": { "Path": "elsewhere.db" },
                "Bus": { "Kind": "rabbitmq", "UriFile": "{{_folder.Write("uri", "amqps://bridge:pw@bus.example:5671/\n")}}" },
                "Http": { "Listen": "http://0.0.0.0:8080", "TokenFile": "{{_folder.Write("token", "t0ken\n")}}" },
                "Dedupe": { "Window": "00:01:00" }, "Assembly": { "Wait": "00:00:05" }, "Conversation": { "Idle": "01:00:00" },
                "Registration": { "ActivateWithin": "7.00:00:00" }, "Outage": { "AtLeast": "00:00:30" },
                "Replies": { "FallbackAfter": "off", "WarnAfter": "00:02:00" },
                "Confirmation": { "WarnAfter": "00:00:30", "Deadline": "00:04:00" },
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
        (plan.ActivateWithin, plan.OutageAtLeast).ShouldBe((TimeSpan.FromDays(7), TimeSpan.FromSeconds(30)));
        (plan.WarnAfter, plan.ConfirmationDeadline).ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(4)));
        (plan.Shutdown, plan.Retention, plan.Store.Path).ShouldBe((TimeSpan.FromSeconds(20), TimeSpan.FromDays(7), "elsewhere.db"));
    }

    [Fact]
    public void Every_key_of_the_automatic_texts_is_read_and_a_language_that_is_not_given_keeps_its_default()
    {
        var notices = _folder.Read("""
            {
              "Bridge": {
                "Notices": {
                  "unavailable": { "After": "00:01:30", "Text": { "en": "Nobody has read this yet." } },
                  "suspended": { "Enabled": false },
                  "outside-hong-kong": { "Enabled": true, "MainlandText": { "en": "Call 110." } }
                }
              }
            }
            """).Plan.ShouldNotBeNull().Notices;

        var unavailable = notices["unavailable"];
        unavailable.After.ShouldBe(TimeSpan.FromSeconds(90));
        unavailable.Text["en"].ShouldBe("Nobody has read this yet.");
        unavailable.Text["zh-Hant"].ShouldBe(NoticeWording.Unavailable.Text["zh-Hant"]);
        notices["suspended"].Enabled.ShouldBeFalse();
        var outside = notices["outside-hong-kong"];
        outside.Enabled.ShouldBeTrue();
        outside.MainlandText.ShouldNotBeNull()["en"].ShouldBe("Call 110.");
        outside.Text["en"].ShouldBe(NoticeWording.OutsideHongKong.Text["en"]);
    }

    [Fact]
    public void Every_key_of_an_operator_is_read()
    {
        var op = _folder.ReadOperator(
            """
            "DefaultAlphabet": "gsm7-packed", "TemporaryError": "0x64", "ReceiptIdFormat": "hex", "Receipts": false, "SubmitRate": 2.5,
            "LongText": "sar", "Displays": "bmp", "ServingNetworkTag": "0x1401", "OutsidePrefixes": ["86"], "Heartbeat": "00:05:00",
            "Sender": { "Address": "85299200", "Ton": 1, "Npi": 1 }, "ActivationSender": { "Address": "#992", "Npi": 1 }
            """,
            bridgeKeys: "\"TestSenders\": [\"+85290000000\"]").Plan.ShouldNotBeNull().Operator("o").ShouldNotBeNull();

        (op.Network, op.DefaultAlphabet, op.ReceiptIdFormat, op.LongText)
            .ShouldBe((Network.Fixed, Alphabet.Gsm7Packed, ReceiptIdFormat.Hex, LongTextForm.Sar));
        op.Displays.ShouldBe(Displays.BasicPlane);
        op.OutsidePrefixes.ShouldBe(["86"]);
        op.Heartbeat.ShouldBe(TimeSpan.FromMinutes(5));
        (op.TemporaryError, op.Receipts, op.SubmitRate, op.ServingNetworkTag)
            .ShouldBe((CommandStatus.TempAppErr, false, 2.5, (ushort)0x1401));
        op.Sender.ShouldBe(new Address(1, 1, "85299200"));
        op.ActivationSender.ShouldBe(new Address(5, 1, "#992"));
    }

    [Fact]
    public void Every_key_of_a_link_is_read()
    {
        var ca = _folder.Write("ca.pem", "-");
        var link = _folder.ReadLink($$"""
            {
              "Host": "smsc.example", "Port": 2776, "Bind": "receiver", "SystemId": "bridge992",
              "PasswordFile": "{{_folder.Write("password", "s3cret\n")}}", "SystemType": "SMPP",
              "InterfaceVersion": "5.0", "PeerVersion": "3.4",
              "Window": 1, "SessionInit": "00:00:03", "EnquireLink": "00:00:30", "ResponseTimeout": "00:00:05", "Inactivity": "00:10:00",
              "Reconnect": { "Min": "00:00:01", "Max": "00:01:00", "Refused": "00:05:00" },
              "Tls": { "Enabled": true, "ServerName": "smsc.example", "CaFile": "{{ca}}" }
            }
            """).Plan.ShouldNotBeNull().Operators[0].Links.ShouldHaveSingleItem();

        link.Hosts.ShouldBe(["smsc.example"]);
        (link.Port, link.Bind, link.SystemId, link.Password, link.SystemType)
            .ShouldBe((2776, BindMode.Receiver, "bridge992", "s3cret", "SMPP"));
        (link.InterfaceVersion, link.PeerVersion, link.Window).ShouldBe(((byte)0x50, (byte)0x34, 1));
        (link.SessionInit, link.EnquireLink, link.ResponseTimeout, link.Inactivity)
            .ShouldBe((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)));
        link.Reconnect.ShouldBe(new ReconnectPlan(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)));
        link.Tls.ShouldBe(new TlsPlan("smsc.example", ca, null, null));
    }

    [Fact]
    public void The_command_line_overrides_the_file()
    {
        var plan = _folder.Read(
            OnlyRequiredKeys, "--Bridge:Http:Listen=http://127.0.0.1:0", "--Bridge:Operators:harbour-mobile:Links:a:Port", "9").Plan;

        plan.ShouldNotBeNull().Http.Listen.Port.ShouldBe(0);
        plan.Operators[0].Links[0].Port.ShouldBe(9);
    }
}
