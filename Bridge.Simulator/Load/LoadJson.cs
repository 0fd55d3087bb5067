using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Simulator.Load;

/// <summary>Writes the figures for a program to read: flat counts, units in the names.</summary>
internal static class LoadJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(LoadFigures figures)
    {
        var verdict = figures.Verdict;
        return JsonSerializer.Serialize(new
        {
            figures.Sound,
            verdict.Texts,
            verdict.Answered,
            verdict.Unanswered,
            Lost = verdict.Lost.Count,
            Doubled = verdict.Doubled.Count,
            Garbled = verdict.Garbled.Count,
            OutOfOrder = verdict.OutOfOrder.Count,
            SharedIds = verdict.SharedIds.Count,
            verdict.Redelivered,
            verdict.ReleasedIncomplete,
            figures.Seconds,
            figures.TextsPerSecond,
            figures.ReportsPerSecond,
            AnswerMs = figures.Answer,
            EventMs = figures.Event,
            BehindMs = figures.Behind,
            figures.SentAgain,
            figures.Binds,
            figures.Kills,
            figures.Sync,
            ProcessorSeconds = figures.Processor,
            figures.StopProblem,
            First = new
            {
                Lost = verdict.Lost.First,
                Doubled = verdict.Doubled.First,
                Garbled = verdict.Garbled.First,
                OutOfOrder = verdict.OutOfOrder.First,
                SharedIds = verdict.SharedIds.First,
            },
        }, Options);
    }
}
