using System.Net;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Configuration;

/// <summary>The checked configuration, immutable after start. Every value is in range; passwords are read from their files.</summary>
public sealed record BridgePlan
{
    public required string NodeName { get; init; }
    public required string ShortCode { get; init; }
    public required IReadOnlyList<OperatorPlan> Operators { get; init; }
    public required StorePlan Store { get; init; }
    public required BusPlan Bus { get; init; }
    public required HttpPlan Http { get; init; }
    public required TimeSpan DedupeWindow { get; init; }
    public required TimeSpan AssemblyWait { get; init; }
    public required TimeSpan WarnAfter { get; init; }
    public required TimeSpan ConfirmationDeadline { get; init; }
    /// <summary>An outage that is told at its end has lasted at least so long.</summary>
    public TimeSpan OutageAtLeast { get; init; } = TimeSpan.FromSeconds(10);
    public required TimeSpan ConversationIdle { get; init; }

    /// <summary>How long an activation text is tried, and after which the centre is told that a registration is not active.</summary>
    public TimeSpan ActivateWithin { get; init; } = TimeSpan.FromDays(3);
    public required TimeSpan Retention { get; init; }
    public ReplyPlan Replies { get; init; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    public required TimeSpan Shutdown { get; init; }
    public required IReadOnlyList<string> HomeNetworks { get; init; }
    public required IReadOnlySet<string> TestSenders { get; init; }
    public required IReadOnlyDictionary<string, NoticePlan> Notices { get; init; }

    /// <summary>Whether a text of this number is a system's test and nobody's call for help.</summary>
    /// <param name="msisdn">E.164 without the plus; null for a sender that is no number.</param>
    public bool IsTest(string? msisdn) => msisdn is not null && TestSenders.Contains(msisdn);

    public OperatorPlan? Operator(string name) => Operators.FirstOrDefault(o => o.Name == name);
}

public enum Network
{
    Mobile,
    Fixed,
}

public sealed record OperatorPlan
{
    public required string Name { get; init; }
    public required Network Network { get; init; }
    public required Alphabet DefaultAlphabet { get; init; }

    /// <summary>The address that our replies come from.</summary>
    public required Address Sender { get; init; }

    /// <summary>
    /// The address that activation texts come from, so that nobody can answer them; null: from <see cref="Sender"/>, like replies.
    /// </summary>
    public Address? ActivationSender { get; init; }

    /// <summary>The answer to a deliver_sm that could not be stored.</summary>
    public required CommandStatus TemporaryError { get; init; }
    public required ReceiptIdFormat ReceiptIdFormat { get; init; }
    public required bool Receipts { get; init; }

    /// <summary>submit_sm a second; null is unlimited.</summary>
    public required double? SubmitRate { get; init; }
    public required LongTextForm LongText { get; init; }

    /// <summary>What its phones can show; what they cannot is sent all the same, and told to the centre.</summary>
    public Displays Displays { get; init; } = Displays.All;

    /// <summary>How often a test text comes over it, so that its silence can be noticed; null when none is arranged.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>The TLV that carries the serving network; null when the operator sends none.</summary>
    public required ushort? ServingNetworkTag { get; init; }

    /// <summary>
    /// Senders whose numbers (E.164 without the plus) begin so count as outside Hong Kong, unless the serving network says otherwise.
    /// </summary>
    public IReadOnlyList<string> OutsidePrefixes { get; init; } = [];
    public required IReadOnlyList<LinkPlan> Links { get; init; }

    /// <summary>
    /// Stands in for one that is configured no more, while texts of it are still in the store: they are released all the same.
    /// </summary>
    public static OperatorPlan Former(string name) => new()
    {
        Name = name,
        Network = Network.Mobile,
        DefaultAlphabet = Alphabet.Gsm7,
        Sender = Address.None,
        TemporaryError = CommandStatus.SysErr,
        ReceiptIdFormat = ReceiptIdFormat.Same,
        Receipts = false,
        SubmitRate = null,
        LongText = LongTextForm.Udh,
        ServingNetworkTag = null,
        Links = [],
    };
}

public sealed record LinkPlan
{
    public required string Operator { get; init; }
    public required string Name { get; init; }
    public required string Host { get; init; }
    public required int Port { get; init; }
    public required BindMode Bind { get; init; }
    public required string SystemId { get; init; }
    public required string Password { get; init; }
    public required string SystemType { get; init; }
    public required byte InterfaceVersion { get; init; }

    /// <summary>What the SMSC speaks where its bind_resp does not say: 0x33, which takes no TLVs (SMPP v3.4 §3.3.2), 0x34, 0x50.</summary>
    public byte PeerVersion { get; init; } = 0x33;
    public required int Window { get; init; }
    public required TimeSpan EnquireLink { get; init; }
    public required TimeSpan ResponseTimeout { get; init; }
    public required ReconnectPlan Reconnect { get; init; }
    public required TlsPlan? Tls { get; init; }

    /// <summary>Tried in turn, beginning with the one that worked last; the first is <see cref="Host"/>.</summary>
    public IReadOnlyList<string> Hosts { get => field ?? [Host]; init; }

    /// <summary>From the connection to the finished bind, and as long again for the connection itself.</summary>
    public TimeSpan SessionInit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the link may carry nothing but enquire_link; null: for ever.</summary>
    public TimeSpan? Inactivity { get; init; }

    /// <summary>The operator calls us; null: we call the operator. Host and port are then our own.</summary>
    public OutbindPlan? Outbind { get; init; }

    /// <summary>Never the password.</summary>
    public override string ToString() => $"{Operator}/{Name}";
}

/// <summary>Exponential from Min to Max with full jitter; Refused after a bind refused for its credentials.</summary>
public sealed record ReconnectPlan(TimeSpan Min, TimeSpan Max, TimeSpan Refused);

public sealed record TlsPlan(string? ServerName, string? CaFile, string? CertificateFile, string? KeyFile);

/// <summary>Who may call, from where, and what the caller has to say (outbind, SMPP v3.4 §4.1.7).</summary>
public sealed record OutbindPlan(IPEndPoint Listen, IReadOnlyList<IPNetwork> From, string SystemId, string Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Listen.ToString();
}

public sealed record StorePlan(string Kind, string? Path);

public sealed record BusPlan(string Kind, Uri? Uri)
{
    /// <summary>Never the URI: it holds a password.</summary>
    public override string ToString() => Kind;
}

public sealed record HttpPlan(Uri Listen, string? Token)
{
    public override string ToString() => Listen.ToString();
}

/// <param name="FallbackAfter">How long the sender's own operator may have been down before another takes a reply; null: never
/// another.</param>
/// <param name="WarnAfter">How long a reply may be undelivered before the centre is told so; null: not until its end.</param>
public sealed record ReplyPlan(TimeSpan? FallbackAfter, TimeSpan? WarnAfter);

/// <param name="Text">By language: zh-Hant, zh-Hans, en.</param>
/// <param name="After">Only unavailable: how long nobody may have taken the report.</param>
public sealed record NoticePlan(string Kind, bool Enabled, IReadOnlyDictionary<string, string> Text, TimeSpan? After)
{
    /// <summary>Only outside-hong-kong: instead of <see cref="Text"/> for who writes from Mainland China; by language too.</summary>
    public IReadOnlyDictionary<string, string>? MainlandText { get; init; }
}
