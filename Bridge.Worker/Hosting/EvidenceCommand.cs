using Bridge.Worker.Configuration;
using Bridge.Worker.Evidence;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Hosting;

/// <summary>`bridge evidence export|verify`. Reads the store, whether or not the daemon runs.</summary>
internal static class EvidenceCommand
{
    /// <returns>0 when the chain holds; 65 when it does not; 64 for an anchor that cannot be read; 2 for a store that cannot.</returns>
    public static async Task<int> VerifyAsync(BridgePlan plan, string? anchor, TextWriter output, TextWriter error)
    {
        EvidenceAnchorPoint? point = null;
        if (anchor is not null && (point = ReadAnchor(anchor)) is null)
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

    /// <param name="path">A new file that only its owner may read. Null: standard output.</param>
    /// <returns>0; 1 when no report has this id, or the file cannot be written; 2 when the store cannot be read.</returns>
    public static Task<int> ExportAsync(BridgePlan plan, string report, string? path, TextWriter output, TextWriter error) =>
        ReadAsync(error, async () =>
        {
            if (new SqliteDatabase(plan.Store.Path).Read(connection => EvidenceExport.Write(connection, report)) is not { } document)
            {
                await error.WriteLineAsync("no report has this id");
                return ExitCodes.Fault;
            }

            if (path is not null) return await WriteAsync(document, path, error);
            await output.WriteLineAsync(document);
            return ExitCodes.Ok;
        });

    private static async Task<int> WriteAsync(string document, string path, TextWriter error)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var file = new StreamWriter(new FileStream(path, options));
            await file.WriteLineAsync(document);
            return ExitCodes.Ok;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCodes.Fault;
        }
    }

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

    private static EvidenceAnchorPoint? ReadAnchor(string anchor)
    {
        if (anchor.Split('=') is not [var position, { Length: 2 * RecordDigest.Octets } link]) return null;
        if (!long.TryParse(position, out var at) || at <= 0 || !link.All(char.IsAsciiHexDigit)) return null;
        return new EvidenceAnchorPoint(at, link.ToLowerInvariant());
    }
}
