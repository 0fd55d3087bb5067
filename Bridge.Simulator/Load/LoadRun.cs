using System.Collections.Concurrent;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Load;

/// <summary>
/// One run: texts go out through the simulated operator and are looked for on the bus. As an SMSC keeps the order of a subscriber, a
/// sender's next text waits until the one before is answered; the parts of one text go out together.
/// </summary>
internal sealed class LoadRun(LoadPlan plan, LoadText texts, SimulatedOperator smsc, ICentreBus bus, TimeProvider time) : IDisposable
{
    /// <summary>After the last missing event: long enough for a double that is still on its way.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly Audit _audit = new(texts, plan.Expected);
    private readonly Lane[] _lanes = [.. Enumerable.Range(0, texts.Senders).Select(_ => new Lane())];
    private readonly SemaphoreSlim _window = new(plan.Window);
    private readonly LatencyHistogram _answers = new();
    private readonly LatencyHistogram _events = new();
    private readonly LatencyHistogram _behind = new();
    private readonly ConcurrentBag<Exception> _broken = [];
    private int _released;
    private int _finished;
    private bool _allSent;
    private long _began;
    private long _lastAnswer;
    private long _lastEvent;

    public int Answered => _audit.Answered;

    public int Missing => _audit.Missing;

    /// <summary>Nothing new goes out any more.</summary>
    public bool AllSent => Volatile.Read(ref _allSent);

    /// <summary>Texts on their way that have no answer yet.</summary>
    public int Outstanding => Volatile.Read(ref _released) - Volatile.Read(ref _finished);

    /// <summary>Cancelled while it sends, it sends no more, and judges what it has sent.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before anything was measured.</exception>
    public async Task<LoadFigures> RunAsync(CancellationToken cancel)
    {
        using var stop = new CancellationTokenSource();
        await bus.ConnectAsync(cancel);
        var watching = WatchAsync(stop.Token);
        try
        {
            await smsc.WaitForReceiverAsync(cancel);
            await WarmUpAsync(stop.Token, cancel);
            await GenerateAsync(stop.Token, cancel);
            Volatile.Write(ref _allSent, true);
            await SettleAsync(watching);
        }
        finally
        {
            await stop.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_broken.TryPeek(out var broken)) throw new InvalidOperationException("the generator itself failed", broken);
        return Figures();
    }

    public void Dispose() => _window.Dispose();

    private async Task WarmUpAsync(CancellationToken sending, CancellationToken cancel)
    {
        await FillWindowAsync(() => _released < plan.WarmUp, sending, cancel);
        await UntilAsync(() => Outstanding == 0 && _audit.Missing == 0, cancel);
    }

