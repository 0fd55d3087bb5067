using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One moment by both clocks.</summary>
internal readonly record struct SignOfLife(DateTimeOffset Wall, DateTimeOffset Steady);

/// <summary>
/// When this node was last known to take texts. The next start learns from it how long nobody did, and what the old run's clock said.
/// </summary>
internal sealed class LifeTable(StoreConnection connection, string node)
{
    /// <summary>The two clocks run alike but for the wall's being set; less than this is how they are read.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(100);

    private readonly Statement _last = connection.Prepare("SELECT wall, steady FROM life WHERE node = @node");
    private readonly Statement _write = connection.Prepare(
        """
        INSERT INTO life (node, wall, steady) VALUES (@node, @wall, @steady)
        ON CONFLICT (node) DO UPDATE SET wall = excluded.wall, steady = excluded.steady
        """);

    /// <summary>Null: this node has never run on this store.</summary>
    public SignOfLife? Last() =>
        _last.Set("@node", node).One(static row => (SignOfLife?)new SignOfLife(row.Time("wall"), row.Time("steady")));

    public void Write(SignOfLife life) => _write.Set("@node", node).Set("@wall", life.Wall).Set("@steady", life.Steady).Run();

    /// <summary>
    /// Brings what the last run stamped by its steady clock onto this run's, which begins at the wall. The last sign of life says how far
    /// the two were apart; what would lie ahead all the same, because the wall was set back meanwhile, begins now.
    /// </summary>
    public void CarryOver(DateTimeOffset now, ReportProgressTable reports, OutageTable outages)
    {
        if (Last() is { } life && life.Wall - life.Steady is var shift && shift.Duration() > Noticeable)
        {
            reports.ShiftWatches(shift);
            outages.Shift(shift);
            Write(new SignOfLife(life.Wall, life.Wall));
        }

        reports.BoundWatchesBy(now);
        outages.BoundBy(now);
    }
}
