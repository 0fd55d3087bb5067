namespace Bridge.Worker.Operators;

/// <summary>Whether a person has taken a link out of service, and the wait until it is put back. Any thread.</summary>
internal sealed class LinkDrain
{
    private volatile TaskCompletionSource? _resumed;

    public bool IsActive => _resumed is not null;

    /// <returns>False: the link is drained already.</returns>
    public bool Begin() =>
        Interlocked.CompareExchange(ref _resumed, new(TaskCreationOptions.RunContinuationsAsynchronously), null) is null;

    /// <returns>Whom the link waits for: to be completed once everybody knows that it is resumed. Null: the link is not drained.</returns>
    public TaskCompletionSource? End() => Interlocked.Exchange(ref _resumed, null);

    /// <summary>Completes when the link is not drained.</summary>
    public async Task WaitUntilResumedAsync(CancellationToken cancel)
    {
        while (_resumed is { } resumed) await resumed.Task.WaitAsync(cancel);
    }
}
