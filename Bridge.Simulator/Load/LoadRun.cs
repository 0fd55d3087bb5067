using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Load;

/// <summary>One run: texts are sent through the simulated operator and looked for on the centre's bus.</summary>
internal sealed class LoadRun : IDisposable
{
    /// <summary>The wait after the last missing event, for a double that may still be on its way.</summary>
    private static readonly TimeSpan DoubleWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly LoadPlan _plan;
    private readonly SimulatedOperator _smsc;
    private readonly ICentreBus _bus;
    private readonly TimeProvider _time;
    private readonly Audit _audit;
    private readonly LoadGenerator _generator;
    private readonly LatencyHistogram _events = new();
    private bool _allSent;
    private long _began;
    private long _lastEvent;

    public LoadRun(LoadPlan plan, LoadTexts texts, SimulatedOperator smsc, ICentreBus bus, TimeProvider time)
    {
        _plan = plan;
        _smsc = smsc;
        _bus = bus;
        _time = time;
        _audit = new Audit(texts, plan.Expected);
        _generator = new LoadGenerator(plan, texts, smsc, _audit, time);
    }

    public int Answered => _audit.Answered;

    public int Missing => _audit.Missing;

    /// <summary>No further text will be sent.</summary>
    public bool AllSent => Volatile.Read(ref _allSent);

    /// <inheritdoc cref="LoadGenerator.Outstanding"/>
    public int Outstanding => _generator.Outstanding;

    /// <summary>Sends the texts, waits for their events and audits them. Cancelled while it sends, it audits what it has sent.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before anything was measured.</exception>
    /// <exception cref="InvalidOperationException">The generator itself failed: the run proves nothing.</exception>
    public async Task<LoadFigures> RunAsync(CancellationToken cancel)
    {
        using var over = new CancellationTokenSource();
        await _bus.ConnectAsync(cancel);
        var watching = WatchAsync(over.Token);
        try
        {
            await _smsc.WaitForReceiverAsync(cancel);
            await _generator.WarmUpAsync(cancel);
            await UntilAsync(AllSeen, cancel);
            await GenerateAsync(cancel);
            Volatile.Write(ref _allSent, true);
            await SettleAsync(watching);
        }
        finally
        {
            await over.CancelAsync();
            await _generator.StopAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _generator.ThrowIfFailed();
        return Figures();
    }

    public void Dispose() => _generator.Dispose();

    private async Task GenerateAsync(CancellationToken cancel)
    {
        _began = _lastEvent = _time.GetTimestamp();
        try
        {
            await _generator.GenerateAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The texts that were sent are audited all the same.
        }
    }

    private async Task WatchAsync(CancellationToken over)
    {
        var scan = new ReportScan();
        while (true)
        {
            var json = await _bus.NextAsync(over);
            if (!scan.Read(json.Span)) continue;

            var (sighting, text, sentAt) = _audit.RecordSeen(scan.Id, scan.Text, scan.Complete, scan.Amended);
            if (sighting != Sighting.First || text < _plan.WarmUp) continue;
            _lastEvent = _time.GetTimestamp();
            _events.Record(_time.GetElapsedTime(sentAt, _lastEvent));
        }
    }

    private async Task SettleAsync(Task watching)
    {
        var began = _time.GetTimestamp();
        await UntilAsync(
            () => watching.IsCompleted || AllSeen() || _time.GetElapsedTime(began) > _plan.Settle, CancellationToken.None);
        if (watching.IsFaulted) await watching;
        await Task.Delay(DoubleWait, _time, CancellationToken.None);
    }

    private bool AllSeen() => Outstanding == 0 && Missing == 0;

    private async Task UntilAsync(Func<bool> done, CancellationToken cancel)
    {
        while (!done()) await Task.Delay(Poll, _time, cancel);
    }

    private LoadFigures Figures()
    {
        var verdict = _audit.GetVerdict();
        var measured = Math.Max(0, verdict.Answered - _plan.WarmUp);
        var untilLastAnswer = _time.GetElapsedTime(_began, Math.Max(_began, _generator.LastAnswer)).TotalSeconds;
        var untilLastEvent = _time.GetElapsedTime(_began, _lastEvent).TotalSeconds;
        return new LoadFigures
        {
            Seconds = untilLastAnswer,
            TextsPerSecond = untilLastAnswer > 0 ? measured / untilLastAnswer : 0,
            ReportsPerSecond = untilLastEvent > 0 ? _events.Count / untilLastEvent : 0,
            Answer = Percentiles.From(_generator.Answers),
            Event = Percentiles.From(_events),
            Behind = _plan.Rate is null ? null : Percentiles.From(_generator.Lateness),
            Verdict = verdict,
        };
    }
}
