using System.CommandLine;
using System.Security.Cryptography;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Load;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.CommandLine;

/// <summary>bridge-sim load: throughput, latency and an audit, against a running bridge or one of its own.</summary>
internal static class LoadCommand
{
    public static Command Create(TextWriter output, TextWriter errors, TimeProvider time)
    {
        var command = new Command(
            "load",
            "Drives texts through a bridge; prints throughput and latency; "
            + "exits 1 when any text is lost, doubled, garbled, out of order or unanswered.");
        LoadOptions.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, errors, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        var counts = new OperatorCounts();
        await using var smsc = new SimulatedOperator(ReadOperator(parsed), time, counts.Add);

        var directory = parsed.GetValue(LoadOptions.Spawn) ? CreateDirectory(parsed) : null;
        var probedDirectory = parsed.GetValue(LoadOptions.SyncProbeDirectory) ?? directory;
        var syncsPerSecond = probedDirectory is null ? 0 : SyncProbe.Measure(probedDirectory, TimeSpan.FromSeconds(1), time);

        var bridge = directory is null ? null : await StartAsync(parsed, directory, smsc.Port, time, cancel);
        try
        {
            var figures = await MeasureAsync(parsed, bridge, smsc, errors, time, cancel);
            figures = figures with
            {
                SentAgain = counts.SentAgain,
                Binds = counts.Binds,
                Kills = bridge?.Kills ?? 0,
                Sync = probedDirectory is null
                    ? null
                    : new SyncFigures(probedDirectory, syncsPerSecond, figures.TextsPerSecond / syncsPerSecond),
                StopProblem = bridge is null ? null : await bridge.StopAsync(),
            };
            if (!figures.Sound) bridge?.KeepDirectory();
            if (parsed.GetValue(LoadOptions.Json)) await output.WriteLineAsync(LoadJson.Write(figures));
            else LoadTable.Print(figures, output);
            return figures.Sound ? 0 : 1;
        }
        finally
        {
            if (bridge is not null) await bridge.DisposeAsync();
        }
    }

    private static async Task<LoadFigures> MeasureAsync(
        ParseResult parsed, SpawnedBridge? bridge, SimulatedOperator smsc, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        await using var bus = await OpenBusAsync(parsed, bridge, time, cancel);
        var plan = LoadOptions.ReadPlan(parsed);
        var texts = new LoadTexts(RandomNumberGenerator.GetHexString(6, lowercase: true), plan.Senders, plan.LongShare);
        using var run = new LoadRun(plan, texts, smsc, bus, time);
        var measurement = new LoadMeasurement(run, bridge, errors, time)
        {
            KillEvery = parsed.GetValue(LoadOptions.KillEvery),
            Kills = await DrawKillsAsync(parsed, plan, errors),
        };
        return await measurement.RunAsync(cancel);
    }

    private static OperatorSettings ReadOperator(ParseResult parsed) => new()
    {
        Name = "load",
        Port = parsed.GetValue(LoadOptions.Port) ?? (parsed.GetValue(LoadOptions.Spawn) ? 0 : 2775),
        Window = parsed.GetValue(LoadOptions.Window),
    };

    private static string CreateDirectory(ParseResult parsed) =>
        parsed.GetValue(LoadOptions.Directory) is { } given ? Directory.CreateDirectory(given).FullName : SpawnedBridge.NewDirectory();

    private static async Task<SpawnedBridge> StartAsync(
        ParseResult parsed, string directory, int smscPort, TimeProvider time, CancellationToken cancel)
    {
        var links = Enumerable.Range(1, parsed.GetValue(LoadOptions.Links))
            .Select(n => new DaemonLink($"link-{n}", smscPort, "transceiver", "load992", "load", Window: 10));
        var http = new Uri($"http://127.0.0.1:{DaemonConfiguration.FreePort()}");
        DaemonOperator[] operators = [new("load", "mobile", [.. links])];
        return await SpawnedBridge.StartAsync(
            directory, parsed.GetValue(LoadOptions.Bridge), http, parsed.GetValue(CentreBusOptions.Amqp), operators, time, cancel);
    }

    private static async Task<ICentreBus> OpenBusAsync(
        ParseResult parsed, SpawnedBridge? bridge, TimeProvider time, CancellationToken cancel) =>
        bridge is not null && parsed.GetValue(CentreBusOptions.Amqp) is null
            ? new HttpCentreBus(bridge.Http, after: 0, time)
            : await CentreBusOptions.OpenAsync(parsed, time, cancel);

    private static async Task<KillSchedule?> DrawKillsAsync(ParseResult parsed, LoadPlan plan, TextWriter errors)
    {
        if (parsed.GetValue(LoadOptions.Kill) is not { } kills) return null;
        var seed = parsed.GetValue(LoadOptions.Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        await errors.WriteLineAsync($"{kills} kills, --seed {seed}");
        return new KillSchedule(kills, plan.Expected, seed);
    }
}
