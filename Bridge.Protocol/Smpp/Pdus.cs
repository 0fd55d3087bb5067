namespace Bridge.Protocol.Smpp;

/// <summary>
/// One protocol data unit. The header's length is not kept: it belongs to the wire. <see cref="Octets"/> is the PDU as it was read,
/// header included, owned by the PDU (empty for one that we build). <see cref="ToString"/> names the command alone, so that no PDU can
/// carry a text, a number or a password into a log.
/// </summary>
public abstract record Pdu
{
    public abstract CommandId Command { get; }

    /// <summary>command_status: zero in requests (SMPP v3.4 §5.1.3).</summary>
    public CommandStatus Status { get; init; }

    /// <summary>sequence_number (SMPP v3.4 §5.1.4): 1 to 0x7FFFFFFF as sent by us; any value as received, echoed unchanged.</summary>
    public uint Sequence { get; init; }

    public IReadOnlyList<Tlv> Tlvs { get; init; } = [];

    public ReadOnlyMemory<byte> Octets { get; init; }

    /// <summary>What could not be read of the body; fields after the fault are at their defaults. Null when the body is sound.</summary>
    public DecodeFault? Fault { get; init; }

    public bool IsResponse => ((uint)Command & 0x80000000) != 0;

    public ReadOnlyMemory<byte>? Tlv(TlvTag tag)
    {
        for (var i = 0; i < Tlvs.Count; i++)
        {
            if (Tlvs[i].Tag == tag) return Tlvs[i].Value;
        }

        return null;
    }

    public sealed override string ToString() => $"{Command.SpecName()} {Status.SpecName()} sequence={Sequence}";
}

/// <summary>Where a body stopped making sense: the field in the spec's spelling, the octet offset from the start of the PDU, the reason.</summary>
public sealed record DecodeFault(string Field, int Offset, string Reason);

/// <summary>bind_receiver, bind_transmitter, bind_transceiver (SMPP v3.4 §4.1): which one is <see cref="Mode"/>.</summary>
public sealed record Bind : Pdu
{
    public required BindMode Mode { get; init; }
    public string SystemId { get; init; } = "";
    public string Password { get; init; } = "";
    public string SystemType { get; init; } = "";
    public byte InterfaceVersion { get; init; } = 0x34;
    public byte AddrTon { get; init; }
    public byte AddrNpi { get; init; }
    public string AddressRange { get; init; } = "";
    public override CommandId Command => (CommandId)Mode;
}

public enum BindMode : uint
{
    Receiver = CommandId.BindReceiver,
    Transmitter = CommandId.BindTransmitter,
    Transceiver = CommandId.BindTransceiver,
}

public sealed record BindResp : Pdu
{
    public required BindMode Mode { get; init; }
    public string SystemId { get; init; } = "";
    public override CommandId Command => (CommandId)((uint)Mode | 0x80000000);
}

/// <summary>submit_sm and deliver_sm share one body (SMPP v3.4 §4.4.1, §4.6.1).</summary>
public abstract record MessagePdu : Pdu
{
    public string ServiceType { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public Address Destination { get; init; } = Address.None;
    public EsmClass EsmClass { get; init; }
    public byte ProtocolId { get; init; }
    public byte PriorityFlag { get; init; }
    public string ScheduleDeliveryTime { get; init; } = "";
    public string ValidityPeriod { get; init; } = "";
    public byte RegisteredDelivery { get; init; }
    public byte ReplaceIfPresentFlag { get; init; }
    public byte DataCoding { get; init; }
    public byte SmDefaultMsgId { get; init; }

    /// <summary>0 to 254 octets (255 in v5.0); a slice of <see cref="Pdu.Octets"/> when received.</summary>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <summary>The user data wherever it stood: short_message, or message_payload when that is empty (SMPP v3.4 §5.3.2.32).</summary>
    public ReadOnlyMemory<byte> UserData => ShortMessage.IsEmpty ? Tlv(TlvTag.MessagePayload) ?? default : ShortMessage;
}

public sealed record SubmitSm : MessagePdu
{
    public override CommandId Command => CommandId.SubmitSm;
}

public sealed record DeliverSm : MessagePdu
{
    public override CommandId Command => CommandId.DeliverSm;
}

public sealed record SubmitSmResp : Pdu
{
    public string MessageId { get; init; } = "";
    public override CommandId Command => CommandId.SubmitSmResp;
}

/// <summary>message_id is unused and one NUL (SMPP v3.4 §4.6.2): 17 octets in all, for some SMSCs refuse 16.</summary>
public sealed record DeliverSmResp : Pdu
{
    public string MessageId { get; init; } = "";
    public override CommandId Command => CommandId.DeliverSmResp;
}

/// <summary>data_sm (SMPP v3.4 §4.7): text only in message_payload; addresses up to 64 characters.</summary>
public sealed record DataSm : Pdu
{
    public string ServiceType { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public Address Destination { get; init; } = Address.None;
    public EsmClass EsmClass { get; init; }
    public byte RegisteredDelivery { get; init; }
    public byte DataCoding { get; init; }
    public ReadOnlyMemory<byte> UserData => Tlv(TlvTag.MessagePayload) ?? default;
    public override CommandId Command => CommandId.DataSm;
}

public sealed record DataSmResp : Pdu
{
    public string MessageId { get; init; } = "";
    public override CommandId Command => CommandId.DataSmResp;
}

public sealed record EnquireLink : Pdu
{
    public override CommandId Command => CommandId.EnquireLink;
}

public sealed record EnquireLinkResp : Pdu
{
    public override CommandId Command => CommandId.EnquireLinkResp;
}

public sealed record Unbind : Pdu
{
    public override CommandId Command => CommandId.Unbind;
}

public sealed record UnbindResp : Pdu
{
    public override CommandId Command => CommandId.UnbindResp;
}

public sealed record GenericNack : Pdu
{
    public override CommandId Command => CommandId.GenericNack;
}

/// <summary>The SMSC asks the ESME to bind (SMPP v3.4 §4.1.7). Has no response.</summary>
public sealed record Outbind : Pdu
{
    public string SystemId { get; init; } = "";
    public string Password { get; init; } = "";
    public override CommandId Command => CommandId.Outbind;
}

/// <summary>A subscriber can be reached again (SMPP v3.4 §4.12). Has no response.</summary>
public sealed record AlertNotification : Pdu
{
    public Address Source { get; init; } = Address.None;
    public Address Esme { get; init; } = Address.None;
    public override CommandId Command => CommandId.AlertNotification;
}

/// <summary>A command that this stack does not type: its body is kept as it came, so that it survives decode and encode unchanged.</summary>
public sealed record UnknownPdu(CommandId Id) : Pdu
{
    public ReadOnlyMemory<byte> Body { get; init; }
    public override CommandId Command => Id;
}
