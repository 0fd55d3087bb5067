using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Decode;

internal enum FieldKind
{
    Octet,

    /// <summary>Up to its NUL.</summary>
    CString,

    /// <summary>As many octets as sm_length before it says.</summary>
    ShortMessage,

    /// <summary>A C-octet string that is not shown.</summary>
    Secret,
}

/// <param name="Meaning">What a value of an octet means; null: the number says it.</param>
internal sealed record BodyField(string Name, FieldKind Kind, Func<byte, string>? Meaning = null);

/// <summary>The mandatory fields of each body in their order (SMPP v3.4 §4). A command without a layout has an opaque body.</summary>
internal static class BodyLayout
{
    private static readonly BodyField[] Header = [];
    private static readonly BodyField[] SystemId = [Text("system_id")];
    private static readonly BodyField[] MessageId = [Text("message_id")];

    private static readonly BodyField[] Bind =
    [
        Text("system_id"), new("password", FieldKind.Secret), Text("system_type"), new("interface_version", FieldKind.Octet, SpecMeanings.InterfaceVersion),
        .. Numbering("addr"), Text("address_range"),
    ];

    private static readonly BodyField[] Message =
    [
        Text("service_type"), .. Numbering("source_addr"), Text("source_addr"), .. Numbering("dest_addr"), Text("destination_addr"),
        new("esm_class", FieldKind.Octet, SpecMeanings.EsmClass), Octet("protocol_id"), Octet("priority_flag"), Text("schedule_delivery_time"),
        Text("validity_period"), new("registered_delivery", FieldKind.Octet, SpecMeanings.RegisteredDelivery), Octet("replace_if_present_flag"),
        new("data_coding", FieldKind.Octet, SpecMeanings.DataCoding), Octet("sm_default_msg_id"), Octet("sm_length"),
        new("short_message", FieldKind.ShortMessage),
    ];

    private static readonly BodyField[] Data =
    [
        Text("service_type"), .. Numbering("source_addr"), Text("source_addr"), .. Numbering("dest_addr"), Text("destination_addr"),
        new("esm_class", FieldKind.Octet, SpecMeanings.EsmClass), new("registered_delivery", FieldKind.Octet, SpecMeanings.RegisteredDelivery),
        new("data_coding", FieldKind.Octet, SpecMeanings.DataCoding),
    ];

    private static readonly BodyField[] Alert = [.. Numbering("source_addr"), Text("source_addr"), .. Numbering("esme_addr"), Text("esme_addr")];

    public static BodyField[]? Of(CommandId command) => command switch
    {
        CommandId.BindReceiver or CommandId.BindTransmitter or CommandId.BindTransceiver => Bind,
        CommandId.BindReceiverResp or CommandId.BindTransmitterResp or CommandId.BindTransceiverResp => SystemId,
        CommandId.SubmitSm or CommandId.DeliverSm => Message,
        CommandId.SubmitSmResp or CommandId.DeliverSmResp or CommandId.DataSmResp => MessageId,
        CommandId.DataSm => Data,
        CommandId.Outbind => [Text("system_id"), new("password", FieldKind.Secret)],
        CommandId.AlertNotification => Alert,
        CommandId.EnquireLink or CommandId.EnquireLinkResp or CommandId.Unbind or CommandId.UnbindResp or CommandId.GenericNack => Header,
        _ => null,
    };

    private static BodyField Text(string name) => new(name, FieldKind.CString);

    private static BodyField Octet(string name) => new(name, FieldKind.Octet);

    private static BodyField[] Numbering(string of) =>
        [new($"{of}_ton", FieldKind.Octet, SpecMeanings.TypeOfNumber), new($"{of}_npi", FieldKind.Octet, SpecMeanings.NumberingPlan)];
}
