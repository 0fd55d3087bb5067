using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Bridge.Simulator.Centre;
using Bridge.Simulator.CommandLine;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Load;

/// <summary>bridge-sim load: throughput, latency and an audit, against a running bridge or one of its own.</summary>
internal static class LoadCommand
{
    private static readonly Option<int?> Port = Options.MaybeCount(
        "--port", "The port the bridge binds to. Default 2775; with --spawn a free one.", 0, 65535);
    private static readonly Option<Uri?> Url = Options.Address(
        "--url", "The bridge's embedded bus.", "http://127.0.0.1:9920", "http", "https");
    private static readonly Option<Uri?> Amqp = Options.Address("--amqp", "RabbitMQ instead of the embedded bus.", null, "amqp", "amqps");
    private static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "A file with the bearer token of the embedded bus.",
    };
    private static readonly Option<int?> After = Options.MaybeCount(
        "--after",
        "Embedded: read after this sequence number. Default: from now on.",
        0,
        int.MaxValue);
    private static readonly Option<double?> Rate = Options.MaybeNumber(
        "--rate",
        "Texts a second, sent on schedule however slow the answers are. Default: keep the window full instead.",
        0.001,
        1_000_000);
    private static readonly Option<int> Window = Options.Count("--window", "Unanswered deliver_sm at most, for each link.", 1, 10_000, 100);
    private static readonly Option<int?> Count = Options.MaybeCount("--count", "Texts in all.", 1, 100_000_000);
    private static readonly Option<TimeSpan?> Duration = Options.Duration(
        "--duration", "How long texts are sent when there is no --count. Default 10s.");
    private static readonly Option<int> Senders = Options.Count(
        "--senders", "How many senders take turns. A sender's next text waits for the answer to the one before.", 1, 1_000_000, 1_000);
    private static readonly Option<double?> Parts = Options.MaybeNumber(
        "--parts", "The share of texts in three parts, 0 to 1. Default 0.", 0, 1);
    private static readonly Option<int?> WarmUp = Options.MaybeCount("--warm-up",
        "Texts that are audited but not measured, at the beginning. Default 0; with --spawn 2000, but none with --kill.", 0, 1_000_000);
    private static readonly Option<TimeSpan?> Settle = Options.Duration(
        "--settle", "How long after the last text the missing ones are waited for. Default 30s.");
    private static readonly Option<string?> SyncProbeDirectory = new(
        "--sync-probe")
    {
        Description = "Measure synced appends a second in this directory first. With --spawn the store's own.",
        HelpName = "DIR"
    };
    private static readonly Option<bool> Spawn = new(
        "--spawn")
    { Description = "Start a bridge for the run: SQLite store, embedded bus (or --amqp), free ports." };
    private static readonly Option<string?> Bridge = new(
        "--bridge")
    { Description = "With --spawn: path of bridge.dll. Default: the one of this build." };
    private static readonly Option<string?> Directory = new(
        "--dir")
    { Description = "With --spawn: the store's directory. Default: a temporary one.", HelpName = "DIR" };
    private static readonly Option<int> Links = Options.Count(
        "--links", "With --spawn: how many transceiver links the bridge keeps.", 1, 100, 1);
    private static readonly Option<TimeSpan?> KillEvery = Options.Duration(
        "--kill-every", "With --spawn: kill -9 the bridge so often while texts are sent, and start it again.");
    private static readonly Option<int?> Kill = Options.MaybeCount(
        "--kill", "With --spawn: kill -9 the bridge so many times at random moments of the run, and start it again. Without --count 250 texts for each.", 1, 10_000);
    private static readonly Option<int?> Seed = Options.MaybeCount("--seed", "With --kill: draws the same moments again.", 0, int.MaxValue);
    private static readonly Option<bool> Json = new("--json") { Description = "Print the figures as JSON alone." };

    public static Command Create(TextWriter output, TextWriter errors, TimeProvider time)
    {
        var command = new Command(
            "load", "Drives texts through a bridge; prints throughput and latency; exits 1 when any text is lost, doubled, garbled, out of order or unanswered.")
        {
            Port, Url, Amqp, TokenFile, After, Rate, Window, Count, Duration, Senders, Parts, WarmUp, Settle, SyncProbeDirectory, Spawn,
                Bridge, Directory, Links, KillEvery, Kill, Seed, Json,
        };
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
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, errors, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        var counts = new Counts();
        var spawns = parsed.GetValue(Spawn);
        await using var smsc = new SimulatedOperator(
            new OperatorSettings
            {
                Name = "load",
                Port = parsed.GetValue(Port) ?? (spawns ? 0 : 2775),
                Window = parsed.GetValue(Window),
            },
            time,
            counts.Take);

        var directory =
            !spawns ? null
            : parsed.GetValue(Directory) is { } given ? System.IO.Directory.CreateDirectory(given).FullName
            : SpawnedBridge.NewDirectory();
        var probed = parsed.GetValue(SyncProbeDirectory) ?? directory;
        var syncs = probed is null ? 0 : SyncProbe.Measure(probed, TimeSpan.FromSeconds(1), time);

        var bridge = directory is null ? null : await StartAsync(parsed, directory, smsc.Port, time, cancel);
        try
        {
            await using var bus = await OpenAsync(parsed, bridge, time, cancel);
            var plan = PlanOf(parsed);
            var figures = await DriveAsync(
                plan, bridge, parsed.GetValue(KillEvery), await ScheduleAsync(parsed, plan, errors), smsc, bus, errors, time, cancel);
            figures = figures with
            {
                SentAgain = counts.SentAgain,
                Binds = counts.Binds,
                Kills = bridge?.Kills ?? 0,
                Sync = probed is null ? null : new SyncFigures(probed, syncs, figures.TextsPerSecond / syncs),
                StopProblem = bridge is null ? null : await bridge.StopAsync(),
            };
            if (!figures.Sound) bridge?.Keep();
            if (parsed.GetValue(Json)) await output.WriteLineAsync(LoadJson.Of(figures));
            else LoadTable.Print(figures, output);
            return figures.Sound ? 0 : 1;
        }
        finally
        {
            if (bridge is not null) await bridge.DisposeAsync();
        }
    }

    private static async Task<LoadFigures> DriveAsync(
        LoadPlan plan, SpawnedBridge? bridge, TimeSpan? killEvery, KillSchedule? kills, SimulatedOperator smsc, ICentreBus bus,
            TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        var texts = new LoadText(RandomNumberGenerator.GetHexString(6, lowercase: true), plan.Senders, plan.LongShare);
        using var run = new LoadRun(plan, texts, smsc, bus, time);
        using var own = Process.GetCurrentProcess();
        var ownBefore = own.TotalProcessorTime;
        var bridgeBefore = bridge?.ProcessorTime;

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var telling = TellAsync(run, errors, time, over.Token);
        var killing = bridge is null ? Task.CompletedTask
            : kills is not null ? kills.RunAsync(() => run.Answered, bridge.KillAndRestartAsync, time, over.Token)
            : killEvery is { } every ? KillAsync(run, bridge, every, time, over.Token)
            : Task.CompletedTask;
        try
        {
            var figures = await run.RunAsync(cancel);
            own.Refresh();
            return figures with
            {
                Processor = new ProcessorFigures(
                    (own.TotalProcessorTime - ownBefore).TotalSeconds, (bridge?.ProcessorTime - bridgeBefore)?.TotalSeconds),
            };
        }
        finally
        {
            await over.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task TellAsync(LoadRun run, TextWriter errors, TimeProvider time, CancellationToken over)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        while (await ticks.WaitForNextTickAsync(over))
        {
            await errors.WriteLineAsync(
                $"{run.Answered:N0} texts answered, {run.Outstanding:N0} waiting for an answer, {run.Missing:N0} for their event".AsMemory(), over);
        }
    }

    /// <summary>Kills only while texts are being sent: at the end everything has to come out by itself.</summary>
    private static async Task KillAsync(LoadRun run, SpawnedBridge bridge, TimeSpan every, TimeProvider time, CancellationToken over)
    {
        using var ticks = new PeriodicTimer(every, time);
        while (await ticks.WaitForNextTickAsync(over) && !run.AllSent) await bridge.KillAndRestartAsync(over);
    }

    private static async Task<SpawnedBridge> StartAsync(
        ParseResult parsed, string directory, int smscPort, TimeProvider time, CancellationToken cancel)
    {
        var links = Enumerable.Range(1, parsed.GetValue(Links))
            .Select(n => new DaemonLink($"link-{n}", smscPort, "transceiver", "load992", "load", Window: 10));
        var http = new Uri($"http://127.0.0.1:{DaemonConfiguration.FreePort()}");
        return await SpawnedBridge.StartAsync(
            directory,
            parsed.GetValue(Bridge),
            http,
            parsed.GetValue(Amqp),
            [new DaemonOperator("load", "mobile", [.. links])],
            time,
            cancel);
    }

    private static async Task<ICentreBus> OpenAsync(ParseResult parsed, SpawnedBridge? bridge, TimeProvider time, CancellationToken cancel)
    {
        if (parsed.GetValue(Amqp) is { } amqp) return new RabbitCentreBus(amqp, time);
        if (bridge is not null) return new HttpCentreBus(bridge.Http, after: 0, time);
        var token = parsed.GetValue(TokenFile) is { } file ? (await File.ReadAllTextAsync(file, cancel)).Trim() : null;
        return new HttpCentreBus(parsed.GetValue(Url)!, parsed.GetValue(After), time, token);
    }

    private static async Task<KillSchedule?> ScheduleAsync(ParseResult parsed, LoadPlan plan, TextWriter errors)
    {
        if (parsed.GetValue(Kill) is not { } kills) return null;
        var seed = parsed.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        await errors.WriteLineAsync($"{kills} kills, --seed {seed}");
        return new KillSchedule(kills, plan.Expected, seed);
    }

    private static LoadPlan PlanOf(ParseResult parsed) => new()
    {
        Rate = parsed.GetValue(Rate),
        Window = parsed.GetValue(Window),
        Count = parsed.GetValue(Count) ?? parsed.GetValue(Kill) * 250,
        Duration = parsed.GetValue(Duration) ?? TimeSpan.FromSeconds(10),
        Senders = parsed.GetValue(Senders),
        LongShare = parsed.GetValue(Parts) ?? 0,
        WarmUp = parsed.GetValue(WarmUp) ?? (parsed.GetValue(Spawn) && parsed.GetValue(Kill) is null ? 2_000 : 0),
        Settle = parsed.GetValue(Settle) ?? TimeSpan.FromSeconds(30),
    };

    /// <summary>What the operator's side saw, counted.</summary>
    private sealed class Counts
    {
        private readonly ConcurrentDictionary<string, int> _sentAgain = new(StringComparer.Ordinal);
        private int _binds;

        public int Binds => _binds;

        public IReadOnlyDictionary<string, int> SentAgain => _sentAgain;

        public void Take(OperatorEvent happened)
        {
            if (happened is DeliverRepeated repeated) _sentAgain.AddOrUpdate(repeated.Why, 1, static (_, count) => count + 1);
            else if (happened is LinkBound) Interlocked.Increment(ref _binds);
        }
    }
}
