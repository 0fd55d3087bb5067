using System.Collections.Concurrent;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Load;

/// <summary>
/// Sends the texts of a run through the simulated operator and measures the answers. As an SMSC keeps the order of a subscriber's texts, a
/// sender's next text waits until the one before is answered; the parts of one text are sent together.
/// </summary>
internal sealed class LoadGenerator(LoadPlan plan, LoadTexts texts, SimulatedOperator smsc, Audit audit, TimeProvider time) : IDisposable
{
    private readonly SenderQueue[] _queues = [.. Enumerable.Range(0, texts.Senders).Select(_ => new SenderQueue())];
    private readonly SemaphoreSlim _window = new(plan.Window);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Exception> _faults = [];
    private int _queued;
    private int _answered;
    private long _lastAnswer;

    /// <summary>Texts that were sent or queued and have no answer yet.</summary>
    public int Outstanding => Volatile.Read(ref _queued) - Volatile.Read(ref _answered);

    /// <summary>From deliver_sm to deliver_sm_resp, for each part that does not belong to the warm-up.</summary>
    public LatencyHistogram Answers { get; } = new();

    /// <summary>With a rate: how late each text was sent.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>When the last text was answered in all its parts; a timestamp of the clock.</summary>
    public long LastAnswer => Volatile.Read(ref _lastAnswer);

    /// <summary>Queues the texts of the warm-up, as fast as the window allows.</summary>
    public Task WarmUpAsync(CancellationToken cancel) => FillWindowAsync(() => _queued < plan.WarmUp, cancel);

    /// <summary>Queues the measured texts. Returns when the last one is queued, not when it is answered.</summary>
    public Task GenerateAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var end = plan.Count is { } count ? plan.WarmUp + count : int.MaxValue;
        return plan.Rate is { } rate
            ? FollowScheduleAsync(new RateSchedule(rate, time), Math.Min(end, plan.Expected), cancel)
            : FillWindowAsync(
                () => _queued < end && (plan.Count is not null || time.GetElapsedTime(began) < plan.Duration), cancel);
    }

    /// <summary>Sends nothing more, also no text that is queued.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    /// <exception cref="InvalidOperationException">The generator itself failed: the run proves nothing.</exception>
    public void ThrowIfFailed()
    {
        if (_faults.TryPeek(out var fault)) throw new InvalidOperationException("the generator itself failed", fault);
    }

    public void Dispose()
    {
        _window.Dispose();
        _stop.Dispose();
    }

    /// <summary>Closed loop: the next text is sent when one is answered.</summary>
    private async Task FillWindowAsync(Func<bool> goOn, CancellationToken cancel)
    {
        while (goOn())
        {
            await _window.WaitAsync(cancel);
            Enqueue();
        }
    }

    /// <summary>
    /// Open loop: texts are sent when they are due. Only the session's window can hold them back; how late they are is recorded.
    /// </summary>
    private async Task FollowScheduleAsync(RateSchedule schedule, int end, CancellationToken cancel)
    {
        var first = _queued;
        while (_queued < end)
        {
            var due = await schedule.NextTickAsync(cancel);
            while (_queued < end && _queued - first < due)
            {
                Lateness.Record(schedule.Lateness(_queued - first));
                Enqueue();
            }
        }
    }

    private void Enqueue()
    {
        var text = _queued;
        Volatile.Write(ref _queued, text + 1);
        audit.MarkSent(text, time.GetTimestamp());
        var queue = _queues[texts.SenderOf(text)];
        if (queue.Enqueue(text)) _ = SendQueueAsync(queue, text, _stop.Token);
    }

    private async Task SendQueueAsync(SenderQueue queue, int first, CancellationToken stop)
    {
        try
        {
            for (int? text = first; text is { } number; text = queue.Next()) await SendTextAsync(number, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over; the audit counts what is unanswered.
        }
        catch (Exception fault)
        {
            _faults.Add(fault);
        }
    }

    private async Task SendTextAsync(int text, CancellationToken stop)
    {
        var pdus = texts.PdusOf(text);
        if (pdus.Count == 1) await SendPartAsync(text, pdus[0], stop);
        else await Task.WhenAll(pdus.Select(pdu => SendPartAsync(text, pdu, stop)));

        audit.MarkAnswered(text);
        Volatile.Write(ref _lastAnswer, time.GetTimestamp());
        Interlocked.Increment(ref _answered);
        if (plan.Rate is null || text < plan.WarmUp) _window.Release();
    }

    private async Task SendPartAsync(int text, DeliverSm pdu, CancellationToken stop)
    {
        var delivery = await smsc.DeliverAsync(pdu, systemId: null, stop);
        if (text >= plan.WarmUp) Answers.Record(delivery.Took);
    }
}
