using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The writer's connection and its tables. One transaction is open at a time; only the writer's thread touches it.</summary>
internal sealed class StoreTransaction : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Statement _begin;
    private readonly Statement _commit;

    public StoreTransaction(SqliteConnection connection, string node, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        Now = time.GetUtcNow();
        Events = new EventTable(connection, node);
        Conversations = new ConversationTable(connection);
        Reports = new ReportTable(connection);
        Parts = new PartTable(connection);
        Replies = new ReplyTable(connection);
        ReplyParts = new ReplyPartTable(connection);
        Receipts = new UnmatchedReceiptTable(connection);
        Commands = new CommandTable(connection);
    }

    /// <summary>The wall clock when this transaction began: one time for all that happens in it.</summary>
    public DateTimeOffset Now { get; private set; }

    public EventTable Events { get; }
    public ConversationTable Conversations { get; }
    public ReportTable Reports { get; }
    public PartTable Parts { get; }
    public ReplyTable Replies { get; }
    public ReplyPartTable ReplyParts { get; }
    public UnmatchedReceiptTable Receipts { get; }
    public CommandTable Commands { get; }

    public void Begin()
    {
        Replies.ForgetInserted();
        Now = _time.GetUtcNow();
        _begin.Run();
    }

    public void Commit()
    {
        _commit.Run();
        Events.OnCommitted();
    }

    public void Rollback()
    {
        using (var rollback = new Statement(_connection, "ROLLBACK")) rollback.Run();
        Events.OnRolledBack();
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
        Receipts.Dispose();
        Commands.Dispose();
        _connection.Dispose();
    }
}
