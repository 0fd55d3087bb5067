using Bridge.Protocol.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>A person's handset is full: the centre learns it at once, the reply is tried on, nobody else waits for it.</summary>
internal sealed class FullInboxStory : Scenario
{
    private const string Full = "85290009003";
    private const string Other = "85290009004";

    public override string Name => "full-inbox";

    public override string Summary =>
        "a handset is full: the centre knows at once, the confirmation is tried on until there is room, others do not wait for it";

    public override async Task PlayAsync(Stage stage, CancellationToken cancel)
    {
        stage.Inboxes(GuideText.Mobile).Fill(Full, FullInbox.RefusesSubmit);
        await stage.TextAsync(GuideText.Mobile, Full, "八鄉羅屋村 10 號 火警 有人被困屋內 要求消防", cancel);
        await stage.TextAsync(GuideText.Mobile, Other, "香港仔石排灣邨 漏煤氣 我已離開單位 在樓下等候 需要消防", cancel);
        foreach (var (number, id) in ((string, string)[])[(Full, "confirmation-full"), (Other, "confirmation-other")])
        {
            var report = await stage.ReportAsync(number, cancel);
            await stage.CommandAsync(
                new ReplySend(id)
                {
                    ReportId = report.ReportId,
                    Kind = ReplyKind.Confirmation,
                    Text = "收到有關報告，消防員很快會到達。",
                },
                cancel);
        }

        var failed = await stage.EventAsync(EventNames.ReplyFailed, "commandId", "confirmation-full", cancel);
        if (failed.Event!.Data.GetProperty("final").GetBoolean()) throw new ScenarioFailedException("the confirmation was given up");
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", "confirmation-other", cancel);

        stage.Say("the person deletes some old texts");
        stage.Inboxes(GuideText.Mobile).Empty(Full);
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", "confirmation-full", cancel);
    }
}
