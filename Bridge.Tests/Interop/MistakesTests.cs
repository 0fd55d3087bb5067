using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>A file with ten mistakes, as somebody would write it in a hurry.</summary>
[Trait("Speed", "peers")]
public sealed class MistakesTests : IDisposable
{
    private const string Hurried = """
        {
          "Bridge": {
            "ShortCode": "nine nine two",
            "Colour": "red",
            "Operators": {
              "harbour-mobile": {
                "Network": "satellite",
                "DefaultAlphabet": "utf8",
                "Links": {
                  "a": { "Host": "127.0.0.1", "Port": 70000, "Bind": "duplex", "SystemId": "bridge992", "Password": "secret08" },
                  "b": { "Host": "127.0.0.1", "Port": 2776, "SystemId": "bridge992", "PasswordFile": "/nowhere/password", "Window": "ten" }
                }
              }
            },
            "Bus": { "Kind": "pigeons" },
            "Dedupe": { "Window": "two minutes" }
          }
        }
        """;

    private static readonly string[] Paths =
    [
        "Bridge:ShortCode",
        "Bridge:Colour",
        "Bridge:Operators:harbour-mobile:Network",
        "Bridge:Operators:harbour-mobile:DefaultAlphabet",
        "Bridge:Operators:harbour-mobile:Links:a:Port",
        "Bridge:Operators:harbour-mobile:Links:a:Bind",
        "Bridge:Operators:harbour-mobile:Links:b:PasswordFile",
        "Bridge:Operators:harbour-mobile:Links:b:Window",
        "Bridge:Bus:Kind",
        "Bridge:Dedupe:Window",
    ];

    private readonly TempFolder _folder = new();

    public MistakesTests() => File.WriteAllText(_folder.File("bridge.json"), Hurried);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_names_all_ten_one_a_line()
    {
        var result = await Tool.RunAsync(Tool.Bridge, "check", "--config", _folder.File("bridge.json"));

        result.ExitCode.ShouldBe(78);
        ShouldNameAll(result.Output);
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("run")]
    [InlineData]
    public async Task The_daemon_names_all_ten_too_and_does_not_start(params string[] command)
    {
        var result = await Tool.RunAsync(Tool.Bridge, [.. command, "--config", _folder.File("bridge.json")]);

        result.ExitCode.ShouldBe(78);
        ShouldNameAll(result.Error);
    }

    private static void ShouldNameAll(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => Regex.Match(line, @"^(\S+?): .+; allowed: .+$").Groups[1].Value).ShouldBe(Paths, ignoreOrder: true);
        output.ShouldNotContain("secret08");
    }
}
