namespace Bridge.Protocol.Smpp;

/// <summary>
/// How much is outstanding, and a way to wait until it has fallen: the one form of back-pressure in a session. Any thread.
/// </summary>
internal sealed class Level
{
    private readonly Lock _gate = new();
    private readonly List<(long AtMost, TaskCompletionSource Reached)> _waiters = [];
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Rise(long by = 1)
    {
        lock (_gate) _value += by;
    }

    /// <summary>Never below zero: an answer given twice must not make room that is not there.</summary>
    public void Fall(long by = 1)
    {
        lock (_gate)
        {
            _value = Math.Max(0, _value - by);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_value > _waiters[i].AtMost) continue;
                _waiters[i].Reached.SetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

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
