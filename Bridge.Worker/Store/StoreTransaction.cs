using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The writer's connection and its tables. One transaction is open at a time; only the writer's thread touches it.</summary>
internal sealed class StoreTransaction : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly SteadyClock _steady;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly TransactionHooks _hooks;
    private bool _isOpen;

    public StoreTransaction(
        SqliteConnection connection, string node, TimeProvider time, SteadyClock steady, TransactionHooks hooks, EventFeed feed)
    {
        _connection = connection;
        _time = time;
        _steady = steady;
        _hooks = hooks;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        Now = time.GetUtcNow();
        Evidence = new EvidenceChain(connection);
        SteadyNow = steady.Now;
        Events = new EventTable(connection, node, Evidence, hooks, feed);
        Conversations = new ConversationTable(connection);
        Reports = new ReportTable(connection);
        Parts = new PartTable(connection, Evidence);
        Replies = new ReplyTable(connection);
        ReplyParts = new ReplyPartTable(connection);
        Submits = new SubmitTable(connection);
        Receipts = new UnmatchedReceiptTable(connection);
        Commands = new CommandTable(connection);
        Records = new RecordTable(connection, Evidence);
        Holds = new HoldTable(connection);
        Retention = new RetentionTable(connection, Evidence);
        Life = new LifeTable(connection, node);
        Outages = new OutageTable(connection);
        Registrations = new RegistrationTable(connection);
        Notices = new NoticeTable(connection);
        Suspensions = new SuspensionTable(connection);
    }

    /// <summary>The wall clock when this transaction began: one time for all that happens in it.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The same moment on the clock that ages are taken by.</summary>
    public DateTimeOffset SteadyNow { get; private set; }

    public EventTable Events { get; }
    public ConversationTable Conversations { get; }
    public ReportTable Reports { get; }
    public PartTable Parts { get; }
    public ReplyTable Replies { get; }
    public ReplyPartTable ReplyParts { get; }
    public SubmitTable Submits { get; }
    public UnmatchedReceiptTable Receipts { get; }
    public CommandTable Commands { get; }
    public EvidenceChain Evidence { get; }
    public RecordTable Records { get; }
    public HoldTable Holds { get; }
    public RetentionTable Retention { get; }
    public LifeTable Life { get; }
    public OutageTable Outages { get; }
    public RegistrationTable Registrations { get; }
    public NoticeTable Notices { get; }
    public SuspensionTable Suspensions { get; }

    /// <summary>A moment of this run's monotonic clock.</summary>
    public DateTimeOffset SteadyAt(long timestamp) => _steady.At(timestamp);

    /// <summary>Who has had no delivered confirmation, as this transaction sees it.</summary>
    public IReadOnlyList<Unanswered> Unanswered(DateTimeOffset watchedFrom) => UnansweredSenders.Watched(_connection, watchedFrom);

    /// <inheritdoc cref="TransactionHooks.AfterCommit(Action)"/>
    public void AfterCommit(Action act) => _hooks.AfterCommit(act);

    /// <inheritdoc cref="TransactionHooks.AfterCommit(Action{object}, object)"/>
    public void AfterCommit(Action<object> act, object state) => _hooks.AfterCommit(act, state);

    /// <inheritdoc cref="TransactionHooks.OnRollback"/>
    public void OnRollback(Action<StoreTransaction> act) => _hooks.OnRollback(act);

    public void Begin()
    {
        Now = _time.GetUtcNow();
        SteadyNow = _steady.Now;
        _begin.Run();
        _isOpen = true;
        if (Evidence.Next == 1) Records.Start(Now);
    }

    public void Commit()
    {
        Evidence.Seal(Now);
        _commit.Run();
        _isOpen = false;
        Events.OnCommitted();
        Evidence.OnCommitted();
    }

    /// <summary>Does nothing when none is open.</summary>
    public void Rollback()
    {
        if (!_isOpen) return;
        _isOpen = false;
        using (var rollback = new Statement(_connection, "ROLLBACK")) rollback.Run();
        Events.OnRolledBack();
        Evidence.OnRolledBack();
        Suspensions.Load();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        Events.Dispose();
        Conversations.Dispose();
        Reports.Dispose();
        Parts.Dispose();
        Replies.Dispose();
        ReplyParts.Dispose();
        Submits.Dispose();
        Receipts.Dispose();
        Commands.Dispose();
        Records.Dispose();
        Holds.Dispose();
        Retention.Dispose();
        Evidence.Dispose();
        Life.Dispose();
        Outages.Dispose();
        Registrations.Dispose();
        Notices.Dispose();
        Suspensions.Dispose();
        _connection.Dispose();
    }
}
