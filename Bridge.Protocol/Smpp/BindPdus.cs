using System.Diagnostics.CodeAnalysis;

namespace Bridge.Protocol.Smpp;

/// <summary>What a session may carry once it is bound.</summary>
public enum BindMode : uint
{
    /// <summary>Texts from the SMSC to the ESME.</summary>
    Receiver = CommandId.BindReceiver,

    /// <summary>Texts from the ESME to the SMSC.</summary>
    Transmitter = CommandId.BindTransmitter,

    /// <summary>Texts in both directions.</summary>
    Transceiver = CommandId.BindTransceiver,
}

/// <summary>bind_receiver, bind_transmitter or bind_transceiver (SMPP v3.4 §4.1): the ESME asks to be bound.</summary>
public sealed record Bind : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public Bind()
    {
    }

    [SetsRequiredMembers]
    internal Bind(BindMode mode, ref FieldReader body)
    {
        Mode = mode;
        SystemId = body.CString("system_id", PduSizes.SystemId);
        Password = body.CString("password", PduSizes.Password);
        SystemType = body.CString("system_type", PduSizes.SystemType);
        InterfaceVersion = body.Octet("interface_version");
        AddrTon = body.Octet("addr_ton");
        AddrNpi = body.Octet("addr_npi");
        AddressRange = body.CString("address_range", PduSizes.AddressRange);
    }

    /// <summary>Which of the three binds this is.</summary>
    public required BindMode Mode { get; init; }

    /// <summary>system_id (§5.2.1), which names the ESME: at most 15 characters. Default: empty.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>password (§5.2.2): at most 8 characters. Default: empty.</summary>
    public string Password { get; init; } = "";

    /// <summary>system_type (§5.2.3): at most 12 characters. Default: empty.</summary>
    public string SystemType { get; init; } = "";

    /// <summary>interface_version (§5.2.4), the version that the ESME speaks. Default: 0x34.</summary>
    public byte InterfaceVersion { get; init; } = 0x34;

    /// <summary>addr_ton (§5.2.5) of the addresses that the ESME serves. Default: 0, unknown.</summary>
    public byte AddrTon { get; init; }

    /// <summary>addr_npi (§5.2.6) of the addresses that the ESME serves. Default: 0, unknown.</summary>
    public byte AddrNpi { get; init; }

    /// <summary>address_range (§5.2.7), a pattern of the addresses that the ESME serves: at most 40 characters. Default: empty.</summary>
    public string AddressRange { get; init; } = "";

    /// <inheritdoc/>
    public override CommandId Command => (CommandId)Mode;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("system_id", SystemId, PduSizes.SystemId);
        body.CString("password", Password, PduSizes.Password);
        body.CString("system_type", SystemType, PduSizes.SystemType);
        body.Octet(InterfaceVersion);
        body.Octet(AddrTon);
        body.Octet(AddrNpi);
        body.CString("address_range", AddressRange, PduSizes.AddressRange);
    }
}

/// <summary>bind_receiver_resp, bind_transmitter_resp, bind_transceiver_resp (SMPP v3.4 §4.1.2, §4.1.4, §4.1.6).</summary>
public sealed record BindResp : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public BindResp()
    {
    }

    [SetsRequiredMembers]
    internal BindResp(BindMode mode, ref FieldReader body)
    {
        Mode = mode;
        SystemId = body.CString("system_id", PduSizes.SystemId);
    }

    /// <summary>Which of the three binds this answers.</summary>
    public required BindMode Mode { get; init; }

    /// <summary>system_id (§5.2.1), which names the SMSC: at most 15 characters. Default: empty.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>
    /// sc_interface_version (§5.3.2.25): the version that the SMSC speaks, 0x34 for v3.4. Null if it does not say so, which means v3.3 or
    /// earlier.
    /// </summary>
    public byte? ScInterfaceVersion => TlvOctet(TlvTag.ScInterfaceVersion);

    /// <inheritdoc/>
    public override CommandId Command => ((CommandId)Mode).ToResponse();

    internal override bool HasBody => Status == CommandStatus.Ok || SystemId.Length > 0 || Tlvs.Count > 0;

    internal override void WriteBody(ref FieldWriter body) => body.CString("system_id", SystemId, PduSizes.SystemId);
}

/// <summary>outbind (SMPP v3.4 §4.1.7): the SMSC asks the ESME to bind. It has no response.</summary>
public sealed record Outbind : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public Outbind()
    {
    }

    internal Outbind(ref FieldReader body)
    {
        SystemId = body.CString("system_id", PduSizes.SystemId);
        Password = body.CString("password", PduSizes.Password);
    }

    /// <summary>system_id (§5.2.1), which names the SMSC: at most 15 characters. Default: empty.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>password (§5.2.2): at most 8 characters. Default: empty.</summary>
    public string Password { get; init; } = "";

    /// <inheritdoc/>
    public override CommandId Command => CommandId.Outbind;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("system_id", SystemId, PduSizes.SystemId);
        body.CString("password", Password, PduSizes.Password);
    }
}
