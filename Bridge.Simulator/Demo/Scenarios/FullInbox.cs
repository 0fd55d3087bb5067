using Bridge.Protocol.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>A person's handset is full: the centre learns it at once, the reply is tried again, and nobody else waits for it.</summary>
internal sealed class FullInbox : Scenario
{
    private const string Full = "85290009003";
    private const string Other = "85290009004";

    public override string Name => "full-inbox";

    public override string Summary =>
        "a handset is full: the centre knows at once, the confirmation is tried on until there is room, others do not wait for it";

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        run.Inboxes(DemoOperators.Mobile).Fill(Full, FullInboxResponse.RefusesSubmit);
        await run.SendTextAsync(DemoOperators.Mobile, Full, "八鄉羅屋村 10 號 火警 有人被困屋內 要求消防", cancel);
        await run.SendTextAsync(DemoOperators.Mobile, Other, "香港仔石排灣邨 漏煤氣 我已離開單位 在樓下等候 需要消防", cancel);
        foreach (var (number, commandId) in ((string, string)[])[(Full, "confirmation-full"), (Other, "confirmation-other")])
        {
            var report = await run.WaitForReportAsync(number, cancel);
            await run.SendCommandAsync(
                new ReplySend(commandId)
                {
                    ReportId = report.ReportId,
                    Kind = ReplyKind.Confirmation,
                    Text = "收到有關報告，消防員很快會到達。",
                },
                cancel);
        }

        var failed = await run.WaitForEventAsync(EventNames.ReplyFailed, cancel, ("commandId", "confirmation-full"));
        if (failed.Event!.Data.GetProperty("final").GetBoolean()) throw new ScenarioFailedException("the confirmation was given up");
        await run.WaitForEventAsync(EventNames.ReplyDelivered, cancel, ("commandId", "confirmation-other"));

        run.Comment("the person deletes some old texts");
        run.Inboxes(DemoOperators.Mobile).Empty(Full);
        await run.WaitForEventAsync(EventNames.ReplyDelivered, cancel, ("commandId", "confirmation-full"));
    }
}
