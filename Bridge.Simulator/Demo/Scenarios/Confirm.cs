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

    public override async Task PlayAsync(Stage stage, CancellationToken cancel)
    {
        const string First = "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷";
        const string Answer = "兩人受傷 一人被困車內";
        const string Change = "我決定自行前往瑪麗醫院 不用救護車";

        await stage.TextAsync(GuideText.Mobile, Person, First, cancel);
        var report = await stage.ReportAsync(Person, cancel, First);
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", SimulatedCentre.ConfirmationOf(report.ReportId), cancel);

        await stage.CommandAsync(
            new ReplySend("question-1")
            {
                ConversationId = report.ConversationId,
                Kind = ReplyKind.Question,
                Text = "有多少人受傷？有沒有人被困？",
            },
            cancel);
        await stage.EventAsync(EventNames.ReplyDelivered, "commandId", "question-1", cancel);

        foreach (var text in (string[])[Answer, Change])
        {
            await stage.TextAsync(GuideText.Mobile, Person, text, cancel);
            var next = await stage.ReportAsync(Person, cancel, text);
            if (next.ConversationId != report.ConversationId)
            {
                throw new ScenarioFailedException("a further text is not in the conversation of the first");
            }

            await stage.EventAsync(EventNames.ReplyDelivered, "commandId", SimulatedCentre.ConfirmationOf(next.ReportId), cancel);
        }
    }
}
