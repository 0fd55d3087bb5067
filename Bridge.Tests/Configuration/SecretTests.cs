using Bridge.Worker.Configuration;

namespace Bridge.Tests.Configuration;

[Trait("Speed", "unit")]
public sealed class SecretTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_fault_shows_a_secret()
    {
        var reading = _folder.Read($$"""
            {
              "Bridge": {
                "Bus": { "Kind": "rabbitmq", "Uri": "amq://user:hushhush@bus" },
                "Http": { "TokenFile": "{{_folder.Write("token", "two secrets")}}" },
                "Operators": {
                  "o": {
                    "Network": "fixed",
                    "Links": {
                      "a": { "Host": "h", "Port": 1, "SystemId": "s", "Password": "hush-hush-hush" },
                      "b": {
                        "Host": "h", "Port": 1, "SystemId": "s", "PasswordFile": "{{_folder.Write("secret", "far-too-long-a-secret")}}"
                      },
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
        var plan = _folder.ReadLink("""
            {
              "Outbind": { "Listen": "127.0.0.1:1", "From": ["192.0.2.1"], "SystemId": "smsc", "Password": "secret" },
              "SystemId": "s", "Password": "secret"
            }
            """).Plan.ShouldNotBeNull();
        var link = plan.Operators[0].Links[0];

        object[] printed = [plan, plan.Operators[0], link, link.Outbind!, Bus(), new HttpPlan(plan.Http.Listen, "secret")];
        string.Join(' ', printed).ShouldNotContain("secret");

        static BusPlan Bus() => new("rabbitmq", new Uri("amqp://u:secret@h"));
    }

    [Fact]
    public void A_bare_name_is_looked_for_among_the_credentials_of_the_unit_first()
    {
        _folder.Write("harbour-a", "from-unit\n");

        new SecretFiles(_folder.Path).Read("harbour-a").ShouldBe("from-unit");
        new SecretFiles(null).Read("harbour-a").ShouldBeNull();
        new SecretFiles("/nowhere").Read(_folder.File("harbour-a")).ShouldBe("from-unit");
    }
}
