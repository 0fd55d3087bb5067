using Bridge.Worker.Registry;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Benchmarks;

/// <summary>
/// What it costs to know a hundred thousand people: the start with them, the memory they take, and a look-up, beside reading the same rows
/// and no more.
/// </summary>
internal static class RegistryFootprint
{
    private const int People = 100_000;
    private const int InTransaction = 1_000;
    private const int LookUps = 5_000_000;

    public static int Run(string folder)
    {
        MeasureAsync(Path.Combine(folder, $"bridge-registry-{Guid.NewGuid():N}")).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task MeasureAsync(string folder)
    {
        var time = TimeProvider.System;
        try
        {
            await using var writer = new StoreWriter(
                new SqliteDatabase(Path.Combine(folder, "bridge.db")), "bench", time, NullLogger<StoreWriter>.Instance);
            writer.Start(_ => { });
            for (var from = 0; from < People; from += InTransaction)
            {
                await writer.RunAsync(transaction => Register(transaction, from), default);
            }

            var read = await writer.RunAsync(transaction => Took(time, () => _ = transaction.Registrations.Current().Count()), default);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var memory = new RegistryMemory(new NoMetrics());
            var loaded = await writer.RunAsync(transaction => Took(time, () => memory.Load(transaction)), default);
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            var found = 0;
            var lookUps = Took(time, () =>
            {
                for (var i = 0; i < LookUps; i++) if (memory.Find(Known[i % Known.Length]) is not null) found++;
            });
            Console.WriteLine(
                $"{People:N0} registrations: loaded in {loaded.TotalMilliseconds:N0} ms, {loaded / read:0.0} times as long as reading the rows alone");
            Console.WriteLine($"held in {held / 1e6:N1} MB, {held / People:N0} octets each");
            Console.WriteLine(
                $"a look-up takes {lookUps.TotalNanoseconds / LookUps:N0} ns ({found:N0} found), {lookUps / LookUps / (loaded / People):0.000} of loading one");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static readonly string[] Known = [.. Enumerable.Range(0, 1_000).Select(i => Number(i * 97))];

    private static string Number(int i) => $"8529{i:0000000}";

    private static void Register(StoreTransaction transaction, int from)
    {
        for (var i = from; i < from + InTransaction; i++)
        {
            transaction.Registrations.Insert(
                Number(i), "harbour-mobile", "陳大明", $"上水天平邨天喜樓 {i % 40} 樓 {i} 室", "zh-Hant", [$"陳太 9{i:0000000}"], transaction.Now,
                    transaction.Now);
        }
    }

    private sealed class NoMetrics : IRegistryMetrics
    {
        public void Changed(Registration? before, Registration changed)
        {
            // Only what is remembered is measured.
        }
    }

    private static TimeSpan Took(TimeProvider time, Action work)
    {
        var start = time.GetTimestamp();
        work();
        return time.GetElapsedTime(start);
    }
}