    private async Task GenerateAsync(CancellationToken sending, CancellationToken cancel)
    {
        _began = _lastAnswer = _lastEvent = time.GetTimestamp();
        var last = plan.Count is { } count ? plan.WarmUp + count : int.MaxValue;
        try
        {
            if (plan.Rate is { } rate)
            {
                await KeepPaceAsync(new Pace(rate, time), Math.Min(last, plan.Expected), sending, cancel);
            }
            else
            {
                await FillWindowAsync(
                    () => _released < last && (plan.Count is not null || time.GetElapsedTime(_began) < plan.Duration), sending, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Whoever ends a run early still wants to know what became of its texts.
        }
    }

    /// <summary>Closed loop: the next text goes when one is answered.</summary>
    private async Task FillWindowAsync(Func<bool> goOn, CancellationToken sending, CancellationToken cancel)
    {
        while (goOn())
        {
            await _window.WaitAsync(cancel);
            Release(sending);
        }
    }

    /// <summary>
    /// Open loop: texts go when they are due; the session's window alone can hold them back, and how much it does is recorded.
    /// </summary>
    private async Task KeepPaceAsync(Pace pace, int last, CancellationToken sending, CancellationToken cancel)
    {
        var first = _released;
        while (_released < last)
        {
            var due = await pace.DueAsync(cancel);
            while (_released < last && _released - first < due)
            {
                _behind.Record(pace.Behind(_released - first));
                Release(sending);
            }
        }
    }

    private void Release(CancellationToken sending)
    {
        var text = _released;
        Volatile.Write(ref _released, text + 1);
        _audit.MarkSent(text, time.GetTimestamp());
        var lane = _lanes[texts.SenderOf(text)];
        if (lane.Enter(text)) _ = PumpAsync(lane, text, sending);
    }

    private async Task PumpAsync(Lane lane, int first, CancellationToken sending)
    {
        try
        {
            for (int? text = first; text is { } number; text = lane.Next()) await SendAsync(number, sending);
        }
        catch (OperationCanceledException) when (sending.IsCancellationRequested)
        {
            // The run is over; what is unanswered is told by the audit.
        }
        catch (Exception fault)
        {
            _broken.Add(fault);
        }
    }

    private async Task SendAsync(int text, CancellationToken sending)
    {
        var pdus = texts.PdusOf(text);
        if (pdus.Count == 1) await SendPartAsync(text, pdus[0], sending);
        else await Task.WhenAll(pdus.Select(pdu => SendPartAsync(text, pdu, sending)));

        _audit.MarkAnswered(text);
        Volatile.Write(ref _lastAnswer, time.GetTimestamp());
        Interlocked.Increment(ref _finished);
        if (plan.Rate is null || text < plan.WarmUp) _window.Release();
    }

    private async Task SendPartAsync(int text, DeliverSm pdu, CancellationToken sending)
    {
        var delivery = await smsc.DeliverAsync(pdu, systemId: null, sending);
        if (text >= plan.WarmUp) _answers.Record(delivery.Took);
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var scan = new ReportScan();
        while (true)
        {
            var json = await bus.NextAsync(stop);
            if (!scan.Read(json.Span)) continue;

            var (sighting, text, sentAt) = _audit.Seen(scan.Id, scan.Text, scan.Complete, scan.Amended);
            if (sighting != Sighting.First || text < plan.WarmUp) continue;
            _lastEvent = time.GetTimestamp();
            _events.Record(time.GetElapsedTime(sentAt, _lastEvent));
        }
    }

    private async Task SettleAsync(Task watching)
    {
        var began = time.GetTimestamp();
        await UntilAsync(
            () => watching.IsCompleted || (Outstanding == 0 && _audit.Missing == 0) || time.GetElapsedTime(began) > plan.Settle,
                CancellationToken.None);
        if (watching.IsFaulted) await watching;
        await Task.Delay(Linger, time, CancellationToken.None);
    }

    private async Task UntilAsync(Func<bool> done, CancellationToken cancel)
    {
        while (!done()) await Task.Delay(Poll, time, cancel);
    }

    private LoadFigures Figures()
    {
        var verdict = _audit.Judge();
        var measured = Math.Max(0, verdict.Answered - plan.WarmUp);
        var seconds = time.GetElapsedTime(_began, _lastAnswer).TotalSeconds;
        var untilLastEvent = time.GetElapsedTime(_began, _lastEvent).TotalSeconds;
        return new LoadFigures
        {
            Seconds = seconds,
            TextsPerSecond = seconds > 0 ? measured / seconds : 0,
            ReportsPerSecond = untilLastEvent > 0 ? _events.Count / untilLastEvent : 0,
            Answer = Percentiles.Of(_answers),
            Event = Percentiles.Of(_events),
            Behind = plan.Rate is null ? null : Percentiles.Of(_behind),
            Verdict = verdict,
        };
    }

    /// <summary>One sender's queue. At most one of its texts is on its way.</summary>
    private sealed class Lane
    {
        private readonly Queue<int> _waiting = new();
        private bool _busy;

        /// <summary>True: the lane was idle and is the caller's to pump from this text on.</summary>
        public bool Enter(int text)
        {
            lock (_waiting)
            {
                if (!_busy) return _busy = true;
                _waiting.Enqueue(text);
                return false;
            }
        }

        public int? Next()
        {
            lock (_waiting)
            {
                if (_waiting.TryDequeue(out var text)) return text;
                _busy = false;
                return null;
            }
        }
    }
}
