namespace Bridge.Worker.Operators;

/// <summary>
/// Lets so many submits in at once, in the order of their coming. How many is asked anew for each, for it changes under way.
/// </summary>
internal sealed class SubmitGate(Func<int> limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _inside;

    /// <exception cref="OperationCanceledException">Only while it waits: it is then not inside.</exception>
    public async Task EnterAsync(CancellationToken cancel)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _inside < limit())
            {
                _inside++;
                return;
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var cancelled = cancel.UnsafeRegister(_ => turn.TrySetCanceled(cancel), null);
        await turn.Task;
    }

    public void Leave()
    {
        lock (_gate) _inside--;
        LetIn();
    }

    /// <summary>The limit may have risen.</summary>
    public void LetIn()
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
