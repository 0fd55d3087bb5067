using Bridge.Worker.Configuration;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>What gauges, /status and the desk ask of the store, over a reading connection of its own.</summary>
internal sealed class StoreState : IServiceState, IDisposable
{
    private readonly StoreWriter _writer;
    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly BridgePlan _plan;
    private readonly StoreConnection _connection;
    private readonly ReportProgressTable _progress;
    private readonly NewestReports _newest;
    private readonly PathProofs _proofs;
    private readonly SuspensionTable _suspensions;
    private readonly Lock _reading = new();

    public StoreState(SqliteDatabase database, StoreWriter writer, Outbox outbox, BridgePlan plan, TimeProvider time)
    {
        _writer = writer;
        _outbox = outbox;
        _time = time;
        _plan = plan;
        _connection = database.Open();
        _progress = new ReportProgressTable(_connection);
        _newest = new NewestReports(_connection);
        _proofs = new PathProofs(_progress, new ReplyTable(_connection), plan);
        _suspensions = new SuspensionTable(_connection);
    }

    public ServiceState Read()
    {
        var now = _time.GetUtcNow();
        var cursor = _outbox.Cursor(_plan.Bus.Kind);
        var waiting = _outbox.Last - cursor;
        TimeSpan? outboxOldest = _outbox.ReadAfter(cursor, 1) is [var first, ..] ? now - first.Time : null;
        lock (_reading)
        {
            var oldest = _progress.OldestUnconfirmed();
            return new ServiceState(
                _writer.IsUp, _progress.CountUnconfirmed(), _writer.Steady.Now - oldest?.WatchedFrom, oldest?.Id, Math.Max(0, waiting),
                outboxOldest)
            {
                Paths = _proofs.Read(cursor),
                Suspended = Suspended(),
            };
        }
    }

    public IReadOnlyList<ReportProgress> Newest(int atMost)
    {
        lock (_reading) return _newest.Read(atMost);
    }

    public void Dispose()
    {
        lock (_reading) _connection.Dispose();
    }

    private List<SuspendedOperator> Suspended()
    {
        _suspensions.Load();
        return
        [
            .. _plan
                .Operators.Where(op => _suspensions.Since(op.Name) is not null)
                .Select(op => new SuspendedOperator(op.Name, _suspensions.Since(op.Name)!.Value)),
        ];
    }
}
