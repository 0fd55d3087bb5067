namespace Bridge.Protocol.Smpp;

/// <summary>
/// A protocol data unit of SMPP. <see cref="PduCodec"/> decodes and encodes it. Strings are Latin-1. Sections in the comments without a
/// version are of SMPP v3.4.
/// </summary>
/// <remarks>
/// A PDU is immutable; change it with a <c>with</c> expression. Lengths are checked only when it is encoded. Each type reads its mandatory
/// fields in a constructor and writes them in <see cref="WriteBody"/>, in the order of the wire.
/// </remarks>
public abstract record Pdu
{
    private CommandStatus _status;
    private uint _sequence;
    private IReadOnlyList<Tlv> _tlvs = [];
    private ReadOnlyMemory<byte> _octets;
    private DecodeFault? _fault;

    /// <summary>command_id (§5.1.2).</summary>
    public abstract CommandId Command { get; }

    /// <summary>command_status (§5.1.3). In a request it is <see cref="CommandStatus.Ok"/>.</summary>
    public CommandStatus Status { get => _status; init => _status = value; }

    /// <summary>
    /// sequence_number (§5.1.4). A response has that of its request. <see cref="SmppSession"/> gives a request its number, 1 to 0x7FFFFFFF.
    /// A received one may have any value.
    /// </summary>
    public uint Sequence { get => _sequence; init => _sequence = value; }

    /// <summary>The optional parameters in the order of the wire, with unknown and repeated ones. Default: none.</summary>
    public IReadOnlyList<Tlv> Tlvs { get => _tlvs; init => _tlvs = value; }

    /// <summary>
    /// The whole PDU as received, the header included: the memory that was passed to <see cref="PduCodec.Decode"/>. Empty for a PDU that
    /// was not decoded.
    /// </summary>
    public ReadOnlyMemory<byte> Octets { get => _octets; init => _octets = value; }

    /// <summary>
    /// The first fault of the body. The fields that could be read, before the fault and after it, are set all the same. Null if there is
    /// none.
    /// </summary>
    public DecodeFault? Fault { get => _fault; init => _fault = value; }

    /// <summary>
    /// congestion_state of a response (SMPP v5.0 §4.8.4.18): 0 idle, 1 to 29 low, 30 to 49 medium, 50 to 79 high, 80 to 89 optimum, 90 to
    /// 99 nearing congestion, 100 congested. Null if the parameter is missing or is not one octet.
    /// </summary>
    public byte? CongestionState => TlvOctet(TlvTag.CongestionState);

    /// <summary>Whether this is a response.</summary>
    public bool IsResponse => Command.IsResponse();

    /// <summary>Finds the value of the first optional parameter with the tag. Null if there is none.</summary>
    public ReadOnlyMemory<byte>? Tlv(TlvTag tag)
    {
        for (var i = 0; i < _tlvs.Count; i++)
        {
            if (_tlvs[i].Tag == tag) return _tlvs[i].Value;
        }

        return null;
    }

    /// <summary>Finds the value of the first optional parameter with the tag. Null if there is none, or if it is not one octet.</summary>
    public byte? TlvOctet(TlvTag tag) => Tlv(tag) is { Length: 1 } value ? value.Span[0] : null;

    /// <summary>The header alone. A text, a number or a password must not reach a log.</summary>
    public sealed override string ToString() => $"{Command.SpecName()} {Status.SpecName()} sequence={Sequence}";

    /// <summary>
    /// Whether the mandatory fields are written. bind_*_resp and submit_sm_resp do not have them if the status is an error (§4.1.2,
    /// §4.4.2): every peer can read the bare header, and some cannot read a body. A body whose fields are set is written all the same.
    /// </summary>
    internal virtual bool HasBody => false;

    /// <summary>
    /// The room that the mandatory fields need at most. Those of submit_sm take 357 octets with the longest short_message.
    /// </summary>
    internal virtual int MandatoryOctetsAtMost => 512;

    internal virtual void WriteBody(ref FieldWriter body)
    {
    }

    /// <summary>Sets the fields that all PDUs share, once the mandatory fields are read.</summary>
    internal void Complete(in PduHeader header, ReadOnlyMemory<byte> octets, ref FieldReader body)
    {
        _status = header.Status;
        _sequence = header.Sequence;
        _octets = octets;
        _tlvs = body.Tlvs();
        _fault = body.Fault;
    }
}

/// <summary>
/// What is wrong with the body of a PDU.
/// </summary>
/// <param name="Field">The field, in the spec's spelling.</param>
/// <param name="Offset">Where it is, in octets from the start of the PDU.</param>
/// <param name="Reason">What is wrong, in words, without the content of the field.</param>
public sealed record DecodeFault(string Field, int Offset, string Reason);
