using System.CommandLine;
using System.Net;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.CommandLine;

namespace Bridge.Simulator.Smsc;

/// <summary>bridge-sim smsc: one operator, on the command line.</summary>
internal static class SmscCommand
{
    private static readonly Dictionary<string, HangAt> Hangs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["connection"] = HangAt.Connection,
        ["bind"] = HangAt.Bind,
        ["session"] = HangAt.Session,
        ["submit"] = HangAt.Submit,
    };

    private static readonly Dictionary<string, MessageState> States = new[]
    {
        MessageState.Delivered, MessageState.Undeliverable, MessageState.Expired, MessageState.Deleted, MessageState.Rejected,
            MessageState.Unknown,
        MessageState.Accepted, MessageState.Enroute,
    }.ToDictionary(s => Receipt.WordOf(s)!, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, IdFormat?> IdFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["decimal"] = IdFormat.Decimal,
        ["hex"] = IdFormat.Hex,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "The operator's name, given in bind_*_resp.",
        DefaultValueFactory = _ => "harbour-mobile",
    };
    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "The address to listen on.",
        DefaultValueFactory = _ => "127.0.0.1",
    };
    private static readonly Option<int> Port = Options.Count("--port", "The port to listen on; 0 takes a free one.", 0, 65535, 2775);
    private static readonly Option<string?> SystemId = new("--system-id")
    {
        Description = "The only system_id that may bind. Default: any.",
    };
    private static readonly Option<string?> Password = new("--password") { Description = "The only password that may bind. Default: any." };
    private static readonly Option<int> Window = Options.Count("--window", "Unanswered deliver_sm at most.", 1, 10_000, 10);
    private static readonly Option<TimeSpan?> EnquireLink = Options.Duration(
        "--enquire-link", "Silence before an enquire_link. Default 15s.");
    private static readonly Option<double?> Rate = Options.MaybeNumber("--rate", "Texts a second. Default: none are sent.", 0.001, 100_000);
    private static readonly Option<int?> Count = Options.MaybeCount(
        "--count",
        "How many texts are sent in all. Default: with --rate no end, with --text one.",
        1,
        int.MaxValue);
    private static readonly Option<string?> Text = new("--text")
    {
        Description = "What the texts say, each with its number. Default: a sentence of the 992 guide.",
    };
    private static readonly Option<string> From = new("--from")
    {
        Description = "The first sender; the others count up from it.",
        DefaultValueFactory = _ => "85290009000",
    };
    private static readonly Option<int> Senders = Options.Count("--senders", "How many senders take turns.", 1, 1_000_000, 10);
    private static readonly Option<TimeSpan?> HeartbeatEvery = Options.Every(
        "--heartbeat",
            "Send a test text so often (default 1m), wait for the centre's answer, and say whether it came. Exit 1 when one did not.",
            TimeSpan.FromMinutes(1));

    private static readonly Option<string> HeartbeatSender = new("--heartbeat-sender")
    {
        Description = "Who sends them: a number of the bridge's TestSenders.",
        DefaultValueFactory = _ => "85290000000",
    };

    private static readonly Option<IdFormat?> Ids = Options.Word<IdFormat?>(
        "--id-format", "How submit_sm_resp writes message ids.", IdFormat.Decimal, IdFormats, IdFormat.Decimal);
    private static readonly Option<IdFormat?> ReceiptIds = Options.Word<IdFormat?>(
        "--receipt-id-format", "How receipts write them. Default: the same.", null, IdFormats, null);
    private static readonly Option<bool> NoReceipts = new("--no-receipts") { Description = "Return no delivery receipts." };
    private static readonly Option<bool> NoReceiptTlvs = new("--no-receipt-tlvs")
    {
        Description = "Receipts are text alone, without receipted_message_id and message_state.",
    };
    private static readonly Option<MessageState> ReceiptState = Options.Word(
        "--receipt-state",
        "What receipts say. Default DELIVRD.",
        MessageState.Delivered,
        States,
        MessageState.Delivered);
    private static readonly Option<TimeSpan?> ReceiptAfter = Options.Duration(
        "--receipt-after",
        "From a submit_sm to its receipt. Default 50ms.");
    private static readonly Option<bool> ReceiptFirst = new("--receipt-before-resp")
    {
        Description = "The receipt overtakes its submit_sm_resp.",
    };
    private static readonly Option<CommandStatus?> RefuseBind = Options.Status("--refuse-bind", "Refuse every bind with this.");
    private static readonly Option<CommandStatus?> RefuseSubmit = Options.Status("--refuse-submit", "Refuse every submit_sm with this.");
    private static readonly Option<HangAt> Hang = Options.Word(
        "--hang", "Fall silent without closing: at once, at the bind, once bound, or at every submit_sm (the default of a bare --hang).",
        HangAt.Never, Hangs, HangAt.Submit);
    private static readonly Option<int> LateMs = Options.Count(
        "--late-ms", "Answer every submit_sm so many milliseconds later.", 0, 3_600_000, 0);
    private static readonly Option<int> DropEvery = Options.Count(
        "--drop-every", "Every N-th submit_sm costs the connection instead of being answered.", 0, int.MaxValue, 0);
    private static readonly Option<int> ThrottleEvery = Options.Count(
        "--throttle-every", "Every N-th submit_sm is answered ESME_RTHROTTLED.", 0, int.MaxValue, 0);
    private static readonly Option<int> DuplicateEvery = Options.Count(
        "--duplicate-every", "Every N-th text is delivered twice, as a retransmission is.", 0, int.MaxValue, 0);
    private static readonly Option<int> Chop = Options.Count(
        "--chop", "Write in pieces of N octets, so that PDUs arrive torn. 0: whole.", 0, 65_536, 0);

    public static Command Create(TextWriter output, TimeProvider time)
    {
        var command = new Command(
            "smsc", "An operator's SMSC: takes binds, sends texts, answers submit_sm, returns receipts, and misbehaves on request.")
        {
            Name, Listen, Port, SystemId, Password, Window, EnquireLink, Rate, Count, Text, From, Senders, HeartbeatEvery, HeartbeatSender,
                Ids, ReceiptIds, NoReceipts, NoReceiptTlvs, ReceiptState,
            ReceiptAfter, ReceiptFirst, RefuseBind, RefuseSubmit, Hang, LateMs, DropEvery, ThrottleEvery, DuplicateEvery, Chop,
        };
        Listen.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _)) result.AddError("--listen: not an IP address");
        });
        foreach (var number in (Option<string>[])[From, HeartbeatSender])
        {
            number.Validators.Add(result =>
            {
                var digits = result.GetValueOrDefault<string>() ?? "";
                if (digits.Length is < 1 or > 18 || !digits.All(char.IsAsciiDigit))
                {
                    result.AddError($"{number.Name}: one to eighteen digits");
                }
            });
        }

        command.SetAction((parsed, cancel) => RunAsync(parsed, output, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var screen = new SmscScreen(output, time);
        var heartbeats = parsed.GetValue(HeartbeatEvery) is { } every
            ? new HeartbeatStream(every, parsed.GetValue(HeartbeatSender)!, screen.Beat)
            : null;
        await using var smsc = new SimulatedOperator(SettingsOf(parsed), time, happened =>
        {
            screen.Show(happened);
            heartbeats?.Show(happened);
        });
        screen.Listening(smsc);

        var texts = new TextStream(
            parsed.GetValue(Rate), CountOf(parsed), parsed.GetValue(Text), parsed.GetValue(From)!, parsed.GetValue(Senders));
        try
        {
            var beating = heartbeats?.RunAsync(smsc, time, cancel) ?? Task.CompletedTask;
            await texts.SendAsync(smsc, time, screen, cancel);
            await beating;
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }
        catch (OperationCanceledException)
        {
            screen.Summary();
        }

        return heartbeats is { Missed: > 0 } ? 1 : 0;
    }

    private static int CountOf(ParseResult parsed)
    {
        var standard = parsed.GetValue(Rate) is not null ? int.MaxValue : parsed.GetValue(Text) is not null ? 1 : 0;
        return parsed.GetValue(Count) ?? standard;
    }

    private static OperatorSettings SettingsOf(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(Name)!,
        Listen = IPAddress.Parse(parsed.GetValue(Listen)!),
        Port = parsed.GetValue(Port),
        SystemId = parsed.GetValue(SystemId),
        Password = parsed.GetValue(Password),
        Window = parsed.GetValue(Window),
        EnquireLink = parsed.GetValue(EnquireLink) ?? TimeSpan.FromSeconds(15),
        IdFormat = parsed.GetValue(Ids) ?? IdFormat.Decimal,
        Receipts = parsed.GetValue(NoReceipts) ? null : new ReceiptSettings
        {
            IdFormat = parsed.GetValue(ReceiptIds),
            State = parsed.GetValue(ReceiptState),
            After = parsed.GetValue(ReceiptAfter) ?? TimeSpan.FromMilliseconds(50),
            WithTlvs = !parsed.GetValue(NoReceiptTlvs),
        },
        Misbehaviour = new Misbehaviour
        {
            RefuseBind = parsed.GetValue(RefuseBind),
            RefuseSubmit = parsed.GetValue(RefuseSubmit),
            Hang = parsed.GetValue(Hang),
            Late = TimeSpan.FromMilliseconds(parsed.GetValue(LateMs)),
            DropEvery = parsed.GetValue(DropEvery),
            ThrottleEvery = parsed.GetValue(ThrottleEvery),
            ReceiptBeforeResponse = parsed.GetValue(ReceiptFirst),
            DuplicateEvery = parsed.GetValue(DuplicateEvery),
            ChopOctets = parsed.GetValue(Chop),
        },
    };
}
