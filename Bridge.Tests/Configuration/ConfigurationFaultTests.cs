using Bridge.Worker.Configuration;

namespace Bridge.Tests.Configuration;

[Trait("Speed", "unit")]
public sealed class ConfigurationFaultTests : IDisposable
{
    private const string Link = """ { "Host": "h", "Port": 1, "SystemId": "s", "Password": "p" } """;

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_mistakes_give_ten_lines_each_with_its_path()
    {
        var faults = _folder.Read("""
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
                      "a": {
                        "Host": "127.0.0.1", "Port": 70000, "SystemId": "much-too-long-for-smpp",
                        "Password": "one", "PasswordFile": "/nowhere/at/all"
                      }
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
    [InlineData("5", "Bridge")]
    [InlineData("[]", "Bridge")]
    [InlineData("""{ "Operators": [ { "Network": "mobile" } ] }""", "Bridge:Operators")]
    [InlineData("""{ "Operators": "none" }""", "Bridge:Operators")]
    [InlineData("""{ "Operators": { "a.b": { "Network": "fixed", "Links": { "x": """ + Link + " } } } }", "Bridge:Operators:a.b")]
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
    public void One_mistake_is_one_line(string bridge, string path) =>
        _folder.Read($$"""{ "Bridge": {{bridge}} }""").Faults.Select(f => f.Path).ShouldBe([path]);

    [Fact]
    public void An_unknown_key_is_answered_with_the_keys_that_there_are() =>
        _folder.Read("""{ "Bridge": { "Http": { "listen": "http://127.0.0.1:0", "Port": 1 } } }""").Faults.ShouldHaveSingleItem()
            .ToString().ShouldBe("Bridge:Http:Port: unknown key; allowed: Listen, TokenFile");

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
    public void No_prefix_of_Hong_Kongs_own_numbers_counts_as_outside(string prefix, bool sound) =>
        _folder.ReadOperator($"\"OutsidePrefixes\": [\"{prefix}\"]").Faults.Select(f => f.Path)
            .ShouldBe(sound ? [] : ["Bridge:Operators:o:OutsidePrefixes:0"]);

    [Theory]
    [InlineData("""{ "Address": "#HKPolice99" }""", true)]
    [InlineData("""{ "Address": "#HKPolice992" }""", false)]
    [InlineData("""{ "Address": "85228600000992", "Ton": 1 }""", true)]
    [InlineData("""{ "Address": "" }""", false)]
    [InlineData("""{ "Ton": 5 }""", false)]
    public void A_sender_that_is_a_name_has_room_for_eleven_characters(string sender, bool sound) =>
        _folder.ReadOperator($"\"ActivationSender\": {sender}").Faults.Select(f => f.Path)
            .ShouldBe(sound ? [] : ["Bridge:Operators:o:ActivationSender:Address"]);

    /// <summary>Without a test sender the test texts would be calls for help.</summary>
    [Theory]
    [InlineData("\"00:05:00\"", "[\"+85290000000\"]", null)]
    [InlineData("\"00:05:00\"", "[]", "Bridge:Operators:o:Heartbeat")]
    [InlineData("\"00:00:00.5\"", "[\"+85290000000\"]", "Bridge:Operators:o:Heartbeat")]
    [InlineData("300", "[\"+85290000000\"]", "Bridge:Operators:o:Heartbeat")]
    public void Heartbeats_need_an_interval_and_a_test_sender(string heartbeat, string senders, string? fault) =>
        _folder.ReadOperator($"\"Heartbeat\": {heartbeat}", bridgeKeys: $"\"TestSenders\": {senders}").Faults.Select(f => f.Path)
            .ShouldBe(fault is null ? [] : [fault]);

    [Fact]
    public void A_key_given_twice_is_found_in_any_case_and_beside_the_other_faults()
    {
        var faults = _folder.Read("""
            {
              "Bridge": {
                "Shutdown": "00:00:10", "shutdown": "00:00:20",
                "Operators": {
                  "o": {
                    "Network": "fixed",
                    "Links": { "a": { "Host": "h", "Port": 0, "SystemId": "s", "Password": "p" }, "A": { "Port": 2 } }
                  }
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
    public void What_is_not_json_is_named_by_its_position(string content, string position)
    {
        var fault = _folder.Read(content).Faults.ShouldHaveSingleItem();

        fault.Path.ShouldEndWith("bridge.json");
        fault.Found.ShouldContain(position);
        fault.ToString().ShouldNotContain("hush");
    }

    [Fact]
    public void A_missing_file_is_one_fault() =>
        BridgeConfiguration.Read(_folder.File("nowhere.json"), []).Faults.ShouldHaveSingleItem().Found.ShouldBe("no such file");

    [Fact]
    public void A_root_section_of_another_name_is_a_misspelling() =>
        _folder.Read("""{ "Brigde": { "ShortCode": "992" } }""").Faults.ShouldHaveSingleItem().Path.ShouldBe("Brigde");
}
