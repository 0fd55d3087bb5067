namespace Bridge.Protocol.Smpp;

/// <summary>
/// Counts what is outstanding (requests or octets), and lets a caller wait until the count has fallen. All back-pressure of a session is
/// built on it. Safe on any thread.
/// </summary>
internal sealed class AwaitableCounter
{
    private readonly Lock _gate = new();
    private readonly List<(long Limit, TaskCompletionSource Reached)> _waiters = [];
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Add(long amount = 1)
    {
        lock (_gate) _value += amount;
    }

    /// <summary>Subtracts, but never below zero: a request that is answered twice must not make room for a third.</summary>
    public void Subtract(long amount = 1)
    {
        lock (_gate)
        {
            _value = Math.Max(0, _value - amount);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_value > _waiters[i].Limit) continue;
                _waiters[i].Reached.SetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    /// <summary>Completes as soon as the count is <paramref name="limit"/> or less, at once if it is already.</summary>
    public Task WhenAtMostAsync(long limit, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_value <= limit) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((limit, reached));
            return reached.Task.WaitAsync(cancel);
        }
    }
}
