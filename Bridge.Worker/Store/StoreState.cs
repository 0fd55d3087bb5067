using Bridge.Worker.Configuration;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>What gauges, /status and the desk ask of the store, over a reading connection of its own.</summary>
internal sealed class StoreState : IServiceState, IDisposable
{
    private readonly StoreWriter _writer;
    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly BridgePlan _plan;
    private readonly SqliteConnection _connection;
    private readonly Statement _unconfirmed;
    private readonly Statement _oldest;
    private readonly Statement _newest;
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
        _unconfirmed = new Statement(_connection, "SELECT count(*) FROM reports WHERE confirmed_at IS NULL AND test = 0");
        _oldest = new Statement(
            _connection, "SELECT id, watched_from FROM reports WHERE confirmed_at IS NULL AND test = 0 ORDER BY watched_from LIMIT 1");
        _proofs = new PathProofs(_connection, plan);
        _suspensions = new SuspensionTable(_connection);
        _newest = new Statement(
            _connection,
            """
            SELECT r.id, r.operator, c.msisdn, r.text, r.complete, r.received_at, r.taken_at, r.confirmed_at,
                (SELECT min(accepted_at) FROM replies p WHERE p.conversation = r.conversation AND p.confirms_up_to >= r.row),
                r.test
            FROM reports r JOIN conversations c ON c.row = r.conversation WHERE r.released_at IS NOT NULL ORDER BY r.row DESC LIMIT ?
            """);
    }

    public ServiceState Read()
    {
        var now = _time.GetUtcNow();
        var cursor = _outbox.Cursor(_plan.Bus.Kind);
        var waiting = _outbox.Last - cursor;
        TimeSpan? outboxOldest = _outbox.ReadAfter(cursor, 1) is [var first, ..] ? now - first.Time : null;
        lock (_reading)
        {
            _unconfirmed.Step();
            var unconfirmed = _unconfirmed.Long(0);
            _unconfirmed.Reset();
            (string Id, TimeSpan Age)? oldest = _oldest.Step() ? (_oldest.Text(0), _writer.Steady.Now - _oldest.Time(1)) : null;
            _oldest.Reset();
            return new ServiceState(_writer.IsUp, unconfirmed, oldest?.Age, oldest?.Id, Math.Max(0, waiting), outboxOldest)
            {
                Paths = _proofs.Read(cursor),
                Suspended = Suspended(),
            };
        }
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

    public IReadOnlyList<ReportProgress> Newest(int atMost)
    {
        List<ReportProgress> reports = [];
        lock (_reading)
        {
            _newest.Set(1, atMost);
            while (_newest.Step())
            {
                reports.Add(new ReportProgress(
                    _newest.Text(0), _newest.Text(1), _newest.TextOrNull(2), _newest.TextOrNull(3) ?? "", _newest.Bool(4), _newest.Time(5),
                    _newest.TimeOrNull(6), _newest.TimeOrNull(8), _newest.TimeOrNull(7))
                {
                    Test = _newest.Bool(9),
                });
            }
        }

        return reports;
    }

    public void Dispose()
    {
        lock (_reading)
        {
            _unconfirmed.Dispose();
            _oldest.Dispose();
            _proofs.Dispose();
            _newest.Dispose();
            _suspensions.Dispose();
            _connection.Dispose();
        }
    }
}
