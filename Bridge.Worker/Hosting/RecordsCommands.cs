using System.CommandLine;

namespace Bridge.Worker.Hosting;

/// <summary>The commands about what is kept: unanswered senders, holds, evidence, statistics.</summary>
internal sealed class RecordsCommands(ConfiguredCommands configured)
{
    public Command Unanswered()
    {
        var since = new Option<string?>("--since")
        {
            Description = "Texts from this time on, RFC 3339. Default: the last 24 hours.",
            HelpName = "TIME",
        };
        var unanswered = new Command(
            "unanswered", "Lists the senders who have no delivered confirmation, the longest waiting first. Prints telephone numbers.")
        {
            since,
        };
        return configured.WithPlan(unanswered, (plan, parsed, _) => UnansweredCommand.RunAsync(
            plan, parsed.GetValue(since), TimeProvider.System, parsed.Output(), parsed.Error()));
    }

    public Command Hold() =>
        new("hold", "Keeps conversations from being erased with age, for an investigation. By way of the running daemon.")
        {
            ChangeHold("add", "Holds a conversation, or that of a report, until the hold is removed."),
            ChangeHold("remove", "Removes a hold: what is older than Retention is then erased."),
            configured.WithPlan(
                new Command("list", "Lists what is held: since when, the id, by whom, why."),
                (plan, parsed, cancel) => HoldCommand.ListAsync(plan.Http, parsed.Output(), parsed.Error(), cancel)),
        };

    public Command Evidence() => new("evidence", "The tamper-evident record of what came, went and was done.")
    {
        ExportEvidence(),
        VerifyEvidence(),
    };

    public Command Statistics()
    {
        var month = new Option<string>("--month")
        {
            Description = "Such as 2026-11, in Hong Kong's time.",
            HelpName = "MONTH",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "For machines." };
        return configured.WithPlan(
            new Command("statistics", "A month's figures for each operator, without personal data.") { month, json },
            (plan, parsed, _) => StatisticsCommand.RunAsync(
                plan, parsed.GetRequiredValue(month), parsed.GetValue(json), parsed.Output(), parsed.Error()));
    }

    private Command ChangeHold(string verb, string description)
    {
        var target = new Argument<string>("ID") { Description = "A conversation's id or a report's." };
        var reason = new Option<string?>("--reason")
        {
            Description = "Such as a case number; kept for ever, so nothing of the text belongs here.",
            HelpName = "WORDS",
        };
        return configured.WithPlan(
            new Command(verb, description) { target, reason },
            (plan, parsed, cancel) => HoldCommand.ChangeAsync(
                verb,
                parsed.GetRequiredValue(target),
                parsed.GetValue(reason),
                plan.Http,
                parsed.Output(),
                parsed.Error(),
                cancel));
    }

    private Command ExportEvidence()
    {
        var report = new Option<string>("--report") { Description = "The report's id.", HelpName = "ID", Required = true };
        var file = new Option<string?>("--out") { Description = "A new file instead of standard output.", HelpName = "FILE" };
        return configured.WithPlan(
            new Command("export", "Everything about one report as a JSON document. Prints telephone numbers and texts.") { report, file },
            (plan, parsed, _) => EvidenceCommand.ExportAsync(
                plan, parsed.GetRequiredValue(report), parsed.GetValue(file), parsed.Output(), parsed.Error()));
    }

    private Command VerifyEvidence()
    {
        var anchor = new Option<string?>("--anchor")
        {
            Description = "What the daemon's log noted of the chain at some time.",
            HelpName = "POSITION=LINK",
        };
        return configured.WithPlan(
            new Command("verify", "Computes the whole chain anew and names the first break.") { anchor },
            (plan, parsed, _) => EvidenceCommand.VerifyAsync(plan, parsed.GetValue(anchor), parsed.Output(), parsed.Error()));
    }
}
