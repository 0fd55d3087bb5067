using System.CommandLine;
using System.Net;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.CommandLine;

/// <summary>The options of `bridge-sim smsc` that say how the operator behaves, and the settings that they amount to.</summary>
internal static class SmscOptions
{
    private static readonly Dictionary<string, HangAt> HangWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["connection"] = HangAt.Connection,
        ["bind"] = HangAt.Bind,
        ["session"] = HangAt.Session,
        ["submit"] = HangAt.Submit,
    };

    private static readonly Dictionary<string, MessageState> StateWords = new[]
    {
        MessageState.Delivered, MessageState.Undeliverable, MessageState.Expired, MessageState.Deleted,
        MessageState.Rejected, MessageState.Unknown, MessageState.Accepted, MessageState.Enroute,
    }.ToDictionary(state => Receipt.WordOf(state)!, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, IdFormat?> IdFormatWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["decimal"] = IdFormat.Decimal,
        ["hex"] = IdFormat.Hex,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "The operator's name, given in bind_*_resp.",
        DefaultValueFactory = _ => "harbour-mobile",
    };
    private static readonly Option<string> Listen = Options.IpAddress("--listen", "The address to listen on.", "127.0.0.1");
    private static readonly Option<int> Port = Options.Count("--port", "The port to listen on; 0 takes a free one.", 0, 65535, 2775);
    private static readonly Option<string?> SystemId = new("--system-id")
    {
        Description = "The only system_id that may bind. Default: any.",
    };
    private static readonly Option<string?> Password = new("--password") { Description = "The only password that may bind. Default: any." };
    private static readonly Option<int> Window = Options.Count("--window", "Unanswered deliver_sm at most.", 1, 10_000, 10);
    private static readonly Option<TimeSpan?> EnquireLink = Options.Duration(
        "--enquire-link", "Silence before an enquire_link. Default 15s.");

    private static readonly Option<IdFormat?> Ids = Options.Word<IdFormat?>(
        "--id-format", "How submit_sm_resp writes message ids.", IdFormat.Decimal, IdFormatWords, IdFormat.Decimal);
    private static readonly Option<IdFormat?> ReceiptIds = Options.Word<IdFormat?>(
        "--receipt-id-format", "How receipts write them. Default: the same.", null, IdFormatWords, null);
    private static readonly Option<bool> NoReceipts = new("--no-receipts") { Description = "Return no delivery receipts." };
    private static readonly Option<bool> NoReceiptTlvs = new("--no-receipt-tlvs")
    {
        Description = "Receipts are text alone, without receipted_message_id and message_state.",
    };
    private static readonly Option<MessageState> ReceiptState = Options.Word(
        "--receipt-state", "What receipts say. Default DELIVRD.", MessageState.Delivered, StateWords, MessageState.Delivered);
    private static readonly Option<TimeSpan?> ReceiptAfter = Options.Duration(
        "--receipt-after", "From a submit_sm to its receipt. Default 50ms.");
    private static readonly Option<bool> ReceiptFirst = new("--receipt-before-resp")
    {
        Description = "The receipt overtakes its submit_sm_resp.",
    };

    private static readonly Option<CommandStatus?> RefuseBind = Options.Status("--refuse-bind", "Refuse every bind with this.");
    private static readonly Option<CommandStatus?> RefuseSubmit = Options.Status("--refuse-submit", "Refuse every submit_sm with this.");
    private static readonly Option<HangAt> Hang = Options.Word(
        "--hang",
        "Fall silent without closing: at once, at the bind, once bound, or at every submit_sm (the default of a bare --hang).",
        HangAt.Never,
        HangWords,
        HangAt.Submit);
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

    /// <summary>Who and where the operator is.</summary>
    public static IReadOnlyList<Option> Identity { get; } = [Name, Listen, Port, SystemId, Password, Window, EnquireLink];

    /// <summary>What the operator answers, and what goes wrong.</summary>
    public static IReadOnlyList<Option> Answers { get; } =
    [
        Ids, ReceiptIds, NoReceipts, NoReceiptTlvs, ReceiptState, ReceiptAfter, ReceiptFirst, RefuseBind, RefuseSubmit, Hang, LateMs,
        DropEvery, ThrottleEvery, DuplicateEvery, Chop,
    ];

    public static OperatorSettings Read(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(Name)!,
        Listen = IPAddress.Parse(parsed.GetValue(Listen)!),
        Port = parsed.GetValue(Port),
        SystemId = parsed.GetValue(SystemId),
        Password = parsed.GetValue(Password),
        Window = parsed.GetValue(Window),
        EnquireLink = parsed.GetValue(EnquireLink) ?? TimeSpan.FromSeconds(15),
        IdFormat = parsed.GetValue(Ids) ?? IdFormat.Decimal,
        Receipts = parsed.GetValue(NoReceipts) ? null : ReadReceipts(parsed),
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

    private static ReceiptSettings ReadReceipts(ParseResult parsed) => new()
    {
        IdFormat = parsed.GetValue(ReceiptIds),
        State = parsed.GetValue(ReceiptState),
        After = parsed.GetValue(ReceiptAfter) ?? TimeSpan.FromMilliseconds(50),
        WithTlvs = !parsed.GetValue(NoReceiptTlvs),
    };
}
