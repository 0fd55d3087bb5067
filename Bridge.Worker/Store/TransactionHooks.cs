namespace Bridge.Worker.Store;

/// <summary>
/// What follows once the open transaction is over: acts for after its commit, and what a rollback has to undo outside the store. Each act
/// is guarded by itself: one that fails costs neither the others nor the writer anything. On the writer's thread.
/// </summary>
internal sealed partial class TransactionHooks(ILogger log)
{
    private readonly List<(Action<object> Act, object State)> _afterCommit = [];
    private readonly List<Action<StoreTransaction>> _onRollback = [];

    /// <summary>Does something once the transaction is committed and its answers are on their way. A rollback forgets it.</summary>
    public void AfterCommit(Action act) => AfterCommit(static state => ((Action)state)(), act);

    /// <summary>The same without garbage, for the path of every text: a static function, and what it is about.</summary>
    public void AfterCommit(Action<object> act, object state) => _afterCommit.Add((act, state));

    /// <summary>
    /// Undoes something if the transaction is rolled back, with a transaction that reads what is really in the store. The same act is done
    /// once, however often it was asked for.
    /// </summary>
    public void OnRollback(Action<StoreTransaction> act)
    {
        if (!_onRollback.Contains(act)) _onRollback.Add(act);
    }

    /// <summary>The transaction is committed.</summary>
    public void RunAfterCommit()
    {
        _onRollback.Clear();
        foreach (var (act, state) in _afterCommit)
        {
            try
            {
                act(state);
            }
            catch (Exception fault)
            {
                AfterCommitFailed(log, fault.GetType().Name);
            }
        }

        _afterCommit.Clear();
    }

    /// <summary>Nothing of the transaction is in the store: what was to follow its commit will not.</summary>
    public void ForgetCommit() => _afterCommit.Clear();

    /// <summary>Undoes what a rollback left to undo. What fails is left for the next call.</summary>
    /// <returns>False: something is not undone yet, and nothing may be decided before it is.</returns>
    public bool TryUndo(StoreTransaction store)
    {
        for (var i = _onRollback.Count - 1; i >= 0; i--)
        {
            try
            {
                _onRollback[i](store);
                _onRollback.RemoveAt(i);
            }
            catch (Exception fault)
            {
                UndoFailed(log, fault.GetType().Name);
            }
        }

        return _onRollback.Count == 0;
    }

    [LoggerMessage(5005, LogLevel.Error, "What follows a commit failed: {Error}")]
    private static partial void AfterCommitFailed(ILogger logger, string error);

    [LoggerMessage(5006, LogLevel.Error, "What a rollback undoes could not be undone yet: {Error}")]
    private static partial void UndoFailed(ILogger logger, string error);
}
