using System.CommandLine;
using Bridge.Simulator.Load;

namespace Bridge.Simulator.CommandLine;

/// <summary>The options of `bridge-sim load` and what they mean together.</summary>
internal static class LoadOptions
{
    /// <summary>How many texts a run with kills has for each of them, when no count is given.</summary>
    private const int TextsForEachKill = 250;

    public static readonly Option<int?> Port = Options.OptionalCount(
        "--port", "The port the bridge binds to. Default 2775; with --spawn a free one.", 0, 65535);
    public static readonly Option<int> Window = Options.Count(
        "--window", "Unanswered deliver_sm at most, for each link.", 1, 10_000, 100);
    public static readonly Option<string?> SyncProbeDirectory = new("--sync-probe")
    {
        Description = "Measure synced appends a second in this directory first. With --spawn the store's own.",
        HelpName = "DIR",
    };
    public static readonly Option<bool> Spawn = new("--spawn")
    {
        Description = "Start a bridge for the run: SQLite store, embedded bus (or --amqp), free ports.",
    };
    public static readonly Option<string?> Bridge = new("--bridge")
    {
        Description = "With --spawn: path of bridge.dll. Default: the one of this build.",
    };
    public static readonly Option<string?> Directory = new("--dir")
    {
        Description = "With --spawn: the store's directory. Default: a temporary one.",
        HelpName = "DIR",
    };
    public static readonly Option<int> Links = Options.Count(
        "--links", "With --spawn: how many transceiver links the bridge keeps.", 1, 100, 1);
    public static readonly Option<TimeSpan?> KillEvery = Options.Duration(
        "--kill-every", "With --spawn: kill -9 the bridge so often while texts are sent, and start it again.");
    public static readonly Option<int?> Kill = Options.OptionalCount(
        "--kill",
        "With --spawn: kill -9 the bridge so many times at random moments of the run, and start it again. "
        + $"Without --count {TextsForEachKill} texts for each.",
        1,
        10_000);
    public static readonly Option<int?> Seed = Options.OptionalCount(
        "--seed", "With --kill: draws the same moments again.", 0, int.MaxValue);
    public static readonly Option<bool> Json = new("--json") { Description = "Print the figures as JSON alone." };

    private static readonly Option<double?> Rate = Options.OptionalNumber(
        "--rate",
        "Texts a second, sent on schedule however slow the answers are. Default: keep the window full instead.",
        0.001,
        1_000_000);
    private static readonly Option<int?> Count = Options.OptionalCount("--count", "Texts in all.", 1, 100_000_000);
    private static readonly Option<TimeSpan?> Duration = Options.Duration(
        "--duration", "How long texts are sent when there is no --count. Default 10s.");
    private static readonly Option<int> Senders = Options.Count(
        "--senders", "How many senders take turns. A sender's next text waits for the answer to the one before.", 1, 1_000_000, 1_000);
    private static readonly Option<double?> Parts = Options.OptionalNumber(
        "--parts", "The share of texts in three parts, 0 to 1. Default 0.", 0, 1);
    private static readonly Option<int?> WarmUp = Options.OptionalCount(
        "--warm-up",
        "Texts that are audited but not measured, at the beginning. Default 0; with --spawn 2000, but none with --kill.",
        0,
        1_000_000);
    private static readonly Option<TimeSpan?> Settle = Options.Duration(
        "--settle", "How long after the last text the missing ones are waited for. Default 30s.");

    public static void AddTo(Command command)
    {
        Option[] options =
        [
            Port, CentreBusOptions.Url, CentreBusOptions.Amqp, CentreBusOptions.TokenFile, CentreBusOptions.After, Rate, Window, Count,
            Duration, Senders, Parts, WarmUp, Settle, SyncProbeDirectory, Spawn, Bridge, Directory, Links, KillEvery, Kill, Seed, Json,
        ];
        foreach (var option in options) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Kill) is not null && result.GetValue(KillEvery) is not null)
            {
                result.AddError("--kill and --kill-every: one of them");
            }

            if (result.GetValue(Spawn)) return;
            if (result.GetValue(Kill) is not null) result.AddError("--kill: only with --spawn");
            if (result.GetValue(KillEvery) is not null) result.AddError("--kill-every: only with --spawn");
            if (result.GetValue(Bridge) is not null) result.AddError("--bridge: only with --spawn");
            if (result.GetValue(Directory) is not null) result.AddError("--dir: only with --spawn");
        });
    }

    public static LoadPlan ReadPlan(ParseResult parsed) => new()
    {
        Rate = parsed.GetValue(Rate),
        Window = parsed.GetValue(Window),
        Count = parsed.GetValue(Count) ?? parsed.GetValue(Kill) * TextsForEachKill,
        Duration = parsed.GetValue(Duration) ?? TimeSpan.FromSeconds(10),
        Senders = parsed.GetValue(Senders),
        LongShare = parsed.GetValue(Parts) ?? 0,
        WarmUp = parsed.GetValue(WarmUp) ?? (parsed.GetValue(Spawn) && parsed.GetValue(Kill) is null ? 2_000 : 0),
        Settle = parsed.GetValue(Settle) ?? TimeSpan.FromSeconds(30),
    };
}
