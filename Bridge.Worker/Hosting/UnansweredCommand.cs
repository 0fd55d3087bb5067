using Bridge.Worker.Configuration;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Hosting;

/// <summary>`bridge unanswered`: the senders without a delivered confirmation, a line each, the longest waiting first.</summary>
internal static class UnansweredCommand
{
    /// <summary>How far back without --since: longer than any outage that nobody noticed should be.</summary>
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(1);

    /// <returns>0 when nobody waits, 1 when somebody does, 64 for a time that cannot be read, 2 when the store cannot be.</returns>
    public static async Task<int> RunAsync(BridgePlan plan, string? since, TimeProvider time, TextWriter output, TextWriter error)
    {
        var from = time.GetUtcNow() - DefaultSpan;
        if (since is not null && !DateTimeOffset.TryParse(since, null, System.Globalization.DateTimeStyles.AssumeUniversal, out from))
        {
            await error.WriteLineAsync("--since has to be a time such as 2026-11-22T04:00:00Z");
            return ExitCodes.Usage;
        }

        try
        {
            var senders = new SqliteDatabase(plan.Store.Path).Read(connection => new UnansweredSenders(connection).Since(from));
            foreach (var sender in senders) await output.WriteLineAsync(Line(sender));
            return senders.Count == 0 ? ExitCodes.Ok : ExitCodes.Degraded;
        }
        catch (StoreUnusableException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCodes.Unreachable;
        }
    }

    private static string Line(Unanswered sender)
    {
        var progress =
            sender.ReplyAccepted ? "reply sent, delivery unknown"
            : sender.Taken ? "taken by the centre, no reply"
            : "not taken by the centre";
        var since = sender.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var texts = sender.Reports.Count == 1 ? "text " : "texts";
        return $"{since}  {sender.Msisdn ?? sender.Sender,-15}  {sender.Operator,-20}  {sender.Reports.Count,3} {texts}  {progress}";
    }
}
