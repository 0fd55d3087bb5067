using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// An operator goes down after a text came through it: the centre knows, the confirmation goes by another operator once this one has
/// been down for long enough, and after the outage the centre gets the list of those who were left without an answer.
/// </summary>
internal sealed class OperatorOutage : Scenario
{
    private const string Person = "85290009008";
    private const string Waiting = "85290009009";

    public override string Name => "operator-outage";

    public override string Summary =>
        "an operator goes down between a text and its answer: the answer goes by another one, "
        + "and afterwards the centre learns who is still without one";

    public override JsonObject Settings => new()
    {
        ["Replies"] = new JsonObject { ["FallbackAfter"] = "00:00:02" },
        ["Outage"] = new JsonObject { ["AtLeast"] = "00:00:01" },
    };

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        await run.SendTextAsync(DemoOperators.Mobile, Person, "慢性氣管阻塞病 呼吸困難 獨自在室內 觀塘鯉魚門道 xx 號 要救護車", cancel);
        var report = await run.WaitForReportAsync(Person, cancel);
        await run.SendTextAsync(DemoOperators.Mobile, Waiting, "我在屯门良景邨良贤楼，有人打斗，一人被打伤，请派警察和救护车", cancel);
        await run.WaitForReportAsync(Waiting, cancel);

        await run.StopOperatorAsync(DemoOperators.Mobile);
        foreach (var link in (string[])["a", "b"])
        {
            await run.WaitForEventAsync(
                EventNames.LinkChanged, cancel, ("operator", DemoOperators.Mobile), ("link", link), ("state", "down"));
        }

        await run.SendCommandAsync(
            new ReplySend("confirmation-1")
            {
                ReportId = report.ReportId,
                Kind = ReplyKind.Confirmation,
                Text = "收到，救護車很快會到達。",
            },
            cancel);
        var accepted = await run.WaitForEventAsync(EventNames.ReplyAccepted, cancel, ("commandId", "confirmation-1"));
        if (accepted.Field("operator") != DemoOperators.Fixed)
        {
            throw new ScenarioFailedException("the confirmation did not go by the other operator");
        }

        await run.WaitForEventAsync(EventNames.ReplyDelivered, cancel, ("commandId", "confirmation-1"));

        await run.RestartOperatorAsync(DemoOperators.Mobile, cancel);
        var ended = await run.WaitForEventAsync("outage.ended", cancel, ("operator", DemoOperators.Mobile));
        var unanswered = ended.Event!.Data.GetProperty("unanswered").EnumerateArray()
            .Select(person => person.GetProperty("msisdn").GetString()).ToList();
        if (unanswered is not [Waiting])
        {
            throw new ScenarioFailedException($"the list after the outage has {unanswered.Count} people, and not the one who waits");
        }
    }
}
