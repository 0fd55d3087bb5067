using System.CommandLine;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Hosting;

/// <summary>The commands about what is kept: holds, evidence, statistics.</summary>
/// <param name="planned">Makes a command one that reads the configuration and needs it to be sound.</param>
internal sealed class RecordsCommands(Func<Command, Func<BridgePlan, ParseResult, CancellationToken, Task<int>>, Command> planned)
{
    public IEnumerable<Command> All => [Hold(), Evidence(), Statistics()];

    private Command Hold() =>
        new("hold", "Keeps conversations from being erased with age, for an investigation. By way of the running daemon.")
    {
        Change("add", "Holds a conversation, or that of a report, until the hold is removed."),
        Change("remove", "Removes a hold: what is older than Retention is then erased."),
        planned(new Command("list", "Lists what is held: since when, the id, by whom, why."), (plan, parsed, cancel) =>
            HoldCommand.ListAsync(
            plan.Http, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancel)),
    };

    private Command Change(string verb, string description)
    {
        var target = new Argument<string>("ID") { Description = "A conversation's id or a report's." };
        var reason = new Option<string?>("--reason")
        {
            Description = "Such as a case number; kept for ever, so nothing of the text belongs here.",
            HelpName = "WORDS",
        };
        return planned(
            new Command(verb, description) { target, reason },
            (plan, parsed, cancel) =>
                HoldCommand.ChangeAsync(
                    verb,
                    parsed.GetRequiredValue(target),
                    parsed.GetValue(reason),
                    plan.Http,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    cancel));
    }

    private Command Evidence()
    {
        var report = new Option<string>("--report") { Description = "The report's id.", HelpName = "ID", Required = true };
        var file = new Option<string?>("--out") { Description = "A new file instead of standard output.", HelpName = "FILE" };
        var anchor = new Option<string?>("--anchor")
        {
            Description = "What the daemon's log noted of the chain at some time.",
            HelpName = "POSITION=LINK",
        };
        return new Command("evidence", "The tamper-evident record of what came, went and was done.")
        {
            planned(
                new Command("export", "Everything about one report as a JSON document. Prints telephone numbers and texts.")
                {
                    report,
                    file,
                },
                (plan, parsed, _) =>
                    EvidenceCommand.ExportAsync(
                        plan,
                        parsed.GetRequiredValue(report),
                        parsed.GetValue(file),
                        parsed.InvocationConfiguration.Output,
                        parsed.InvocationConfiguration.Error)),
            planned(
                new Command("verify", "Computes the whole chain anew and names the first break.") { anchor },
                (plan, parsed, _) =>
                    EvidenceCommand.VerifyAsync(
                        plan,
                        parsed.GetValue(anchor),
                        parsed.InvocationConfiguration.Output,
                        parsed.InvocationConfiguration.Error)),
        };
    }

    private Command Statistics()
    {
        var month = new Option<string>("--month")
        {
            Description = "Such as 2026-11, in Hong Kong's time.",
            HelpName = "MONTH",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "For machines." };
        return planned(
            new Command("statistics", "A month's figures for each operator, without personal data.") { month, json },
            (plan, parsed, _) =>
                StatisticsCommand.RunAsync(
                    plan,
                    parsed.GetRequiredValue(month),
                    parsed.GetValue(json),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error));
    }
}
