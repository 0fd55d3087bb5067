using System.CommandLine;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.CommandLine;

/// <summary>bridge-sim smsc: one operator.</summary>
internal static class SmscCommand
{
    private static readonly Option<double?> Rate = Options.OptionalNumber(
        "--rate", "Texts a second. Default: none are sent.", 0.001, 100_000);
    private static readonly Option<int?> Count = Options.OptionalCount(
        "--count", "How many texts are sent in all. Default: with --rate no end, with --text one.", 1, int.MaxValue);
    private static readonly Option<string?> Text = new("--text")
    {
        Description = "What the texts say, each with its number. Default: a sentence of the 992 guide.",
    };
    private static readonly Option<string> From = Options.Digits(
        "--from", "The first sender; the others count up from it.", "85290009000");
    private static readonly Option<int> Senders = Options.Count("--senders", "How many senders take turns.", 1, 1_000_000, 10);
    private static readonly Option<TimeSpan?> HeartbeatInterval = Options.Interval(
        "--heartbeat",
        "Send a test text so often (default 1m), wait for the centre's answer, and say whether it came. Exit 1 when one did not.",
        TimeSpan.FromMinutes(1));
    private static readonly Option<string> HeartbeatSender = Options.Digits(
        "--heartbeat-sender", "Who sends them: a number of the bridge's TestSenders.", "85290000000");

    public static Command Create(TextWriter output, TimeProvider time)
    {
        var command = new Command(
            "smsc", "An operator's SMSC: takes binds, sends texts, answers submit_sm, returns receipts, and misbehaves on request.");
        Option[] texts = [Rate, Count, Text, From, Senders, HeartbeatInterval, HeartbeatSender];
        foreach (var option in (Option[])[.. SmscOptions.Identity, .. texts, .. SmscOptions.Answers]) command.Add(option);
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var screen = new SmscScreen(output, time);
        var heartbeats = parsed.GetValue(HeartbeatInterval) is { } interval
            ? new HeartbeatStream(interval, parsed.GetValue(HeartbeatSender)!, screen.Show)
            : null;
        await using var smsc = new SimulatedOperator(SmscOptions.Read(parsed), time, operatorEvent =>
        {
            screen.Show(operatorEvent);
            heartbeats?.Observe(operatorEvent);
        });
        screen.Listening(smsc);

        var texts = new TextStream(
            parsed.GetValue(Rate), ReadCount(parsed), parsed.GetValue(Text), parsed.GetValue(From)!, parsed.GetValue(Senders));
        try
        {
            var heartbeating = heartbeats?.RunAsync(smsc, time, cancel) ?? Task.CompletedTask;
            await texts.SendAsync(smsc, time, screen, cancel);
            await heartbeating;
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }
        catch (OperationCanceledException)
        {
            screen.Summary();
        }

        return heartbeats is { Missed: > 0 } ? 1 : 0;
    }

    private static int ReadCount(ParseResult parsed)
    {
        if (parsed.GetValue(Count) is { } given) return given;
        if (parsed.GetValue(Rate) is not null) return int.MaxValue;
        return parsed.GetValue(Text) is not null ? 1 : 0;
    }
}
