using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Systemd;

/// <summary>systemd's own tools judge the unit file.</summary>
[Trait("Speed", "peers")]
public sealed class UnitTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Systemd_understands_every_line()
    {
        // Verify wants the executable to be there: this build's stands in for the installed one.
        var unit = _folder.File("bridge.service");
        await File.WriteAllTextAsync(unit, Unit.Replace("/opt/bridge/bridge", Tool.Bridge, StringComparison.Ordinal));

        var verdict = await Tool.RunAsync("systemd-analyze", "verify", "--man=no", unit);

        verdict.Error.Split('\n').ShouldAllBe(l => !l.Contains("bridge.service"));
        verdict.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Its_exposure_is_in_the_ok_range()
    {
        var unit = _folder.File("bridge.service");
        await File.WriteAllTextAsync(unit, Unit);

        var verdict = await Tool.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", unit);

        var overall = Regex.Match(verdict.Output, @"Overall exposure level for bridge\.service: (?<level>[\d.]+) (?<word>\w+)",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        overall.Success.ShouldBeTrue(verdict.Output + verdict.Error);
        overall.Groups["word"].Value.ShouldBe("OK");
        double.Parse(overall.Groups["level"].Value).ShouldBeLessThan(2.0);
    }

    [Theory]
    [InlineData("Type=notify")]
    [InlineData("WatchdogSec=30")]
    [InlineData("Restart=always")]
    [InlineData("RestartSec=1")]
    [InlineData("StartLimitIntervalSec=0")]
    [InlineData("RestartPreventExitStatus=78")]
    [InlineData("LimitCORE=0")]
    public void What_the_service_depends_on_is_said(string line) => Unit.Split('\n').ShouldContain(line);

    private static string Unit { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "bridge.service"));
}
