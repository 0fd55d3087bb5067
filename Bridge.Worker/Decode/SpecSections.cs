using System.Collections.Frozen;
using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Decode;

/// <summary>Where the spec defines a field: in SMPP v3.4 unless another document is named.</summary>
internal static class SpecSections
{
    private static readonly FrozenDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["command_length"] = "§5.1.1",
        ["command_id"] = "§5.1.2",
        ["command_status"] = "§5.1.3",
        ["sequence_number"] = "§5.1.4",
        ["system_id"] = "§5.2.1",
        ["password"] = "§5.2.2",
        ["system_type"] = "§5.2.3",
        ["interface_version"] = "§5.2.4",
        ["addr_ton"] = "§5.2.5",
        ["source_addr_ton"] = "§5.2.5",
        ["dest_addr_ton"] = "§5.2.5",
        ["esme_addr_ton"] = "§5.2.5",
        ["addr_npi"] = "§5.2.6",
        ["source_addr_npi"] = "§5.2.6",
        ["dest_addr_npi"] = "§5.2.6",
        ["esme_addr_npi"] = "§5.2.6",
        ["address_range"] = "§5.2.7",
        ["source_addr"] = "§5.2.8",
        ["destination_addr"] = "§5.2.9",
        ["esme_addr"] = "§5.2.10",
        ["service_type"] = "§5.2.11",
        ["esm_class"] = "§5.2.12",
        ["protocol_id"] = "§5.2.13",
        ["priority_flag"] = "§5.2.14",
        ["schedule_delivery_time"] = "§5.2.15",
        ["validity_period"] = "§5.2.16",
        ["registered_delivery"] = "§5.2.17",
        ["replace_if_present_flag"] = "§5.2.18",
        ["data_coding"] = "§5.2.19",
        ["sm_default_msg_id"] = "§5.2.20",
        ["sm_length"] = "§5.2.21",
        ["short_message"] = "§5.2.22",
        ["message_id"] = "§5.2.23",
        ["number_of_dests"] = "§5.2.24",
        ["dest_flag"] = "§5.2.25",
        ["no_unsuccess"] = "§5.2.26",
        ["dl_name"] = "§5.2.27",
        ["error_status_code"] = "§4.5.2.1",
        ["final_date"] = "§4.8.2",
        ["error_code"] = "§4.8.2",
        ["udh length"] = "23.040 §9.2.3.24",
        ["udh element"] = "23.040 §9.2.3.24",
        ["receipt"] = "App. B",
    }.Concat(Enum.GetValues<TlvTag>().Select(tag => KeyValuePair.Create(tag.SpecName(), TlvRule.Find(tag)?.Section ?? "")))
        .ToFrozenDictionary();

    /// <summary>Empty for what no spec defines.</summary>
    public static string Find(string field) => Fields.GetValueOrDefault(field, "");
}
