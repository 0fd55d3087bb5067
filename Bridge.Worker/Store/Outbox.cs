using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The outbox over a reading connection of its own: readers never wait for the writer (WAL).</summary>
internal sealed class Outbox : IOutbox, IDisposable
{
    private readonly StoreWriter _writer;
    private readonly StoreConnection _connection;
    private readonly Statement _after;
    private readonly CursorTable _cursors;
    private readonly Lock _reading = new();

    public Outbox(SqliteDatabase database, StoreWriter writer)
    {
        _writer = writer;
        _connection = database.Open();
        _after = _connection.Prepare($"SELECT {EventTable.Columns} FROM events WHERE sequence > @after ORDER BY sequence LIMIT @at_most");
        _cursors = new CursorTable(_connection);
    }

    public long Last => _writer.Events.Last;

    public IReadOnlyList<OutboxEvent> ReadAfter(long sequence, int atMost)
    {
        if (sequence >= Last) return [];
        lock (_reading) return _after.Set("@after", sequence).Set("@at_most", atMost).All(EventTable.Read);
    }

    public Task WaitForNewerAsync(long sequence, CancellationToken cancel) => _writer.Events.WaitForNewerAsync(sequence, cancel);

    public long Cursor(string bus)
    {
        lock (_reading) return _cursors.SequenceOf(bus);
    }

    public Task AdvanceAsync(string bus, long sequence, CancellationToken cancel) =>
        _writer.RunAsync(transaction =>
        {
            transaction.Cursors.Advance(bus, sequence);
            transaction.Records.Handover(bus, sequence, transaction.Now);
        }, cancel);

    public void Dispose()
    {
        lock (_reading) _connection.Dispose();
    }
}
