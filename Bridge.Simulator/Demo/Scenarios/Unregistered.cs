using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// A registered person's report carries the registration. An unregistered person's text is forwarded all the same, and the person is told
/// once about registering.
/// </summary>
internal sealed class Unregistered : Scenario
{
    private const string Known = "85290009006";
    private const string Unknown = "85290009007";
    private const string Address = "觀塘鯉魚門道 xx 號";

    public override string Name => "unregistered";

    public override string Summary =>
        "registration and its activation text; a registered sender's address goes along, "
        + "a stranger is forwarded and told how things stand, once";

    public override CentreSettings Centre { get; } = new();

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        await RegisterAsync(run, cancel);
        await run.SendTextAsync(DemoOperators.Mobile, Known, "呼吸困難 要救護車", cancel);
        var known = await run.WaitForReportAsync(Known, cancel);
        if (known.Registration is not { Address: Address })
        {
            throw new ScenarioFailedException("the report does not carry the registered address");
        }

        await run.SendTextAsync(DemoOperators.Mobile, Unknown, "Fire at 10 Law Uk Village, Pat Heung", cancel);
        var first = await run.WaitForReportAsync(Unknown, cancel);
        if (first.Registration is not null) throw new ScenarioFailedException("the stranger's report carries a registration");
        await run.WaitForEventAsync(EventNames.NoticeSent, cancel, ("reportId", first.ReportId), ("kind", "unregistered"));
        await run.WaitForConfirmationAsync(first, cancel);

        const string SecondText = "We are on the roof";
        await run.SendTextAsync(DemoOperators.Mobile, Unknown, SecondText, cancel);
        await run.WaitForConfirmationAsync(await run.WaitForReportAsync(Unknown, cancel, SecondText), cancel);
        if (run.Timeline.Entries.Count(entry => entry.Event?.Name == EventNames.NoticeSent) != 1)
        {
            throw new ScenarioFailedException("more than one notice was sent");
        }
    }

    private static async Task RegisterAsync(ScenarioRun run, CancellationToken cancel)
    {
        await run.SendCommandAsync(
            new RegistrationPut("registration-1")
            {
                Msisdn = Known,
                Operator = DemoOperators.Mobile,
                Name = "陳大文",
                Address = Address,
                Contacts = ["陳太 9000 9000"],
            },
            cancel);
        await run.WaitForEventAsync(EventNames.RegistrationActivated, cancel, ("msisdn", Known));
    }
}
