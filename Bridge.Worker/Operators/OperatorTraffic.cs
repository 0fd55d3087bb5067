using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>All links of one operator as the one way to it: which of them takes the next submit_sm, and when.</summary>
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
    private uint _turn;

    /// <param name="rate">submit_sm a second; null is unlimited.</param>
    /// <param name="onCongested">The operator wants less; at most once a second.</param>
    public OperatorTraffic(IEnumerable<OperatorLink> links, double? rate, Action onCongested, TimeProvider time)
    {
        _transmitters = [.. links.Where(link => link.IsTransmitter)];
        _onCongested = onCongested;
        _time = time;
        _start = _downSince = time.GetTimestamp();
        _pace = new SubmitPace(time);
        _inFlight = new SubmitGate(Slots);
        _flow = new SubmitFlow(rate);
        foreach (var link in _transmitters) link.Changed = Settle;
    }

    /// <summary>Waits for room in window and rate. With no link bound one at a time gets it, and will find that out.</summary>
    public async Task<ISubmitTurn> TurnAsync(CancellationToken cancel)
    {
        await _inFlight.EnterAsync(cancel);
        try
        {
            await _pace.WaitForTurnAsync(Rate(), cancel);
            return new Turn(this);
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
        // Asked anew, as below.
        Settle();
        lock (_gate) return _canSubmit.Task.IsCompleted ? null : _time.GetElapsedTime(_downSince);
    }

    private async Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isOfTheLink)
    {
        lock (_flow) _flow.OnSent(Now);
        var outcome = new RequestOutcome(RequestResult.NotWritten, null);
        List<OperatorLink> tried = [];

        // A link may go down between being chosen and writing. What it did not write, or refused for its own sake, may go over the next
        // one; what else it wrote may not.
        while (Choose(tried) is { } link)
        {
            tried.Add(link);
            var next = await link.RequestAsync(submit, CancellationToken.None);
            if (next.Result != RequestResult.NotWritten) outcome = next;
            if (next.Response is { } response) Learn(response, submit.Destination);
            if (next.Result != RequestResult.NotWritten && !(next.Response is { } refusal && isOfTheLink(refusal))) break;
        }

        return outcome;
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private double? Rate()
    {
        lock (_flow) return _flow.Rate(Now);
    }

    private int Slots()
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
        // Asked anew: a session that is on its way out takes nothing any more and has not yet said so.
        Settle();
        lock (_gate) return _canSubmit.Task.WaitAsync(cancel);
    }

    private bool CanSubmit => Array.Exists(_transmitters, link => link.CanTransmit);

    /// <summary>The one with the most room in its window; among equals they take turns.</summary>
    private OperatorLink? Choose(List<OperatorLink> tried)
    {
        var turn = Interlocked.Increment(ref _turn);
        OperatorLink? chosen = null;
        for (var i = 0u; i < _transmitters.Length; i++)
        {
            var link = _transmitters[(turn + i) % (uint)_transmitters.Length];
            if (link.CanTransmit && !tried.Contains(link) && (chosen is null || link.Room > chosen.Room)) chosen = link;
        }

        return chosen;
    }

    private void Settle()
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

        _inFlight.LetIn();
    }

    private sealed class Turn(OperatorTraffic traffic) : ISubmitTurn
    {
        private int _disposed;

        public Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isOfTheLink) => traffic.SubmitAsync(submit, isOfTheLink);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) traffic._inFlight.Leave();
        }
    }
}
