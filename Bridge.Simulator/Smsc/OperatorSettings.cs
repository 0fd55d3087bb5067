using System.Net;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>
/// How a simulated operator's SMSC behaves. By default it behaves well and listens on a free port of the loopback address.
/// </summary>
public sealed record OperatorSettings
{
    public required string Name { get; init; }

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free one; see <see cref="SimulatedOperator.Port"/>.</summary>
    public int Port { get; init; }

    /// <summary>The only system_id that may bind; null: any.</summary>
    public string? SystemId { get; init; }

    /// <summary>The only password that may bind; null: any.</summary>
    public string? Password { get; init; }

    /// <summary>How many deliver_sm may be unanswered on one connection, 1 to 10,000.</summary>
    public int Window { get; init; } = 10;

    /// <summary>How long a connection may be silent before an enquire_link.</summary>
    public TimeSpan EnquireLink { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a deliver_sm may stay unanswered before it is sent again.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a deliver_sm that was refused waits before it is sent again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How submit_sm_resp writes the message id.</summary>
    public IdFormat IdFormat { get; init; } = IdFormat.Decimal;

    /// <summary>Null: no delivery receipts, whatever registered_delivery asks.</summary>
    public ReceiptSettings? Receipts { get; init; } = new();

    public Misbehaviour Misbehaviour { get; init; } = new();
}

public enum IdFormat
{
    Decimal,
    Hex,
}

public sealed record ReceiptSettings
{
    /// <summary>How receipts write the message id, which may differ from submit_sm_resp; null: the same way.</summary>
    public IdFormat? IdFormat { get; init; }

    public MessageState State { get; init; } = MessageState.Delivered;

    /// <summary>The time from a submit_sm to its receipt.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>receipted_message_id and message_state (SMPP v3.4 §5.3.2.12, §5.3.2.35) beside the text of Appendix B.</summary>
    public bool WithTlvs { get; init; } = true;
}

/// <summary>What goes wrong. By default nothing does; a count of 0 means never.</summary>
public sealed record Misbehaviour
{
    /// <summary>Every bind is refused with this.</summary>
    public CommandStatus? RefuseBind { get; init; }

    /// <summary>Where the operator falls silent.</summary>
    public HangAt Hang { get; init; }

    /// <summary>How much later every answer to a submit_sm comes.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>
    /// Every so-many-th submit_sm is not answered; the connection is closed instead, so its sender can't know whether it was accepted.
    /// </summary>
    public int DropEvery { get; init; }

    /// <summary>Every so-many-th submit_sm is answered ESME_RTHROTTLED.</summary>
    public int ThrottleEvery { get; init; }

    /// <summary>Every submit_sm is refused with this.</summary>
    public CommandStatus? RefuseSubmit { get; init; }

    /// <summary>The receipt overtakes the submit_sm_resp that names its message id.</summary>
    public bool ReceiptBeforeResponse { get; init; }

    /// <summary>Every so-many-th text goes out twice, octet for octet, as if its first answer had been lost.</summary>
    public int DuplicateEvery { get; init; }

    /// <summary>Writes go out in pieces of so many octets, so PDUs arrive torn. 0: whole.</summary>
    public int ChopOctets { get; init; }
}

/// <summary>Where the operator falls silent without closing anything.</summary>
public enum HangAt
{
    Never,

    /// <summary>Connections are accepted and never read.</summary>
    Connection,

    /// <summary>The bind is never answered.</summary>
    Bind,

    /// <summary>Once bound nothing is read any more, enquire_link included: a peer whose machine has died.</summary>
    Session,

    /// <summary>No submit_sm is answered; enquire_link is.</summary>
    Submit,
}
