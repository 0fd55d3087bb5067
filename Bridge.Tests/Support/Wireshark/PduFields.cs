using System.Text.Json;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Support;

/// <summary>
/// A PDU's fields by the spec's names, numbers in decimal and octet strings in hex: for comparing with what other implementations say.
/// </summary>
internal static class PduFields
{
    public static Dictionary<string, string> Of(Pdu pdu)
    {
        var fields = new Dictionary<string, string>
        {
            ["command"] = pdu.Command.SpecName(),
            ["command_status"] = $"{(uint)pdu.Status}",
            ["sequence_number"] = $"{pdu.Sequence}",
        };
        foreach (var (name, value) in Body(pdu)) fields.Add(name, value);
        foreach (var tlv in pdu.Tlvs) fields.Add(tlv.Tag.SpecName(), Hex(tlv.Value));
        return fields;
    }

    /// <summary>As the vectors' generators write them.</summary>
    public static Dictionary<string, string> FromJson(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString());

    private static IEnumerable<(string Name, string Value)> Body(Pdu pdu) =>
        pdu switch
        {
            Bind bind =>
            [
                ("system_id", bind.SystemId),
                ("password", bind.Password),
                ("system_type", bind.SystemType),
                ("interface_version", $"{bind.InterfaceVersion}"),
                ("addr_ton", $"{bind.AddrTon}"),
                ("addr_npi", $"{bind.AddrNpi}"),
                ("address_range", bind.AddressRange),
            ],
            BindResp resp => [("system_id", resp.SystemId)],
            Outbind outbind => [("system_id", outbind.SystemId), ("password", outbind.Password)],
            MessagePdu message =>
            [
                ("service_type", message.ServiceType),
                .. Address("source_addr", "source_addr", message.Source),
                .. Address("dest_addr", "destination_addr", message.Destination),
                ("esm_class", $"{message.EsmClass.Octet}"),
                ("protocol_id", $"{message.ProtocolId}"),
                ("priority_flag", $"{message.PriorityFlag}"),
                ("schedule_delivery_time", message.ScheduleDeliveryTime),
                ("validity_period", message.ValidityPeriod),
                ("registered_delivery", $"{message.RegisteredDelivery}"),
                ("replace_if_present_flag", $"{message.ReplaceIfPresentFlag}"),
                ("data_coding", $"{message.DataCoding}"),
                ("sm_default_msg_id", $"{message.SmDefaultMsgId}"),
                ("short_message", Hex(message.ShortMessage)),
            ],
            DataSm data =>
            [
                ("service_type", data.ServiceType),
                .. Address("source_addr", "source_addr", data.Source),
                .. Address("dest_addr", "destination_addr", data.Destination),
                ("esm_class", $"{data.EsmClass.Octet}"),
                ("registered_delivery", $"{data.RegisteredDelivery}"),
                ("data_coding", $"{data.DataCoding}"),
            ],
            SubmitSmResp resp => [("message_id", resp.MessageId)],
            DeliverSmResp resp => [("message_id", resp.MessageId)],
            DataSmResp resp => [("message_id", resp.MessageId)],
            QuerySm query => [("message_id", query.MessageId), .. Address("source_addr", "source_addr", query.Source)],
            QuerySmResp resp =>
            [
                ("message_id", resp.MessageId),
                ("final_date", resp.FinalDate),
                ("message_state", $"{(byte)resp.State}"),
                ("error_code", $"{resp.ErrorCode}"),
            ],
            CancelSm cancel =>
            [
                ("service_type", cancel.ServiceType),
                ("message_id", cancel.MessageId),
                .. Address("source_addr", "source_addr", cancel.Source),
                .. Address("dest_addr", "destination_addr", cancel.Destination),
            ],
            ReplaceSm replace =>
            [
                ("message_id", replace.MessageId),
                .. Address("source_addr", "source_addr", replace.Source),
                ("schedule_delivery_time", replace.ScheduleDeliveryTime),
                ("validity_period", replace.ValidityPeriod),
                ("registered_delivery", $"{replace.RegisteredDelivery}"),
                ("sm_default_msg_id", $"{replace.SmDefaultMsgId}"),
                ("short_message", Hex(replace.ShortMessage)),
            ],
            SubmitMulti multi =>
            [
                ("service_type", multi.ServiceType),
                .. Address("source_addr", "source_addr", multi.Source),
                (
                    "dest_address",
                    string.Join(", ", multi.Recipients.Select(to => to.ListName ?? $"{to.Address.Ton} {to.Address.Npi} {to.Address.Value}"))
                ),
                ("esm_class", $"{multi.EsmClass.Octet}"),
                ("protocol_id", $"{multi.ProtocolId}"),
                ("priority_flag", $"{multi.PriorityFlag}"),
                ("schedule_delivery_time", multi.ScheduleDeliveryTime),
                ("validity_period", multi.ValidityPeriod),
                ("registered_delivery", $"{multi.RegisteredDelivery}"),
                ("replace_if_present_flag", $"{multi.ReplaceIfPresentFlag}"),
                ("data_coding", $"{multi.DataCoding}"),
                ("sm_default_msg_id", $"{multi.SmDefaultMsgId}"),
                ("short_message", Hex(multi.ShortMessage)),
            ],
            SubmitMultiResp resp =>
            [
                ("message_id", resp.MessageId),
                (
                    "unsuccess_sme",
                    string.Join(
                        ", ",
                        resp.Unreached.Select(sme => $"{sme.Address.Ton} {sme.Address.Npi} {sme.Address.Value} {(uint)sme.Error}"))),
            ],
            AlertNotification alert =>
            [
                .. Address("source_addr", "source_addr", alert.Source),
                .. Address("esme_addr", "esme_addr", alert.Esme),
            ],
            UnknownPdu unknown => [("body", Hex(unknown.Body))],
            _ => [],
        };

    private static (string Name, string Value)[] Address(string prefix, string name, Address address) =>
        [($"{prefix}_ton", $"{address.Ton}"), ($"{prefix}_npi", $"{address.Npi}"), (name, address.Value)];

    private static string Hex(ReadOnlyMemory<byte> octets) => Convert.ToHexStringLower(octets.Span);
}
