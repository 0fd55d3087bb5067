namespace Bridge.Worker.Store;

/// <summary>
/// One thing to be done inside a group commit. <see cref="Run"/> may be called again after a rollback (another work of its group failed),
/// so it decides everything afresh from the transaction. Exactly one of <see cref="Committed"/> and <see cref="Failed"/> follows: the
/// answer to whoever waits, before anything else that the transaction's hooks ask for. All on the writer's thread; the answers must be quick.
/// </summary>
internal abstract class StoreWork
{
    public abstract void Run(StoreTransaction transaction);

    /// <summary>The transaction is committed and synced.</summary>
    public abstract void Committed();

    /// <summary>Nothing of it is in the store.</summary>
    public abstract void Failed(Exception error);
}

/// <summary>A work whose result somebody awaits.</summary>
internal sealed class AwaitedWork<T>(Func<StoreTransaction, T> run) : StoreWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override void Run(StoreTransaction transaction) => _result = run(transaction);

    public override void Committed() => _done.SetResult(_result!);

    public override void Failed(Exception error) => _done.SetException(error);
}

/// <summary>A work whose end somebody awaits.</summary>
internal sealed class AwaitedWork(Action<StoreTransaction> run) : StoreWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void Run(StoreTransaction transaction) => run(transaction);

    public override void Committed() => _done.SetResult();

    public override void Failed(Exception error) => _done.SetException(error);
}
