using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>Five hundred people text at once: every one is a report of its own, confirmed and delivered.</summary>
internal sealed class Flood : Scenario
{
    private const int People = 500;

    public override string Name => "flood";

    public override string Summary => $"{People} people text at once: each is one report, each is confirmed";

    public override CentreSettings Centre { get; } = new();

    public override bool IsLineByLine => false;

    public override async Task PlayAsync(Stage stage, CancellationToken cancel)
    {
        var sent = new TimeSpan[People];
        stage.Say($"{People} people send");
        await Task.WhenAll(Enumerable.Range(0, People).Select(async i =>
        {
            sent[i] = stage.Now;
            await stage.TextAsync(OperatorOf(i), NumberOf(i), $"地震 石硤尾邨 {i + 1} 座 有人被困", cancel);
        }));
        stage.Say("every text is with the bridge");

        var delivered = new TimeSpan[People];
        for (var i = 0; i < People; i++)
        {
            var report = await stage.ReportAsync(NumberOf(i), cancel);
            var moment = await stage.EventAsync(
                EventNames.ReplyDelivered, "commandId", SimulatedCentre.ConfirmationOf(report.ReportId), cancel);
            delivered[i] = moment.At - sent[i];
        }

        var reports = stage.Moments.Count(m => m.Event?.Name == EventNames.ReportReceived);
        if (reports != People) throw new ScenarioFailedException($"{People} people, {reports} reports");
        Array.Sort(delivered);
        stage.Say($"{reports} reports, {People} confirmations delivered; from text to handset: half within {Seconds(delivered[People / 2])} s, "
            + $"95 of 100 within {Seconds(delivered[People * 95 / 100])} s, the last {Seconds(delivered[^1])} s");
    }

    private static string OperatorOf(int person) => person % 5 == 0 ? GuideText.Fixed : GuideText.Mobile;

    private static string NumberOf(int person) => (person % 5 == 0 ? "8522" : "8529") + $"{person:0000000}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}
