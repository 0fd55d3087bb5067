using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

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
        _thread = new Thread(Loop) { Name = "store writer", IsBackground = true };
        _lock = StoreLock.TryTake(database.Path) ?? throw new StoreInUseException(database.Path);
        try
        {
            _database.Prepare();
            _transaction = new StoreTransaction(_database.Open(), _node, _time, Steady);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        LastEvent = _transaction.Events.Last;
        _up = true;
    }

    /// <summary>Raised on the writer's thread after a rollback: what was remembered of uncommitted work must be forgotten.</summary>
    public event Action<StoreTransaction>? RolledBack;

    /// <summary>Raised on the writer's thread after each commit that added events, with the newest sequence number.</summary>
    public event Action<long>? EventsCommitted;

    /// <summary>
    /// Raised on the writer's thread after each commit that put replies on their way, new ones or some once more, in the order of their
    /// coming.
    /// </summary>
    public event Action<IReadOnlyList<Reply>>? RepliesCommitted;

    /// <summary>
    /// Raised on the writer's thread after each commit in which the centre took reports, with the operator of each and how long it had
    /// waited.
    /// </summary>
    public event Action<IReadOnlyList<(string Operator, TimeSpan Waited)>>? ReportsTaken;

    /// <summary>The clock that ages are taken by.</summary>
    public SteadyClock Steady { get; }

    /// <summary>Raised on the writer's thread after each commit that changed who is registered, with the changes in their order.</summary>
    public event Action<IReadOnlyList<Registration>>? RegistrationsCommitted;

    /// <summary>False from a failed commit until one succeeds.</summary>
    public bool IsUp => _up;

    public long LastEvent { get; private set; }

    /// <summary>Runs something on the writer's connection before the loop starts, as loading what must be remembered.</summary>
    public void Start(Action<StoreTransaction> load)
    {
        _transaction!.Begin();
        _transaction.Life.CarryOver(_transaction.SteadyNow);
        _transaction.Commit();
        load(_transaction);
        _thread.Start();
    }

    /// <summary>Queues a work; waits only while the queue is full.</summary>
    public ValueTask PostAsync(StoreWork work, CancellationToken cancel) => _queue.Writer.WriteAsync(work, cancel);

    public async Task<T> RunAsync<T>(Func<StoreTransaction, T> run, CancellationToken cancel)
    {
        var work = new AwaitedWork<T>(run);
        await PostAsync(work, cancel);
        return await work.Done;
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
            if (TryCommit(_group) is not { } error)
            {
                foreach (var work in _group) Finish(work, error: null);
            }
            else if (_group.Count == 1 || IsOfTheDisk(error))
            {
                foreach (var work in _group) Finish(work, error);
            }
            else
            {
                CommitOneByOne(_group);
            }
        }

        _stopped.SetResult();
    }

    /// <summary>After a group failed: each alone, so that one poisonous work costs only itself.</summary>
    private void CommitOneByOne(List<StoreWork> group)
    {
        foreach (var work in group)
        {
            Finish(work, TryCommit([work]));
        }
    }

    /// <summary>What fails after the commit costs its own answer, which the operator then asks for again; never the writer.</summary>
    private void Finish(StoreWork work, Exception? error)
    {
        try
        {
            if (error is null) work.Committed();
            else work.Failed(error);
        }
        catch (Exception fault)
        {
            FinishFailed(_log, fault.GetType().Name);
        }
    }

    /// <summary>
    /// No work's own fault, so the others of its group would fare no better: each would open the store and load the memory again only to be
    /// refused, and the operator would wait for its temporary error until it gives the link up.
    /// </summary>
    private static bool IsOfTheDisk(Exception error) => error is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_CORRUPT
            or raw.SQLITE_NOTADB,
    };

    private Exception? TryCommit(List<StoreWork> group)
    {
        try
        {
            if (_transaction is null)
            {
                _transaction = new StoreTransaction(_database.Open(), _node, _time, Steady);
                RolledBack?.Invoke(_transaction);
            }

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
        if (_transaction.Events.Last != LastEvent)
        {
            LastEvent = _transaction.Events.Last;
            EventsCommitted?.Invoke(LastEvent);
        }

        if (_transaction.Registrations.Changed is { Count: > 0 } registrations) RegistrationsCommitted?.Invoke(registrations);
        _transaction.OnCommitted();
        if (_transaction.Replies.ToSend is { Count: > 0 } replies) RepliesCommitted?.Invoke(replies);
        if (_transaction.Reports.NewlyTaken is { Count: > 0 } taken)
        {
            ReportsTaken?.Invoke([.. taken.Select(report => (report.Operator, _transaction.SteadyNow - report.WatchedFrom))]);
        }

        return null;
    }

    /// <summary>
    /// A failed sync may have dropped pages that a second sync on the same handle would then report as written, so after any fault of the
    /// store itself the connection is given up, and the next group opens a new one that reads what is really there.
    /// </summary>
    private void Recover(Exception error)
    {
        try
        {
            if (error is SqliteException fault)
            {
                if (_up) StoreFailed(_log, fault.SqliteErrorCode, fault.SqliteExtendedErrorCode);
                _up = false;
            }
            else
            {
                WorkFailed(_log, error.GetType().Name);
                _transaction!.Rollback();
                RolledBack?.Invoke(_transaction);
                return;
            }
        }
        catch (Exception again)
        {
            StoreUnreachable(_log, again.GetType().Name);
            _up = false;
        }

        _transaction?.Dispose();
        _transaction = null;
    }

    [LoggerMessage(5001, LogLevel.Critical,
        "The store does not take texts: SQLite error {Code} ({ExtendedCode}); operators get a temporary error and keep theirs")]
    private static partial void StoreFailed(ILogger logger, int code, int extendedCode);

    [LoggerMessage(5002, LogLevel.Information, "The store takes texts again")]
    private static partial void StoreRecovered(ILogger logger);

    [LoggerMessage(5003, LogLevel.Error, "A work failed and was rolled back: {Error}")]
    private static partial void WorkFailed(ILogger logger, string error);

    [LoggerMessage(5005, LogLevel.Error, "What follows a commit failed: {Error}")]
    private static partial void FinishFailed(ILogger logger, string error);

    [LoggerMessage(5004, LogLevel.Critical, "The store cannot be used: {Error}")]
    private static partial void StoreUnreachable(ILogger logger, string error);
}
