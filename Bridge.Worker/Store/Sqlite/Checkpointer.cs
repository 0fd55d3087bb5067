using Bridge.Worker.Supervision;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// Moves the log into the database apart from the commits: an automatic checkpoint would sit inside some text's commit and make the tail of
/// the answers (p99 of 10 to 19 ms where 1 ms would do). PASSIVE never makes the writer wait; once nothing is written, TRUNCATE gives the
/// disk back. Under a flood PASSIVE never catches up and the log would grow with it: past a limit RESTART makes the writer wait for once,
/// and it begins the log anew.
/// </summary>
internal sealed partial class Checkpointer(
    SqliteDatabase database, Pulses pulses, TimeProvider time, ILogger<Checkpointer> log)
    : PeriodicService("checkpointer", TimeSpan.FromSeconds(1), pulses, time, log)
{
    /// <summary>
    /// 16 MiB of log, in pages of 4 KiB: on a small disk a log that takes all the room leaves none for the database to take it in.
    /// </summary>
    private const long MaxPages = 4_096;

    private StoreConnection? _connection;
    private Statement? _passive;
    private Statement? _restart;
    private Statement? _truncate;
    private long _pagesBefore;
    private int _erased;

    /// <summary>
    /// Something was erased: the log still holds it until it is cut off, which is then done at the next turn, flood or not. Any thread.
    /// </summary>
    public void CutOffErased() => Volatile.Write(ref _erased, 1);

    public override Task TurnAsync(CancellationToken cancel)
    {
        Open();
        var pages = Run(_passive!);
        if (Interlocked.Exchange(ref _erased, 0) == 1)
        {
            if (!CutOff(_truncate!)) CutOffErased();
        }
        else if (pages > MaxPages)
        {
            Run(_restart!);
        }
        else if (pages > 0 && pages == _pagesBefore)
        {
            Run(_truncate!);
        }

        _pagesBefore = pages;
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _connection?.Dispose();
        base.Dispose();
    }

    private void Open()
    {
        if (_connection is not null) return;
        var connection = database.Open();
        _passive = connection.Prepare("PRAGMA wal_checkpoint(PASSIVE)");
        _restart = connection.Prepare("PRAGMA wal_checkpoint(RESTART)");
        _truncate = connection.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        _connection = connection;
    }

    /// <summary>False while a reader still reads from the log.</summary>
    private bool CutOff(Statement truncate) => Run(truncate) == 0;

    /// <summary>Returns the pages that the log holds; -1 when the checkpoint could not run now.</summary>
    private long Run(Statement checkpoint)
    {
        try
        {
            return checkpoint.One(static row => row.Long("log"));
        }
        catch (SqliteException error)
        {
            CheckpointFailed(log, error.SqliteErrorCode);
            return -1;
        }
    }

    [LoggerMessage(5010, LogLevel.Warning, "A checkpoint of the store failed: SQLite error {Code}; texts are still taken, the log grows")]
    private static partial void CheckpointFailed(ILogger logger, int code);
}
