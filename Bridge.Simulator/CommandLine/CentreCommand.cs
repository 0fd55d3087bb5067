using System.CommandLine;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.CommandLine;

/// <summary>bridge-sim centre: a report centre.</summary>
internal static class CentreCommand
{
    private static readonly Option<bool> Silent = new("--silent")
    {
        Description = "Neither take nor confirm anything: a centre that nobody sits at.",
    };
    private static readonly Option<bool> NoConfirm = new("--no-confirm") { Description = "Take every report, confirm none." };
    private static readonly Option<TimeSpan?> ConfirmAfter = Options.Duration(
        "--confirm-after", "From taking a report to confirming it. Default: at once.");
    private static readonly Option<string?> Text = new("--text")
    {
        Description = "The confirmation, in whatever language. Default: the guide's own, and an English one for English reports.",
    };

    public static Command Create(TextWriter output, TimeProvider time)
    {
        var command = new Command("centre", "A report centre on the bus that takes and confirms every report.")
        {
            CentreBusOptions.Url, CentreBusOptions.Amqp, CentreBusOptions.TokenFile, CentreBusOptions.After,
            Silent, NoConfirm, ConfirmAfter, Text,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var screen = new CentreScreen(output, time);
        await using var bus = await CentreBusOptions.OpenAsync(parsed, time, cancel);
        try
        {
            screen.Listening(bus is RabbitCentreBus ? "RabbitMQ" : "embedded bus");
            await new SimulatedCentre(bus, ReadSettings(parsed), time, screen.Show).RunAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            screen.Summary();
        }

        return 0;
    }

    private static CentreSettings ReadSettings(ParseResult parsed)
    {
        var settings = new CentreSettings
        {
            Takes = !parsed.GetValue(Silent),
            Confirms = !parsed.GetValue(Silent) && !parsed.GetValue(NoConfirm),
            ConfirmAfter = parsed.GetValue(ConfirmAfter) ?? TimeSpan.Zero,
        };
        return parsed.GetValue(Text) is { } text ? settings with { Confirmation = text, EnglishConfirmation = text } : settings;
    }
}
