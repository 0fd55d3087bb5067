using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>All links of one operator as the one way to it: which of them takes the next submit_sm, and when.</summary>
internal sealed class OperatorTraffic
{
    private readonly OperatorLink[] _transmitters;
    private readonly SubmitPace? _pace;
    private readonly Lock _gate = new();
    private TaskCompletionSource _canSubmit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _turn;

    public OperatorTraffic(IEnumerable<OperatorLink> links, SubmitPace? pace)
    {
        _transmitters = [.. links.Where(link => link.IsTransmitter)];
        _pace = pace;
        foreach (var link in _transmitters) link.Changed = Settle;
    }

    public async Task<RequestOutcome> SubmitAsync(SubmitSm submit, CancellationToken cancel)
    {
        var outcome = new RequestOutcome(RequestResult.NotWritten, null);

        if (!CanSubmit) return outcome;
        if (_pace is not null) await _pace.WaitForTurnAsync(cancel);

        // A link may go down between being chosen and writing. What it did not write may go over the next one; what it wrote may not.
        for (var tries = 0; tries < _transmitters.Length && outcome.Result == RequestResult.NotWritten; tries++)
        {
            if (Choose() is not { } link) break;
            outcome = await link.RequestAsync(submit, cancel);
        }

        return outcome;
    }

    public Task WaitUntilCanSubmitAsync(CancellationToken cancel)
    {
        // Asked anew: a session that is on its way out takes nothing any more and has not yet said so.
        Settle();
        lock (_gate) return _canSubmit.Task.WaitAsync(cancel);
    }

    private bool CanSubmit => Array.Exists(_transmitters, link => link.CanTransmit);

    /// <summary>The one with the most room in its window; among equals they take turns.</summary>
    private OperatorLink? Choose()
    {
        var turn = Interlocked.Increment(ref _turn);
        OperatorLink? chosen = null;
        for (var i = 0u; i < _transmitters.Length; i++)
        {
            var link = _transmitters[(turn + i) % (uint)_transmitters.Length];
            if (link.CanTransmit && (chosen is null || link.Room > chosen.Room)) chosen = link;
        }

        return chosen;
    }

    private void Settle()
    {
        lock (_gate)
        {
            if (CanSubmit) _canSubmit.TrySetResult();
            else if (_canSubmit.Task.IsCompleted) _canSubmit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
