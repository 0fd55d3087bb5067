using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>The guide's steps 1 to 5: text, confirmation, a question, an answer, and a change of plan in the same conversation.</summary>
internal sealed class Confirm : Scenario
{
    private const string Person = "85290009001";

    public override string Name => "confirm";

    public override string Summary =>
        "a text is confirmed, the centre asks back, the person answers and later changes the plan: one conversation";

    public override CentreSettings Centre { get; } = new();

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        const string First = "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷";
        const string Answer = "兩人受傷 一人被困車內";
        const string Change = "我決定自行前往瑪麗醫院 不用救護車";

        var conversation = await SendUntilConfirmedAsync(run, First, cancel);
        await run.SendCommandAsync(
            new ReplySend("question-1")
            {
                ConversationId = conversation,
                Kind = ReplyKind.Question,
                Text = "有多少人受傷？有沒有人被困？",
            },
            cancel);
        await run.WaitForEventAsync(EventNames.ReplyDelivered, cancel, ("commandId", "question-1"));

        foreach (var text in (string[])[Answer, Change])
        {
            if (await SendUntilConfirmedAsync(run, text, cancel) != conversation)
            {
                throw new ScenarioFailedException("a further text is not in the conversation of the first");
            }
        }
    }

    /// <returns>The id of the text's conversation.</returns>
    private static async Task<string> SendUntilConfirmedAsync(ScenarioRun run, string text, CancellationToken cancel)
    {
        await run.SendTextAsync(DemoOperators.Mobile, Person, text, cancel);
        var report = await run.WaitForReportAsync(Person, cancel, text);
        await run.WaitForConfirmationAsync(report, cancel);
        return report.ConversationId;
    }
}
