using System.Text;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// A person texts from the Mainland, as the operator's serving network shows: the text is forwarded and flagged, and the person is told
/// which numbers to use there.
/// </summary>
internal sealed class Roaming : Scenario
{
    private const string Person = "85290009005";
    private const ushort ServingNetwork = 0x1501;

    public override string Name => "roaming";

    public override string Summary =>
        "a text from outside Hong Kong is forwarded and flagged, and its sender is told the numbers to turn to there";

    public override CentreSettings Centre { get; } = new();

    public override JsonObject Settings =>
        new() { ["Notices"] = new JsonObject { ["outside-hong-kong"] = new JsonObject { ["Enabled"] = true } } };

    public override JsonObject? OperatorSettings(string name) => new() { ["ServingNetworkTag"] = $"0x{ServingNetwork:X4}" };

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        var network = new Tlv((TlvTag)ServingNetwork, Encoding.ASCII.GetBytes("46000"));
        await run.SendTextAsync(DemoOperators.Mobile, Person, "我在深圳羅湖 有人搶劫", cancel, network);
        var report = await run.WaitForReportAsync(Person, cancel);
        if (!report.OutsideHongKong) throw new ScenarioFailedException("the report does not say that its sender is outside Hong Kong");
        await run.WaitForEventAsync(EventNames.NoticeSent, cancel, ("kind", "outside-hong-kong"));
        foreach (var number in (string[])["110", "120", "119", "122", "1868"])
        {
            await run.Timeline.WaitForAsync($"{number} on the handset", entry => IsOnHandset(entry, number), cancel);
        }

        await run.WaitForConfirmationAsync(report, cancel);
    }

    private static bool IsOnHandset(TimelineEntry entry, string number) =>
        entry.Operator is PartSubmitted part && PhoneText.Read(part.Submit).Contains(number, StringComparison.Ordinal);
}
