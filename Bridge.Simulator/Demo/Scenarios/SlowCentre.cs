using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// Nobody at the centre takes the report: the five-minute clock speaks up, the person is told in time, and the person's own resend is
/// linked to the first.
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

    public override async Task PlayAsync(Stage stage, CancellationToken cancel)
    {
        await stage.TextAsync(GuideText.Mobile, Person, Text, cancel);
        var report = await stage.ReportAsync(Person, cancel);
        await stage.EventAsync(EventNames.NoticeSent, "reportId", report.ReportId, cancel);
        foreach (var stageName in (string[])["not-taken", "warning", "breach"])
        {
            await stage.SeeAsync($"report.overdue {stageName}", m => m.Event?.Name == EventNames.ReportOverdue
                && m.Field("reportId") == report.ReportId && m.Field("stage") == stageName, cancel);
        }

        stage.Say("after five minutes the guide has people send again");
        await stage.TextAsync(GuideText.Mobile, Person, Text, cancel);
        var again = (await stage.SeeAsync("the report of the resent text", m => m.Report?.ResendOf == report.ReportId, cancel)).Report!;

        stage.Say("the centre is there at last: one confirmation is for both");
        await stage.CommandAsync(new ReportTaken("taken-1", again.ReportId), cancel);
        await stage.CommandAsync(
            new ReplySend("confirmation-1")
            {
                ReportId = again.ReportId,
                Kind = ReplyKind.Confirmation,
                Text = "收到有關報告，警員很快會到達。",
            },
            cancel);
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", "confirmation-1", cancel);
    }
}
