using System.Text.RegularExpressions;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Configuration;

/// <summary>What people copy from has to be accepted.</summary>
[Trait("Speed", "unit")]
public sealed partial class SampleTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sample_file_is_accepted() => BridgeConfiguration.Read(SamplePlan.File, []).Faults.ShouldBeEmpty();

    [Fact]
    public void The_sample_of_the_readme_is_accepted()
    {
        var sample = JsonBlock().Matches(File.ReadAllText(Repository.File("README.md"))).ShouldHaveSingleItem().Groups["json"].Value;
        foreach (var name in Credential().Matches(sample).Select(match => match.Groups["name"].Value))
        {
            _folder.Write(name, name == "amqp" ? "amqps://bridge:pw@bus.example" : "secret");
        }

        _folder.Read(Credential().Replace(sample, match => _folder.File(match.Groups["name"].Value))).Faults.ShouldBeEmpty();
    }

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("/run/credentials/bridge.service/(?<name>[a-z-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Credential();
}
