using System.Diagnostics.CodeAnalysis;

namespace Bridge.Protocol.Smpp;

public enum BindMode : uint
{
    Receiver = CommandId.BindReceiver,
    Transmitter = CommandId.BindTransmitter,
    Transceiver = CommandId.BindTransceiver,
}

/// <summary>bind_receiver, bind_transmitter, bind_transceiver (SMPP v3.4 §4.1): which one is <see cref="Mode"/>.</summary>
public sealed record Bind : Pdu
{
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

    public required BindMode Mode { get; init; }
    public string SystemId { get; init; } = "";
    public string Password { get; init; } = "";
    public string SystemType { get; init; } = "";
    public byte InterfaceVersion { get; init; } = 0x34;
    public byte AddrTon { get; init; }
    public byte AddrNpi { get; init; }
    public string AddressRange { get; init; } = "";
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

public sealed record BindResp : Pdu
{
    public BindResp()
    {
    }

    [SetsRequiredMembers]
    internal BindResp(BindMode mode, ref FieldReader body)
    {
        Mode = mode;
        SystemId = body.CString("system_id", PduSizes.SystemId);
    }

    public required BindMode Mode { get; init; }
    public string SystemId { get; init; } = "";

    /// <summary>
    /// sc_interface_version: what the SMSC speaks (0x34, 0x50). Null from one that does not say, which is v3.3 or earlier (SMPP v3.4
    /// §5.3.2.25).
    /// </summary>
    public byte? ScInterfaceVersion => TlvOctet(TlvTag.ScInterfaceVersion);
    public override CommandId Command => ((CommandId)Mode).ToResponse();

    internal override bool HasBody => Status == CommandStatus.Ok || SystemId.Length > 0 || Tlvs.Count > 0;

    internal override void WriteBody(ref FieldWriter body) => body.CString("system_id", SystemId, PduSizes.SystemId);
}

/// <summary>The SMSC asks the ESME to bind (SMPP v3.4 §4.1.7). Has no response.</summary>
public sealed record Outbind : Pdu
{
    public Outbind()
    {
    }

    internal Outbind(ref FieldReader body)
    {
        SystemId = body.CString("system_id", PduSizes.SystemId);
        Password = body.CString("password", PduSizes.Password);
    }

    public string SystemId { get; init; } = "";
    public string Password { get; init; } = "";
    public override CommandId Command => CommandId.Outbind;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("system_id", SystemId, PduSizes.SystemId);
        body.CString("password", Password, PduSizes.Password);
    }
}
