namespace Bridge.Tests.Fuzz;

/// <summary>
/// A run over many inputs on several threads; it ends at the first failure, or at an input that is not done with in ten seconds.
/// </summary>
internal sealed class FuzzRun(ulong seed, long inputs, int threads, TimeProvider time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), HangsAfter = TimeSpan.FromSeconds(10);

    private FuzzFailure? _failure;

    /// <param name="onSecond">Told every second or so what has been seen, with the time since the start.</param>
    public (FuzzCount Count, FuzzFailure? Failure) Run(Action<FuzzCount, TimeSpan>? onSecond = null)
    {
        var start = time.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(_ => new FuzzWorker(seed)).ToArray();
        var running = workers.Select((worker, i) => new Thread(() => Work(worker, i)) { IsBackground = true }).ToArray();
        foreach (var thread in running) thread.Start();

        var seen = new (long Number, long Since)[threads];
        for (var i = 0; i < threads; i++)
        {
            while (!running[i].Join(Second))
            {
                onSecond?.Invoke(Sum(workers), time.GetElapsedTime(start));
                if (Hanging(workers, running, seen) is { } hanging) return (Sum(workers), hanging);
            }
        }

        return (Sum(workers), _failure);
    }

    private void Work(FuzzWorker worker, int first)
    {
        var failure = worker.Run(first, inputs, threads, () => Volatile.Read(ref _failure) is not null);
        if (failure is not null) Interlocked.CompareExchange(ref _failure, failure, null);
    }

    private FuzzFailure? Hanging(FuzzWorker[] workers, Thread[] running, (long Number, long Since)[] seen)
    {
        for (var i = 0; i < workers.Length; i++)
        {
            var number = workers[i].Number;
            if (seen[i].Number != number || seen[i].Since == 0) seen[i] = (number, time.GetTimestamp());
            else if (running[i].IsAlive && time.GetElapsedTime(seen[i].Since) > HangsAfter)
            {
                return new(seed, number, "hangs", Convert.ToHexStringLower(new FuzzInput().Make(seed, number).Span));
            }
        }

        return null;
    }

    private static FuzzCount Sum(FuzzWorker[] workers) =>
        workers.Select(worker => worker.Count).Aggregate((a, b) => new(a.Inputs + b.Inputs, a.Framed + b.Framed, a.Sound + b.Sound));
}
