using System.Globalization;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>Five hundred people text at once: every text is a report of its own, confirmed and delivered.</summary>
internal sealed class Flood : Scenario
{
    private const int People = 500;

    public override string Name => "flood";

    public override string Summary => $"{People} people text at once: each is one report, each is confirmed";

    public override CentreSettings Centre { get; } = new();

    public override bool IsLineByLine => false;

    public override async Task PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        run.Comment($"{People} people send");
        var sent = new TimeSpan[People];
        await Task.WhenAll(Enumerable.Range(0, People).Select(async person =>
        {
            sent[person] = run.Timeline.Now;
            await run.SendTextAsync(OperatorOf(person), NumberOf(person), $"地震 石硤尾邨 {person + 1} 座 有人被困", cancel);
        }));
        run.Comment("every text is with the bridge");

        var took = new TimeSpan[People];
        for (var person = 0; person < People; person++)
        {
            var report = await run.WaitForReportAsync(NumberOf(person), cancel);
            var delivered = await run.WaitForConfirmationAsync(report, cancel);
            took[person] = delivered.At - sent[person];
        }

        var reports = run.Timeline.Entries.Count(entry => entry.Event?.Name == EventNames.ReportReceived);
        if (reports != People) throw new ScenarioFailedException($"{People} people, {reports} reports");
        Array.Sort(took);
        run.Comment($"{reports} reports, {People} confirmations delivered; from text to handset: "
            + $"half within {Seconds(took[People / 2])} s, 95 of 100 within {Seconds(took[People * 95 / 100])} s, "
            + $"the last {Seconds(took[^1])} s");
    }

    private static string OperatorOf(int person) => person % 5 == 0 ? DemoOperators.Fixed : DemoOperators.Mobile;

    private static string NumberOf(int person) => (person % 5 == 0 ? "8522" : "8529") + $"{person:0000000}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
}
