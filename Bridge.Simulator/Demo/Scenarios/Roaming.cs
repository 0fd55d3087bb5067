using System.Text;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// A person texts from the Mainland, as the operator's serving network says: forwarded and flagged like any other, and told whom to turn to
/// there.
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

    public override async Task PlayAsync(Stage stage, CancellationToken cancel)
    {
        await stage.TextAsync(
            GuideText.Mobile, Person, "我在深圳羅湖 有人搶劫", cancel, new Tlv((TlvTag)ServingNetwork, Encoding.ASCII.GetBytes("46000")));
        var report = await stage.ReportAsync(Person, cancel);
        if (!report.OutsideHongKong) throw new ScenarioFailedException("the report does not say that its sender is outside Hong Kong");
        await stage.SeeAsync(
            "notice.sent outside-hong-kong", m => m.Event?.Name == EventNames.NoticeSent && m.Field("kind") == "outside-hong-kong", cancel);
        foreach (var number in (string[])["110", "120", "119", "122", "1868"])
        {
            await stage.SeeAsync($"{number} on the handset", m => m.Operator is Smsc.PartSubmitted part
                && Smsc.PhoneText.Read(part.Submit).Contains(number, StringComparison.Ordinal), cancel);
        }

        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", SimulatedCentre.ConfirmationOf(report.ReportId), cancel);
    }
}
