using System.Threading.Channels;
using Bridge.Worker.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// The only writer of the store, in this process and beside it (<see cref="StoreLock"/>). Whatever waits when it comes round goes into one
/// transaction and one sync (group commit), so that a lone text waits for nobody and a flood shares its syncs. A thread of its own, because
/// a sync blocks.
/// </summary>
internal sealed partial class StoreWriter : IAsyncDisposable
{
    /// <summary>Texts in one transaction: more would only make the first one wait for the last.</summary>
    private const int GroupLimit = 256;

    /// <summary>Works that may wait. Past it whoever posts waits, and a link stops reading.</summary>
    private const int QueueLimit = 8_192;

    private readonly Channel<StoreWork> _queue = Channel.CreateBounded<StoreWork>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly List<StoreWork> _group = new(GroupLimit);
    private readonly List<StoreWork> _alone = new(1);
    private readonly TransactionHooks _hooks;
    private readonly SqliteDatabase _database;
    private readonly string _node;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreWriter> _log;
    private readonly Thread _thread;
    private readonly StoreLock _lock;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreTransaction? _transaction;
    private volatile bool _up;

    public StoreWriter(SqliteDatabase database, string node, TimeProvider time, ILogger<StoreWriter> log)
    {
        _database = database;
        _node = node;
        _time = time;
        _log = log;
        Steady = new SteadyClock(time);
        _hooks = new TransactionHooks(log);
        _thread = new Thread(Loop) { Name = "store writer", IsBackground = true };
        _lock = StoreLock.TryTake(database.Path) ?? throw new StoreInUseException(database.Path);
        try
        {
            _database.Prepare();
            _transaction = Open();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        _up = true;
    }

    /// <summary>The clock that ages are taken by.</summary>
    public SteadyClock Steady { get; }

    /// <summary>How far the events are committed.</summary>
    public EventFeed Events { get; } = new();

    /// <summary>False from a failed commit until one succeeds.</summary>
    public bool IsUp => _up;

    /// <summary>Runs something on the writer's connection before the loop starts, as loading what must be remembered.</summary>
    public void Start(Action<StoreTransaction> load)
    {
        _transaction!.Begin();
        _transaction.Life.CarryOver(_transaction.SteadyNow, _transaction.ReportProgress, _transaction.Outages);
        _transaction.Commit();
        _hooks.RunAfterCommit();
        load(_transaction);
        _thread.Start();
    }

    /// <summary>Queues a work; waits only while the queue is full.</summary>
    public ValueTask PostAsync(StoreWork work, CancellationToken cancel) => _queue.Writer.WriteAsync(work, cancel);

    /// <summary>Runs something in a transaction; the task ends with its commit, or with what kept it from being committed.</summary>
    public async Task<T> RunAsync<T>(Func<StoreTransaction, T> run, CancellationToken cancel)
    {
        var work = new AwaitedWork<T>(run);
        await PostAsync(work, cancel);
        return await work.Done;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task RunAsync(Action<StoreTransaction> run, CancellationToken cancel)
    {
        var work = new AwaitedWork(run);
        await PostAsync(work, cancel);
        await work.Done;
    }

    /// <summary>Refuses new works, finishes those that are queued, closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_thread.IsAlive) await _stopped.Task;
        _transaction?.Dispose();
        _lock.Dispose();
    }

    private void Loop()
    {
        var reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _group.Clear();
            while (_group.Count < GroupLimit && reader.TryRead(out var work)) _group.Add(work);
            var error = TryCommit(_group);

            // A fault of the disk is no work's own, so the others of its group would fare no better: each would open the store and load the
            // memory again only to be refused, and the operator would wait for its temporary error until it gives the link up.
            if (error is null || _group.Count == 1 || SqliteFault.IsOfTheDisk(error)) Conclude(_group, error);
            else CommitOneByOne();
        }

        _stopped.SetResult();
    }

    /// <summary>After a group failed: each alone, so that one poisonous work costs only itself.</summary>
    private void CommitOneByOne()
    {
        foreach (var work in _group)
        {
            _alone.Clear();
            _alone.Add(work);
            Conclude(_alone, TryCommit(_alone));
        }
    }

    /// <summary>The answers go first: whatever else follows can neither delay nor prevent one.</summary>
    private void Conclude(List<StoreWork> group, Exception? error)
    {
        foreach (var work in group) Answer(work, error);
        if (error is null) _hooks.RunAfterCommit();
        else if (_transaction is not null) _hooks.TryUndo(_transaction);
    }

    /// <summary>An answer that fails costs its own operator a repeat of the text; never the writer, nor another's answer.</summary>
    private void Answer(StoreWork work, Exception? error)
    {
        try
        {
            if (error is null) work.Committed();
            else work.Failed(error);
        }
        catch (Exception fault)
        {
            AnswerFailed(_log, fault.GetType().Name);
        }
    }

    private Exception? TryCommit(List<StoreWork> group)
    {
        try
        {
            _transaction ??= Open();
            if (!_hooks.TryUndo(_transaction)) throw new InvalidOperationException("a rollback is not undone yet");
            _transaction.Begin();
            foreach (var work in group) work.Run(_transaction);
            _transaction.Commit();
        }
        catch (Exception error)
        {
            Recover(error);
            return error;
        }

        if (!_up) StoreRecovered(_log);
        _up = true;
        return null;
    }

    private StoreTransaction Open()
    {
        var transaction = new StoreTransaction(_database.Open(), _node, _time, Steady, _hooks, Events);

        // A commit that reported a fault of the disk may all the same have reached it.
        if (transaction.Events.Last != Events.Last) Events.Advance(transaction.Events.Last);
        return transaction;
    }

    /// <summary>
    /// A failed sync may have dropped pages that a second sync on the same handle would then report as written, so after any fault of the
    /// store itself the connection is given up, and the next group opens a new one that reads what is really there.
    /// </summary>
    private void Recover(Exception error)
    {
        _hooks.ForgetCommit();
        if (error is SqliteException fault)
        {
            if (_up) StoreFailed(_log, fault.SqliteErrorCode, fault.SqliteExtendedErrorCode);
        }
        else
        {
            WorkFailed(_log, error.GetType().Name);
            if (TryRollback()) return;
        }

        _up = false;
        _transaction?.Dispose();
        _transaction = null;
    }

    private bool TryRollback()
    {
        try
        {
            _transaction?.Rollback();
            return _transaction is not null;
        }
        catch (Exception fault)
        {
            StoreUnreachable(_log, fault.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(5001, LogLevel.Critical,
        "The store does not take texts: SQLite error {Code} ({ExtendedCode}); operators get a temporary error and keep theirs")]
    private static partial void StoreFailed(ILogger logger, int code, int extendedCode);

    [LoggerMessage(5002, LogLevel.Information, "The store takes texts again")]
    private static partial void StoreRecovered(ILogger logger);

    [LoggerMessage(5003, LogLevel.Error, "A work failed and was rolled back: {Error}")]
    private static partial void WorkFailed(ILogger logger, string error);

    [LoggerMessage(5007, LogLevel.Error, "An answer after a commit, or after a refusal, failed: {Error}")]
    private static partial void AnswerFailed(ILogger logger, string error);

    [LoggerMessage(5004, LogLevel.Critical, "The store cannot be used: {Error}")]
    private static partial void StoreUnreachable(ILogger logger, string error);
}
