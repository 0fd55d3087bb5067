using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// Moves the log into the database apart from the commits: an automatic checkpoint would sit inside some text's commit and make the tail of
/// the answers (p99 of 10 to 19 ms where 1 ms would do). PASSIVE never makes the writer wait; once nothing is written, TRUNCATE gives the
/// disk back. Under a flood PASSIVE never catches up and the log would grow with it: past a limit RESTART makes the writer wait for once,
/// and it begins the log anew.
/// </summary>
internal sealed partial class Checkpointer(SqliteDatabase database, TimeProvider time, ILogger<Checkpointer> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>
    /// 16 MiB of log, in pages of 4 KiB: on a small disk a log that takes all the room leaves none for the database to take it in.
    /// </summary>
    private const long MostPages = 4_096;

    private int _erased;

    /// <summary>
    /// Something was erased: the log still holds it until it is cut off, which is then done at the next turn, flood or not. Any thread.
    /// </summary>
    public void CutOffErased() => Volatile.Write(ref _erased, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var connection = database.Open();
        using var passive = new Statement(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        using var restart = new Statement(connection, "PRAGMA wal_checkpoint(RESTART)");
        using var truncate = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        using var timer = new PeriodicTimer(Every, time);
        var before = 0L;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var pages = Run(passive);
                if (Interlocked.Exchange(ref _erased, 0) == 1)
                {
                    if (!CutOff(truncate)) CutOffErased();
                }
                else if (pages > MostPages) Run(restart);
                else if (pages > 0 && pages == before) Run(truncate);
                before = pages;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The daemon stops; what is in the log is read from there at the next start.
        }
    }

    /// <summary>False while a reader still reads from the log.</summary>
    private bool CutOff(Statement truncate) => Run(truncate) == 0;

    /// <summary>Returns the pages that the log holds; -1 when the checkpoint could not run now.</summary>
    private long Run(Statement checkpoint)
    {
        try
        {
            checkpoint.Step();
            return checkpoint.Long(1);
        }
        catch (SqliteException error)
        {
            CheckpointFailed(log, error.SqliteErrorCode);
            return -1;
        }
        finally
        {
            checkpoint.Reset();
        }
    }

    [LoggerMessage(5010, LogLevel.Warning, "A checkpoint of the store failed: SQLite error {Code}; texts are still taken, the log grows")]
    private static partial void CheckpointFailed(ILogger logger, int code);
}
