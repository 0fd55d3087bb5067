using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// A registered person's report carries the registration; one who is not registered is forwarded all the same, and told once how things
/// stand.
/// </summary>
internal sealed class Unregistered : Scenario
{
    private const string Known = "85290009006";
    private const string Stranger = "85290009007";

    public override string Name => "unregistered";

    public override string Summary =>
        "registration and its activation text; a registered sender's address goes along, a stranger is forwarded and told how things stand, once";

    public override CentreSettings Centre { get; } = new();

    public override async Task PlayAsync(Stage stage, CancellationToken cancel)
    {
        await stage.CommandAsync(new RegistrationPut("registration-1")
        {
            Msisdn = Known,
            Operator = GuideText.Mobile,
            Name = "陳大文",
            Address = "觀塘鯉魚門道 xx 號",
            Contacts = ["陳太 9000 9000"],
        }, cancel);
        await stage.EventAsync(EventNames.RegistrationActivated, "msisdn", Known, cancel);

        await stage.TextAsync(GuideText.Mobile, Known, "呼吸困難 要救護車", cancel);
        var known = await stage.ReportAsync(Known, cancel);
        if (known.Registration is not { Address: "觀塘鯉魚門道 xx 號" })
        {
            throw new ScenarioFailedException("the report does not carry the registered address");
        }

        await stage.TextAsync(GuideText.Mobile, Stranger, "Fire at 10 Law Uk Village, Pat Heung", cancel);
        var stranger = await stage.ReportAsync(Stranger, cancel);
        if (stranger.Registration is not null) throw new ScenarioFailedException("the stranger's report carries a registration");
        await stage.SeeAsync("notice.sent unregistered", m => m.Event?.Name == EventNames.NoticeSent
            && m.Field("reportId") == stranger.ReportId && m.Field("kind") == "unregistered", cancel);
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", SimulatedCentre.ConfirmationOf(stranger.ReportId), cancel);

        await stage.TextAsync(GuideText.Mobile, Stranger, "We are on the roof", cancel);
        var again = await stage.ReportAsync(Stranger, cancel, "We are on the roof");
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", SimulatedCentre.ConfirmationOf(again.ReportId), cancel);
        if (stage.Moments.Count(m => m.Event?.Name == EventNames.NoticeSent) != 1)
        {
            throw new ScenarioFailedException("more than one notice was sent");
        }
    }
}
