namespace Bridge.Worker.Operators;

/// <summary>
/// Admits a number of submits at once, in the order in which they came. The limit is asked for each of them, for it changes.
/// </summary>
internal sealed class SubmitGate(Func<int> limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _inside;

    /// <exception cref="OperationCanceledException">Cancelled while it waited: it is not inside.</exception>
    public async Task EnterAsync(CancellationToken cancel)
    {
        TaskCompletionSource admitted;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _inside < limit())
            {
                _inside++;
                return;
            }

            admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(admitted);
        }

        await using var cancelled = cancel.UnsafeRegister(_ => admitted.TrySetCanceled(cancel), null);
        await admitted.Task;
    }

    public void Leave()
    {
        lock (_gate) _inside--;
        AdmitWaiting();
    }

    /// <summary>The limit may have risen.</summary>
    public void AdmitWaiting()
    {
        lock (_gate)
        {
            while (_waiting.Count > 0 && _inside < limit())
            {
                if (_waiting.Dequeue().TrySetResult()) _inside++;
            }
        }
    }
}
