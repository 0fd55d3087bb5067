using System.CommandLine;
using Bridge.Simulator.CommandLine;

namespace Bridge.Simulator.Centre;

/// <summary>bridge-sim centre: a report centre, on the command line.</summary>
internal static class CentreCommand
{
    private static readonly Option<Uri?> Url = Options.Address(
        "--url", "The bridge's embedded bus.", "http://127.0.0.1:9920", "http", "https");
    private static readonly Option<Uri?> Amqp = Options.Address("--amqp", "RabbitMQ instead of the embedded bus.", null, "amqp", "amqps");
    private static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "A file with the bearer token of the embedded bus.",
    };
    private static readonly Option<int?> After = Options.MaybeCount(
        "--after",
        "Embedded: read after this sequence number; 0 for all that is kept. Default: from now on.",
        0,
        int.MaxValue);
    private static readonly Option<bool> Silent = new("--silent")
    {
        Description = "Neither take nor confirm anything: a centre that nobody sits at.",
    };
    private static readonly Option<bool> NoConfirm = new("--no-confirm") { Description = "Take every report, confirm none." };
    private static readonly Option<TimeSpan?> ConfirmAfter = Options.Duration(
        "--confirm-after",
        "From taking a report to confirming it. Default: at once.");
    private static readonly Option<string?> Text = new("--text")
    {
        Description = "The confirmation, in whatever language. Default: the guide's own, and an English one for English reports.",
    };

    public static Command Create(TextWriter output, TimeProvider time)
    {
        var command = new Command("centre", "A report centre on the bus that takes and confirms every report.")
        {
            Url,
            Amqp,
            TokenFile,
            After,
            Silent,
            NoConfirm,
            ConfirmAfter,
            Text,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var settings = new CentreSettings
        {
            Takes = !parsed.GetValue(Silent),
            Confirms = !parsed.GetValue(Silent) && !parsed.GetValue(NoConfirm),
            ConfirmAfter = parsed.GetValue(ConfirmAfter) ?? TimeSpan.Zero,
        };
        if (parsed.GetValue(Text) is { } text) settings = settings with { Confirmation = text, EnglishConfirmation = text };

        var screen = new CentreScreen(output, time);
        await using var bus = await OpenAsync(parsed, time, cancel);
        try
        {
            screen.Listening(parsed.GetValue(Amqp) is null ? "embedded bus" : "RabbitMQ");
            await new SimulatedCentre(bus, settings, time, screen.Show).RunAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            screen.Summary();
        }

        return 0;
    }

    private static async Task<ICentreBus> OpenAsync(ParseResult parsed, TimeProvider time, CancellationToken cancel)
    {
        if (parsed.GetValue(Amqp) is { } amqp) return new RabbitCentreBus(amqp, time);
        var token = parsed.GetValue(TokenFile) is { } file ? (await File.ReadAllTextAsync(file, cancel)).Trim() : null;
        return new HttpCentreBus(parsed.GetValue(Url)!, parsed.GetValue(After), time, token);
    }
}
