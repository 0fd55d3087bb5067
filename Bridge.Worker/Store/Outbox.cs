using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The outbox over a reading connection of its own: readers never wait for the writer (WAL).</summary>
internal sealed class Outbox : IOutbox, IDisposable
{
    private readonly StoreWriter _writer;
    private readonly SqliteConnection _connection;
    private readonly Statement _after;
    private readonly Statement _cursor;
    private readonly Lock _reading = new();

    public Outbox(SqliteDatabase database, StoreWriter writer)
    {
        _writer = writer;
        _connection = database.Open();
        _after = new Statement(
            _connection,
                "SELECT sequence, id, name, operator, conversation_id, at, read_at, json FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?");
        _cursor = new Statement(_connection, "SELECT sequence FROM cursors WHERE bus = ?");
    }

    public long Last => _writer.Events.Last;

    public IReadOnlyList<OutboxEvent> ReadAfter(long sequence, int atMost)
    {
        List<OutboxEvent> events = [];
        if (sequence >= Last) return events;
        lock (_reading)
        {
            _after.Set(1, sequence).Set(2, atMost);
            try
            {
                while (_after.Step()) events.Add(EventTable.Read(_after));
            }
            finally
            {
                _after.Reset();
            }
        }

        return events;
    }

    public Task WaitForNewerAsync(long sequence, CancellationToken cancel) => _writer.Events.WaitForNewerAsync(sequence, cancel);

    public long Cursor(string bus)
    {
        lock (_reading)
        {
            var sequence = _cursor.Set(1, bus).Step() ? _cursor.Long(0) : 0;
            _cursor.Reset();
            return sequence;
        }
    }

    public Task AdvanceAsync(string bus, long sequence, CancellationToken cancel) =>
        _writer.RunAsync(transaction =>
        {
            transaction.Events.Advance(bus, sequence);
            transaction.Records.Handover(bus, sequence, transaction.Now);
        }, cancel);

    public void Dispose()
    {
        lock (_reading)
        {
            _after.Dispose();
            _cursor.Dispose();
            _connection.Dispose();
        }
    }
}
