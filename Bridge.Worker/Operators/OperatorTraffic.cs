using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>All links of one operator together: over which of them the next submit_sm goes, and when.</summary>
internal sealed class OperatorTraffic
{
    private readonly OperatorLink[] _transmitters;
    private readonly Action _onCongested;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly SubmitPace _pace;
    private readonly SubmitGate _inFlight;
    private readonly SubmitFlow _flow;
    private readonly Lock _gate = new();
    private TaskCompletionSource _canSubmit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _downSince;
    private uint _next;

    /// <param name="rate">submit_sm a second; null is unlimited.</param>
    /// <param name="onCongested">The operator wants less; at most once a second.</param>
    public OperatorTraffic(IEnumerable<OperatorLink> links, double? rate, Action onCongested, TimeProvider time)
    {
        _transmitters = [.. links.Where(link => link.IsTransmitter)];
        _onCongested = onCongested;
        _time = time;
        _start = _downSince = time.GetTimestamp();
        _pace = new SubmitPace(time);
        _inFlight = new SubmitGate(SlotCount);
        _flow = new SubmitFlow(rate);
        foreach (var link in _transmitters) link.OnChange(RefreshCanSubmit);
    }

    /// <summary>Waits for room in window and rate. While no link is bound one at a time gets a slot, and will find that out.</summary>
    public async Task<ISubmitSlot> WaitForSlotAsync(CancellationToken cancel)
    {
        await _inFlight.EnterAsync(cancel);
        try
        {
            await _pace.WaitAsync(Rate(), cancel);
            return new Slot(this);
        }
        catch
        {
            _inFlight.Leave();
            throw;
        }
    }

    /// <summary>Null while a link can submit.</summary>
    public TimeSpan? DownFor()
    {
        // Asked anew, as in WaitUntilCanSubmitAsync.
        RefreshCanSubmit();
        lock (_gate) return _canSubmit.Task.IsCompleted ? null : _time.GetElapsedTime(_downSince);
    }

    private async Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isLinkFault)
    {
        lock (_flow) _flow.OnSent(Now);
        var outcome = new RequestOutcome(RequestResult.NotWritten, null);
        List<OperatorLink> tried = [];

        // A link may go down after it was chosen. What it did not write, or refused for its own sake, goes over the next one. What else it
        // wrote must not, for the operator may have it.
        while (Choose(tried) is { } link)
        {
            tried.Add(link);
            var next = await link.RequestAsync(submit, CancellationToken.None);
            if (next.Result != RequestResult.NotWritten) outcome = next;
            if (next.Response is { } response) Learn(response, submit.Destination);
            if (next.Result != RequestResult.NotWritten && !(next.Response is { } refusal && isLinkFault(refusal))) break;
        }

        return outcome;
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private double? Rate()
    {
        lock (_flow) return _flow.Rate(Now);
    }

    private int SlotCount()
    {
        var windows = _transmitters.Where(link => link.CanTransmit).Sum(link => link.Window);
        lock (_flow) return _flow.Window(windows, Now);
    }

    private void Learn(Pdu response, Address destination)
    {
        bool congested;
        lock (_flow) congested = _flow.OnAnswer(response, destination, Now);
        if (congested) _onCongested();
    }

    public Task WaitUntilCanSubmitAsync(CancellationToken cancel)
    {
        // Asked anew: a session that is about to end writes nothing any more, and the link has not yet told its state.
        RefreshCanSubmit();
        lock (_gate) return _canSubmit.Task.WaitAsync(cancel);
    }

    private bool CanSubmit => Array.Exists(_transmitters, link => link.CanTransmit);

    /// <summary>The one with the most room in its window; among equals they take turns.</summary>
    private OperatorLink? Choose(List<OperatorLink> tried)
    {
        var first = Interlocked.Increment(ref _next);
        OperatorLink? chosen = null;
        for (var i = 0u; i < _transmitters.Length; i++)
        {
            var link = _transmitters[(first + i) % (uint)_transmitters.Length];
            if (link.CanTransmit && !tried.Contains(link) && (chosen is null || link.Room > chosen.Room)) chosen = link;
        }

        return chosen;
    }

    private void RefreshCanSubmit()
    {
        lock (_gate)
        {
            if (CanSubmit)
            {
                _canSubmit.TrySetResult();
            }
            else if (_canSubmit.Task.IsCompleted)
            {
                _canSubmit = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _downSince = _time.GetTimestamp();
            }
        }

        _inFlight.AdmitWaiting();
    }

    private sealed class Slot(OperatorTraffic traffic) : ISubmitSlot
    {
        private int _disposed;

        public Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isLinkFault) => traffic.SubmitAsync(submit, isLinkFault);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) traffic._inFlight.Leave();
        }
    }
}
