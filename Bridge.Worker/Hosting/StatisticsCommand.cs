using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Worker.Configuration;
using Bridge.Worker.Evidence;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Hosting;

/// <summary>
/// `bridge statistics`: a month's figures for each operator, without personal data. Reads the store, beside the running daemon or without
/// it.
/// </summary>
internal static class StatisticsCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>0; 64 for a month that cannot be read, 2 when the store cannot be.</returns>
    public static async Task<int> RunAsync(BridgePlan plan, string month, bool asJson, TextWriter output, TextWriter error)
    {
        if (!DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            await error.WriteLineAsync("--month has to be a month such as 2026-11");
            return ExitCodes.Usage;
        }

        try
        {
            var operators = new SqliteDatabase(plan.Store.Path).Read(
                connection => Statistics.ForMonth(connection, first.Year, first.Month, plan.ConfirmationDeadline));
            if (asJson)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(
                    new { month, timeZone = "+08:00", deadlineSeconds = plan.ConfirmationDeadline.TotalSeconds, operators }, Json));
            }
            else
            {
                foreach (var line in operators.SelectMany(Lines)) await output.WriteLineAsync(line);
                if (operators.Count == 0) await output.WriteLineAsync($"{month}: nothing");
            }

            return ExitCodes.Ok;
        }
        catch (StoreUnusableException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCodes.Unreachable;
        }
    }

    private static IEnumerable<string> Lines(OperatorMonth month)
    {
        var languages = month.ByLanguage.Select(language => $"{language.Key} {language.Value}");
        var replies = month.Replies;
        return
        [
            month.Operator,
            $"  reports         {month.Reports} (repeats {month.Repeats}, resends {month.Resends}, incomplete {month.Incomplete}; "
                + $"system tests apart {month.Tests})",
            $"  by language     {(month.ByLanguage.Count == 0 ? "none" : string.Join(", ", languages))}",
            $"  confirmed       in time {month.InTime}, late {month.Late}, never {month.Never}",
            $"  to taken        {Words(month.ToTaken)}",
            $"  to confirmed    {Words(month.ToConfirmed)}",
            $"  replies         {replies.Sent}: delivered {replies.Delivered}, accepted {replies.Accepted}, failed {replies.Failed}, "
                + $"expired {replies.Expired}, under way {replies.Open}",
        ];
    }

    private static string Words(Spread spread) => spread.Count == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"median {spread.Median:0.0} s, p95 {spread.P95:0.0} s, of {spread.Count}");
}
