using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Decode;

internal enum FieldKind
{
    Octet,

    /// <summary>Four octets: a command_status.</summary>
    Status,

    /// <summary>A C-octet string: octets up to a NUL.</summary>
    CString,

    /// <summary>A C-octet string that is empty or a time of 16 characters.</summary>
    Time,

    /// <summary>As many octets as the sm_length before it gives.</summary>
    ShortMessage,

    /// <summary>A C-octet string that is not shown.</summary>
    Secret,

    /// <summary>One octet: how many groups of fields follow (<see cref="BodyField.Group"/>).</summary>
    Count,
}

/// <param name="Meaning">The meaning of an octet's value. Null: the number is enough.</param>
/// <param name="Limit">Octets that a string may have, its NUL included.</param>
internal sealed record BodyField(string Name, FieldKind Kind, Func<byte, string>? Meaning = null, int Limit = 0)
{
    /// <summary>
    /// The fields that are repeated, by the octet that they begin with. Null: no group begins with this octet.
    /// </summary>
    public Func<byte, BodyField[]?>? Group { get; init; }
}

/// <summary>The mandatory fields of each body in their order (SMPP v3.4 §4). A command without a layout has an opaque body.</summary>
internal static class BodyLayout
{
    private static readonly BodyField[] NoFields = [];
    private static readonly BodyField SystemId = Text("system_id", PduSizes.SystemId);
    private static readonly BodyField Password = new("password", FieldKind.Secret, Limit: PduSizes.Password);
    private static readonly BodyField ServiceType = Text("service_type", PduSizes.ServiceType);
    private static readonly BodyField MessageId = Text("message_id", PduSizes.MessageId);
    private static readonly BodyField EsmClass = new("esm_class", FieldKind.Octet, SpecMeanings.EsmClass);
    private static readonly BodyField RegisteredDelivery = new("registered_delivery", FieldKind.Octet, SpecMeanings.RegisteredDelivery);
    private static readonly BodyField DataCoding = new("data_coding", FieldKind.Octet, SpecMeanings.DataCoding);
    private static readonly BodyField[] Source = Address("source_addr", "source_addr", PduSizes.Address);
    private static readonly BodyField[] Destination = Address("dest_addr", "destination_addr", PduSizes.Address);
    private static readonly BodyField[] Times = [Time("schedule_delivery_time"), Time("validity_period")];

    private static readonly BodyField[] ShortMessage =
        [Octet("sm_default_msg_id"), new("sm_length", FieldKind.Octet, SpecMeanings.Length), new("short_message", FieldKind.ShortMessage)];

    private static readonly BodyField[] AfterAddresses =
    [
        EsmClass, Octet("protocol_id"), Octet("priority_flag"), .. Times,
        RegisteredDelivery, Octet("replace_if_present_flag"), DataCoding, .. ShortMessage,
    ];

    private static readonly BodyField[] Bind =
    [
        SystemId, Password, Text("system_type", PduSizes.SystemType),
        new("interface_version", FieldKind.Octet, SpecMeanings.InterfaceVersion),
        .. Numbering("addr"), Text("address_range", PduSizes.AddressRange),
    ];

    private static readonly BodyField[] Message = [ServiceType, .. Source, .. Destination, .. AfterAddresses];

    private static readonly BodyField[] Data =
    [
        ServiceType,
        .. Address("source_addr", "source_addr", PduSizes.LongAddress), .. Address("dest_addr", "destination_addr", PduSizes.LongAddress),
        EsmClass, RegisteredDelivery, DataCoding,
    ];

    private static readonly BodyField[] Alert =
        [.. Address("source_addr", "source_addr", PduSizes.LongAddress), .. Address("esme_addr", "esme_addr", PduSizes.LongAddress)];

    private static readonly BodyField Flag = new("dest_flag", FieldKind.Octet, SpecMeanings.DestFlag);
    private static readonly BodyField[] ToAddress = [Flag, .. Destination];
    private static readonly BodyField[] ToList = [Flag, Text("dl_name", PduSizes.Address)];
    private static readonly BodyField[] NotReached = [.. Destination, new("error_status_code", FieldKind.Status)];

    private static readonly BodyField[] Multi =
    [
        ServiceType, .. Source,
        new("number_of_dests", FieldKind.Count) { Group = flag => flag switch { 1 => ToAddress, 2 => ToList, _ => null } },
        .. AfterAddresses,
    ];

    /// <returns>Null: the command has no layout.</returns>
    public static BodyField[]? Find(CommandId command) => command switch
    {
        CommandId.BindReceiver or CommandId.BindTransmitter or CommandId.BindTransceiver => Bind,
        CommandId.BindReceiverResp or CommandId.BindTransmitterResp or CommandId.BindTransceiverResp => [SystemId],
        CommandId.SubmitSm or CommandId.DeliverSm => Message,
        CommandId.SubmitSmResp or CommandId.DeliverSmResp or CommandId.DataSmResp => [MessageId],
        CommandId.DataSm => Data,
        CommandId.SubmitMulti => Multi,
        CommandId.SubmitMultiResp => [MessageId, new("no_unsuccess", FieldKind.Count) { Group = _ => NotReached }],
        CommandId.QuerySm => [MessageId, .. Source],
        CommandId.QuerySmResp =>
            [MessageId, Time("final_date"), new("message_state", FieldKind.Octet, SpecMeanings.State), Octet("error_code")],
        CommandId.CancelSm => [ServiceType, MessageId, .. Source, .. Destination],
        CommandId.ReplaceSm => [MessageId, .. Source, .. Times, RegisteredDelivery, .. ShortMessage],
        CommandId.Outbind => [SystemId, Password],
        CommandId.AlertNotification => Alert,
        CommandId.EnquireLink or CommandId.EnquireLinkResp or CommandId.Unbind or CommandId.UnbindResp or CommandId.GenericNack
            or CommandId.CancelSmResp or CommandId.ReplaceSmResp => NoFields,
        _ => null,
    };

    private static BodyField Text(string name, int limit) => new(name, FieldKind.CString, Limit: limit);

    private static BodyField Time(string name) => new(name, FieldKind.Time, Limit: PduSizes.Time);

    private static BodyField Octet(string name) => new(name, FieldKind.Octet);

    private static BodyField[] Address(string prefix, string name, int limit) => [.. Numbering(prefix), Text(name, limit)];

    private static BodyField[] Numbering(string prefix) =>
    [
        new($"{prefix}_ton", FieldKind.Octet, SpecMeanings.TypeOfNumber),
        new($"{prefix}_npi", FieldKind.Octet, SpecMeanings.NumberingPlan),
    ];
}
