using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The writer's connection and its tables. One transaction is open at a time; only the writer's thread touches it.</summary>
internal sealed class StoreTransaction : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly TimeProvider _time;
    private readonly SteadyClock _steady;
    private readonly TransactionHooks _hooks;
    private bool _isOpen;

    public StoreTransaction(
        StoreConnection connection, string node, TimeProvider time, SteadyClock steady, TransactionHooks hooks, EventFeed feed)
    {
        _connection = connection;
        _time = time;
        _steady = steady;
        _hooks = hooks;
        Now = time.GetUtcNow();
        SteadyNow = steady.Now;
        Evidence = new EvidenceChain(new EvidenceTable(connection));
        Events = new EventTable(connection, node, Evidence, hooks, feed);
        Cursors = new CursorTable(connection);
        Conversations = new ConversationTable(connection);
        Reports = new ReportTable(connection);
        ReportProgress = new ReportProgressTable(connection);
        Parts = new PartTable(connection, Evidence);
        Replies = new ReplyTable(connection);
        ReplyParts = new ReplyPartTable(connection);
        Submits = new SubmitTable(connection);
        Receipts = new UnmatchedReceiptTable(connection);
        AutomaticTexts = new AutomaticTextTable(connection);
        NoticeCases = new NoticeCases(connection);
        Commands = new CommandTable(connection);
        Records = new RecordTable(connection, Evidence, Replies);
        Registrations = new RegistrationTable(connection);
        Suspensions = new SuspensionTable(connection);
        Life = new LifeTable(connection, node);
        Outages = new OutageTable(connection);
        Holds = new HoldTable(connection);
        Retention = new RetentionTable(connection, Evidence);
        EventRetention = new EventRetentionTable(connection, Evidence, Cursors);
        PersonalIndexes = new PersonalIndexes(connection);
        Unanswered = new UnansweredSenders(connection);
    }

    /// <summary>The wall clock when this transaction began: one time for all that happens in it.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The same moment on the clock that ages are taken by.</summary>
    public DateTimeOffset SteadyNow { get; private set; }

    public EvidenceChain Evidence { get; }
    public EventTable Events { get; }
    public CursorTable Cursors { get; }
    public ConversationTable Conversations { get; }
    public ReportTable Reports { get; }
    public ReportProgressTable ReportProgress { get; }
    public PartTable Parts { get; }
    public ReplyTable Replies { get; }
    public ReplyPartTable ReplyParts { get; }
    public SubmitTable Submits { get; }
    public UnmatchedReceiptTable Receipts { get; }
    public AutomaticTextTable AutomaticTexts { get; }
    public NoticeCases NoticeCases { get; }
    public CommandTable Commands { get; }
    public RecordTable Records { get; }
    public RegistrationTable Registrations { get; }
    public SuspensionTable Suspensions { get; }
    public LifeTable Life { get; }
    public OutageTable Outages { get; }
    public HoldTable Holds { get; }
    public RetentionTable Retention { get; }
    public EventRetentionTable EventRetention { get; }
    public PersonalIndexes PersonalIndexes { get; }
    public UnansweredSenders Unanswered { get; }

    /// <summary>A moment of this run's monotonic clock.</summary>
    public DateTimeOffset SteadyAt(long timestamp) => _steady.At(timestamp);

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
        _connection.Begin();
        _isOpen = true;
        if (Evidence.Next == 1) Records.Start(Events.Last, Parts.Count(), Now);
    }

    public void Commit()
    {
        Evidence.Seal(Now);
        _connection.Commit();
        _isOpen = false;
        Events.OnCommitted();
        Evidence.OnCommitted();
    }

    /// <summary>Does nothing when none is open.</summary>
    public void Rollback()
    {
        if (!_isOpen) return;
        _isOpen = false;
        _connection.Rollback();
        Events.OnRolledBack();
        Evidence.OnRolledBack();
        Suspensions.Load();
    }

    public void Dispose() => _connection.Dispose();
}
