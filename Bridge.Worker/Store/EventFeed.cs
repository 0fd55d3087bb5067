namespace Bridge.Worker.Store;

/// <summary>How far the events are committed, and a signal for whoever waits for newer ones. Advanced by the writer, read from any thread.</summary>
internal sealed class EventFeed
{
    private volatile TaskCompletionSource _newer = NewSignal();
    private long _last;

    /// <summary>The newest committed sequence number; 0 when there is none.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Completes when something newer than <paramref name="sequence"/> is committed.</summary>
    public Task WaitForNewerAsync(long sequence, CancellationToken cancel)
    {
        // The signal is taken before Last is read: a commit between the two completes the signal that we hold.
        var signal = _newer;
        return Last > sequence ? Task.CompletedTask : signal.Task.WaitAsync(cancel);
    }

    /// <summary>Events up to this sequence number are committed.</summary>
    public void Advance(long last)
    {
        Volatile.Write(ref _last, last);
        Interlocked.Exchange(ref _newer, NewSignal()).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
