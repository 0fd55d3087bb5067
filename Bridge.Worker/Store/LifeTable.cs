using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One moment by both clocks.</summary>
internal readonly record struct SignOfLife(DateTimeOffset Wall, DateTimeOffset Steady);

/// <summary>
/// When this node was last known to take texts. The next start learns from it how long nobody did, and what the old run's clock said.
/// </summary>
internal sealed class LifeTable(SqliteConnection connection, string node) : IDisposable
{
    /// <summary>The two clocks run alike but for the wall's being set; less than this is how they are read.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(100);

    private readonly Statement _shiftReports = new(
        connection, "UPDATE reports SET watched_from = watched_from + ? WHERE confirmed_at IS NULL AND test = 0");
    private readonly Statement _shiftOutages = new(connection, "UPDATE outages SET since = since + ?");
    private readonly Statement _boundReports = new(
        connection, "UPDATE reports SET watched_from = ?1 WHERE confirmed_at IS NULL AND test = 0 AND watched_from > ?1");

    private readonly Statement _boundOutages = new(connection, "UPDATE outages SET since = ?1 WHERE since > ?1");
    private readonly Statement _last = new(connection, "SELECT wall, steady FROM life WHERE node = ?");
    private readonly Statement _beat = new(
        connection, "INSERT INTO life (node, wall, steady) VALUES (?1, ?2, ?3) ON CONFLICT (node) DO UPDATE SET wall = excluded.wall, steady = excluded.steady");

    /// <summary>Null: this node has never run on this store.</summary>
    public SignOfLife? Last()
    {
        if (!_last.Set(1, node).Step()) return null;
        var life = new SignOfLife(_last.Time(0), _last.Time(1));
        _last.Reset();
        return life;
    }

    public void Beat(DateTimeOffset wall, DateTimeOffset steady) => _beat.Set(1, node).Set(2, wall).Set(3, steady).Run();

    /// <summary>
    /// Brings what the last run stamped by its steady clock onto this run's, which begins at the wall. The last sign of life says how far
    /// the two were apart; what would lie ahead all the same, because the wall was set back meanwhile, begins now.
    /// </summary>
    public void CarryOver(DateTimeOffset now)
    {
        if (Last() is { } life && life.Wall - life.Steady is var shift && shift.Duration() > Noticeable)
        {
            _shiftReports.Set(1, shift.Ticks / TimeSpan.TicksPerMicrosecond).Run();
            _shiftOutages.Set(1, shift.Ticks / TimeSpan.TicksPerMicrosecond).Run();
            Beat(life.Wall, life.Wall);
        }

        _boundReports.Set(1, now).Run();
        _boundOutages.Set(1, now).Run();
    }

    public void Dispose()
    {
        _shiftReports.Dispose();
        _shiftOutages.Dispose();
        _boundReports.Dispose();
        _boundOutages.Dispose();
        _last.Dispose();
        _beat.Dispose();
    }
}
