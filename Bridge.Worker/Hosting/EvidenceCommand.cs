using Bridge.Worker.Configuration;
using Bridge.Worker.Evidence;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Hosting;

/// <summary>`bridge evidence export|verify`. Reads the store, beside the running daemon or without it.</summary>
internal static class EvidenceCommand
{
    /// <returns>0 when the chain holds; 65 when it does not, and where; 64 for an anchor that cannot be read; 2 when the store cannot
    /// be.</returns>
    public static async Task<int> VerifyAsync(BridgePlan plan, string? anchor, TextWriter output, TextWriter error)
    {
        EvidenceAnchorPoint? point = null;
        if (anchor is not null && (point = Anchor(anchor)) is null)
        {
            await error.WriteLineAsync("--anchor has to be POSITION=LINK, as the daemon's log line 7001 says it");
            return ExitCodes.Usage;
        }

        return await ReadAsync(error, async () =>
        {
            var verdict = new SqliteDatabase(plan.Store.Path).Read(connection => EvidenceVerification.Run(connection, point));
            if (verdict.Break is { } found)
            {
                await error.WriteLineAsync($"the evidence does not hold at position {found.Position}: {found.What}");
                return ExitCodes.BadData;
            }

            await output.WriteLineAsync($"the evidence holds: {verdict.Positions}={verdict.Link}");
            return ExitCodes.Ok;
        });
    }

    /// <param name="path">Written with the mode of its owner alone; null: standard output.</param>
    /// <returns>0; 1 when no report has this id, or the file cannot be written; 2 when the store cannot be read.</returns>
    public static Task<int> ExportAsync(BridgePlan plan, string report, string? path, TextWriter output, TextWriter error) =>
        ReadAsync(error, async () =>
    {
        if (new SqliteDatabase(plan.Store.Path).Read(connection => EvidenceExport.Write(connection, report)) is not { } document)
        {
            await error.WriteLineAsync("no report has this id");
            return ExitCodes.Fault;
        }

        if (path is null)
        {
            await output.WriteLineAsync(document);
            return ExitCodes.Ok;
        }

        try
        {
            var own = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var file = new StreamWriter(new FileStream(path, own));
            await file.WriteLineAsync(document);
            return ExitCodes.Ok;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCodes.Fault;
        }
    });

    private static async Task<int> ReadAsync(TextWriter error, Func<Task<int>> read)
    {
        try
        {
            return await read();
        }
        catch (StoreUnusableException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCodes.Unreachable;
        }
    }

    private static EvidenceAnchorPoint? Anchor(string anchor) =>
        anchor.Split('=') is [var position, { Length: 2 * RecordDigest.Octets } link] && long.TryParse(position, out var at) && at > 0
            && link.All(char.IsAsciiHexDigit)
            ? new EvidenceAnchorPoint(at, link.ToLowerInvariant())
            : null;
}
