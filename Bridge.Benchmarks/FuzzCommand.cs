using System.Globalization;
using Bridge.Tests.Fuzz;

namespace Bridge.Benchmarks;

/// <summary>
/// The long run of the fuzz target: <c>fuzz [--inputs N] [--seed S] [--threads T]</c>. Ends with 1 and the input in hex at the first
/// failure.
/// </summary>
internal static class FuzzCommand
{
    public static int Run(string[] args)
    {
        var inputs = long.Parse(Option(args, "--inputs") ?? "100000000", CultureInfo.InvariantCulture);
        var seed = Option(args, "--seed") is { } given
            ? ulong.Parse(given, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        var threads = int.Parse(Option(args, "--threads") ?? $"{Environment.ProcessorCount}", CultureInfo.InvariantCulture);
        Console.WriteLine($"seed {seed}, {inputs:N0} inputs on {threads} threads");

        var told = TimeSpan.Zero;
        var took = TimeSpan.Zero;
        var (count, failure) = new FuzzRun(seed, inputs, threads, TimeProvider.System).Run((sum, elapsed) =>
        {
            took = elapsed;
            if (elapsed - told < TimeSpan.FromSeconds(10)) return;
            told = elapsed;
            Console.WriteLine($"{elapsed:hh\\:mm\\:ss}  {sum.Inputs,15:N0} inputs");
        });
        Console.WriteLine(
            $"{count.Inputs:N0} inputs in about {took:hh\\:mm\\:ss}: {count.Framed:N0} framed, {count.Sound:N0} sound and written back");
        if (failure is null) return 0;
        Console.WriteLine(failure);
        return 1;
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
