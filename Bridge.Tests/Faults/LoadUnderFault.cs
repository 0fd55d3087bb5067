using System.Collections.Concurrent;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Load;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

/// <summary>
/// Texts poured through a daemon by an operator that keeps each until it is answered, and an audit of what comes out at the centre. What
/// goes wrong meanwhile is the test's.
/// </summary>
internal sealed class LoadUnderFault : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _sentAgain = new(StringComparer.Ordinal);
    private readonly LoadPlan _plan;
    private readonly CancellationTokenSource _over = new();
    private LoadRun? _run;
    private int _binds;

    public LoadUnderFault(LoadPlan plan)
    {
        // Longer than any outage of these tests, so that none is mistaken for a loss.
        _plan = plan with { Settle = TimeSpan.FromSeconds(90) };
        Smsc = new SimulatedOperator(
            new OperatorSettings
            {
                Name = "harbour-mobile",
                SystemId = BridgeDaemon.SystemId,
                Password = BridgeDaemon.Password,
                Window = 50,
                RetryAfter = TimeSpan.FromMilliseconds(50),
            },
            TimeProvider.System,
            Take);
    }

    public SimulatedOperator Smsc { get; }

    public int Answered => _run?.Answered ?? 0;

    public int Binds => _binds;

    /// <summary>Transmissions past the first, by reason.</summary>
    public IReadOnlyDictionary<string, int> SentAgain => _sentAgain;

    /// <summary>Begins; ends when every text is answered and seen, or was waited for in vain.</summary>
    public async Task<LoadFigures> RunAsync(ICentreBus bus)
    {
        var texts = new LoadTexts("fault0", _plan.Senders, _plan.LongShare);
        using var run = new LoadRun(_plan, texts, Smsc, bus, TimeProvider.System);
        _run = run;
        return await run.RunAsync(_over.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Smsc.DisposeAsync();
        _over.Dispose();
    }

    private void Take(OperatorEvent happened)
    {
        if (happened is DeliverRepeated repeated) _sentAgain.AddOrUpdate(repeated.Why, 1, static (_, count) => count + 1);
        else if (happened is LinkBound) Interlocked.Increment(ref _binds);
    }
}

internal static class VerdictAssertions
{
    /// <summary>Nothing lost, doubled, garbled, out of order or unanswered.</summary>
    public static void ShouldBeSound(this LoadFigures figures, int texts) =>
        (figures.Verdict.Texts, figures.Verdict.Answered, figures.Verdict.Lost.Count, figures.Verdict.Doubled.Count,
            figures.Verdict.Garbled.Count,
            figures.Verdict.OutOfOrder.Count, figures.Verdict.SharedIds.Count)
            .ShouldBe((texts, texts, 0, 0, 0, 0, 0), "(texts, answered, lost, doubled, garbled, out of order, shared ids)");
}
