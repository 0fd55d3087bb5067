using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// Nobody at the centre takes the report: report.overdue comes at every stage, the person is told in time, and the person's own resend is
/// linked to the first text.
/// </summary>
internal sealed class SlowCentre : Scenario
{
    private const string Person = "85290009002";
    private const string Text = "上水天平邨天喜樓 10 字樓 xx 室 有人入屋行劫，賊人仍在屋內";

    public override string Name => "slow-centre";

    public override string Summary =>
        "nobody takes the report: every stage of the five-minute clock, and the person is told (one minute here is one second)";

    public override JsonObject Settings => new()
    {
        ["Confirmation"] = new JsonObject { ["WarnAfter"] = "00:00:01", ["Deadline"] = "00:00:05" },
        ["Dedupe"] = new JsonObject { ["Window"] = "00:00:02" },
        ["Notices"] = new JsonObject { ["unavailable"] = new JsonObject { ["After"] = "00:00:01" } },
    };

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        await run.SendTextAsync(DemoOperators.Mobile, Person, Text, cancel);
        var report = await run.WaitForReportAsync(Person, cancel);
        await run.WaitForEventAsync(EventNames.NoticeSent, cancel, ("reportId", report.ReportId));
        foreach (var stage in (string[])["not-taken", "warning", "breach"])
        {
            await run.WaitForEventAsync(EventNames.ReportOverdue, cancel, ("reportId", report.ReportId), ("stage", stage));
        }

        run.Comment("after five minutes the guide has people send again");
        await run.SendTextAsync(DemoOperators.Mobile, Person, Text, cancel);
        var resent = await run.Timeline.WaitForAsync(
            "the report of the resent text", entry => entry.Report?.ResendOf == report.ReportId, cancel);
        var resentReportId = resent.Report!.ReportId;

        run.Comment("the centre is there at last: one confirmation is for both");
        await run.SendCommandAsync(new ReportTaken("taken-1", resentReportId), cancel);
        await run.SendCommandAsync(
            new ReplySend("confirmation-1")
            {
                ReportId = resentReportId,
                Kind = ReplyKind.Confirmation,
                Text = "收到有關報告，警員很快會到達。",
            },
            cancel);
        await run.WaitForEventAsync(EventNames.ReplyDelivered, cancel, ("commandId", "confirmation-1"));
    }
}
