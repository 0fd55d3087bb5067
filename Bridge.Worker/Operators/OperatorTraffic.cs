using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>All links of one operator as the one way to it: which of them takes the next submit_sm, and when.</summary>
internal sealed class OperatorTraffic
{
    private readonly IReadOnlyList<OperatorLink> _links;
    private readonly SubmitPace? _pace;
    private readonly Lock _gate = new();
    private TaskCompletionSource _canSubmit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _turn;

    public OperatorTraffic(IReadOnlyList<OperatorLink> links, SubmitPace? pace)
    {
        _links = links;
        _pace = pace;
        foreach (var link in links) link.Changed = Settle;
    }

    public async Task<RequestOutcome> SubmitAsync(SubmitSm submit, CancellationToken cancel)
    {
        var outcome = new RequestOutcome(RequestResult.NotWritten, null);

        // A link may go down between being chosen and writing. What it did not write may go over the next one; what it wrote may not.
        for (var tries = 0; tries < _links.Count && outcome.Result == RequestResult.NotWritten; tries++)
        {
            if (Choose() is null) break;
            if (tries == 0 && _pace is not null) await _pace.WaitForTurnAsync(cancel);
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

    /// <summary>Round robin among those with room in their window; when all are full, simply the next.</summary>
    private OperatorLink? Choose()
    {
        var turn = Interlocked.Increment(ref _turn);
        OperatorLink? full = null;
        for (var i = 0u; i < _links.Count; i++)
        {
            var link = _links[(int)((turn + i) % (uint)_links.Count)];
            if (!link.CanTransmit) continue;
            if (link.Room > 0) return link;
            full ??= link;
        }

        return full;
    }

    private void Settle()
    {
        lock (_gate)
        {
            if (_links.Any(link => link.CanTransmit)) _canSubmit.TrySetResult();
            else if (_canSubmit.Task.IsCompleted) _canSubmit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
