namespace Bridge.Protocol.Smpp;

/// <summary>
/// One protocol data unit. The header's length is not kept: it belongs to the wire. <see cref="Octets"/> is the PDU as it was read, header
/// included, owned by the PDU (empty for one that we build). <see cref="ToString"/> names the command alone, so that no PDU can carry a
/// text, a number or a password into a log.
/// </summary>
/// <remarks>
/// Each PDU reads its mandatory fields in its constructor and writes them in <see cref="WriteBody"/>, one below the other.
/// </remarks>
public abstract record Pdu
{
    private CommandStatus _status;
    private uint _sequence;
    private IReadOnlyList<Tlv> _tlvs = [];
    private ReadOnlyMemory<byte> _octets;
    private DecodeFault? _fault;

    public abstract CommandId Command { get; }

    /// <summary>command_status: zero in requests (SMPP v3.4 §5.1.3).</summary>
    public CommandStatus Status { get => _status; init => _status = value; }

    /// <summary>sequence_number (SMPP v3.4 §5.1.4): 1 to 0x7FFFFFFF as sent by us; any value as received, echoed unchanged.</summary>
    public uint Sequence { get => _sequence; init => _sequence = value; }

    /// <summary>In the order of the wire, unknown and repeated ones too.</summary>
    public IReadOnlyList<Tlv> Tlvs { get => _tlvs; init => _tlvs = value; }

    public ReadOnlyMemory<byte> Octets { get => _octets; init => _octets = value; }

    /// <summary>
    /// The first thing that could not be read of the body; what could be read, before it and after it, is filled in. Null when the body is
    /// sound.
    /// </summary>
    public DecodeFault? Fault { get => _fault; init => _fault = value; }

    /// <summary>
    /// congestion_state of a response (SMPP v5.0 §4.8.4.18): 0 idle, 1-29 low, 30-49 medium, 50-79 high, 80-89 optimum, 90-99 nearing
    /// congestion, 100 congested. Null when it is not there, or is not one octet.
    /// </summary>
    public byte? CongestionState => TlvOctet(TlvTag.CongestionState);

    public bool IsResponse => Command.IsResponse();

    /// <summary>The first TLV with the tag.</summary>
    public ReadOnlyMemory<byte>? Tlv(TlvTag tag)
    {
        for (var i = 0; i < _tlvs.Count; i++)
        {
            if (_tlvs[i].Tag == tag) return _tlvs[i].Value;
        }

        return null;
    }

    /// <summary>The first TLV with the tag, when it is one octet.</summary>
    public byte? TlvOctet(TlvTag tag) => Tlv(tag) is { Length: 1 } value ? value.Span[0] : null;

    public sealed override string ToString() => $"{Command.SpecName()} {Status.SpecName()} sequence={Sequence}";

    /// <summary>
    /// Whether mandatory fields are written. Those of bind_*_resp and submit_sm_resp are not returned when the status is an error (SMPP
    /// v3.4 §4.1.2, §4.4.2): the bare header is what every peer reads, while some stumble over a body. One that we are given fields for is
    /// written all the same.
    /// </summary>
    internal virtual bool HasBody => false;

    /// <summary>Room for the mandatory fields: those of submit_sm come to 357 octets with a full short_message.</summary>
    internal virtual int MandatoryOctetsAtMost => 512;

    internal virtual void WriteBody(ref FieldWriter body)
    {
    }

    /// <summary>Completes a PDU whose mandatory fields have been read.</summary>
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
/// Where a body stopped making sense: the field in the spec's spelling, the octet offset from the start of the PDU, the reason.
/// </summary>
public sealed record DecodeFault(string Field, int Offset, string Reason);
