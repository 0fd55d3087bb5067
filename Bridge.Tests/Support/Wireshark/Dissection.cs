using System.Globalization;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Support;

/// <summary>PDUs as Wireshark reads them, field by field beside our own decoder.</summary>
internal static class Dissection
{
    /// <summary>Wireshark's field for each of ours that it shows whole.</summary>
    private static readonly Dictionary<string, string> Dissected = new()
    {
        ["command_status"] = "smpp.command_status",
        ["sequence_number"] = "smpp.sequence_number",
        ["system_id"] = "smpp.system_id",
        ["password"] = "smpp.password",
        ["system_type"] = "smpp.system_type",
        ["interface_version"] = "smpp.interface_version",
        ["addr_ton"] = "smpp.addr_ton",
        ["addr_npi"] = "smpp.addr_npi",
        ["address_range"] = "smpp.address_range",
        ["service_type"] = "smpp.service_type",
        ["source_addr_ton"] = "smpp.source_addr_ton",
        ["source_addr_npi"] = "smpp.source_addr_npi",
        ["source_addr"] = "smpp.source_addr",
        ["dest_addr_ton"] = "smpp.dest_addr_ton",
        ["dest_addr_npi"] = "smpp.dest_addr_npi",
        ["destination_addr"] = "smpp.destination_addr",
        ["esme_addr_ton"] = "smpp.esme_addr_ton",
        ["esme_addr_npi"] = "smpp.esme_addr_npi",
        ["esme_addr"] = "smpp.esme_addr",
        ["protocol_id"] = "smpp.protocol_id",
        ["priority_flag"] = "smpp.priority_flag",
        ["replace_if_present_flag"] = "smpp.replace_if_present_flag",
        ["data_coding"] = "smpp.data_coding",
        ["sm_default_msg_id"] = "smpp.sm_default_msg_id",
        ["short_message"] = "smpp.message",
        ["message_id"] = "smpp.message_id",
        ["error_code"] = "smpp.error_code",
        ["message_payload"] = "smpp.message_payload",
        ["sar_msg_ref_num"] = "smpp.sar_msg_ref_num",
        ["sar_total_segments"] = "smpp.sar_total_segments",
        ["sar_segment_seqnum"] = "smpp.sar_segment_seqnum",
        ["message_state"] = "smpp.message_state",
        ["user_message_reference"] = "smpp.user_message_reference",
        ["sc_interface_version"] = "smpp.SC_interface_version",
        ["congestion_state"] = "smpp.congestion_state",
    };

    /// <summary>Fields that Wireshark shows in pieces: each piece, and where its lowest bit is in the octet.</summary>
    private static readonly Dictionary<string, (string Name, int Shift)[]> InPieces = new()
    {
        ["esm_class"] = [("smpp.esm.submit.msg_mode", 0), ("smpp.esm.submit.msg_type", 2), ("smpp.esm.submit.features", 6)],
        ["registered_delivery"] = [("smpp.regdel.receipt", 0), ("smpp.regdel.acks", 2), ("smpp.regdel.notif", 4)],
    };

    /// <summary>All fields that are compared, and those that say that something is wrong.</summary>
    private static readonly string[] Asked =
    [
        Wireshark.Malformed, Wireshark.Complaint, "smpp.command_id", "smpp.command_length", "smpp.opt_param_tag", "smpp.opt_param_len",
        .. Dissected.Values, .. InPieces.Values.SelectMany(pieces => pieces.Select(piece => piece.Name)),
    ];

    /// <summary>
    /// What Wireshark says is wrong with a PDU, or reads otherwise than we do; by the PDU's index. Nothing when nothing is.
    /// </summary>
    public static async Task<List<(int Index, string What)>> ComplaintsAsync(IReadOnlyList<byte[]> pdus)
    {
        var rows = await Wireshark.DissectAsync(pdus, Asked);
        rows.Count.ShouldBe(pdus.Count, "PDUs that Wireshark finds");
        return
        [
            .. pdus.Zip(rows)
                .SelectMany(
                    (pair, index) =>
                        Complaints(pair.First, pair.Second)
                            .Select(what => (index, $"{what}; octets {Convert.ToHexStringLower(pair.First)}"))),
        ];
    }

    private static IEnumerable<string> Complaints(byte[] octets, Dictionary<string, string> row)
    {
        var pdu = PduCodec.Decode(octets);
        if (pdu.Fault is { } fault) yield return $"{pdu}: we cannot read it ourselves: {fault}";
        if (row[Wireshark.Malformed] + row[Wireshark.Complaint] is { Length: > 0 } complaint) yield return $"{pdu}: {complaint}";
        if (Number(row["smpp.command_id"]) != (uint)pdu.Command) yield return $"{pdu}: read as {row["smpp.command_id"]}";
        if (Number(row["smpp.command_length"]) != (uint)octets.Length)
        {
            yield return $"{pdu}: command_length {octets.Length}, read as {row["smpp.command_length"]}";
        }

        var hasBody = octets.Length > PduSizes.HeaderOctets && (!pdu.IsResponse || pdu.Status == CommandStatus.Ok);
        foreach (var (field, value) in Comparable(pdu, hasBody))
        {
            if (InPieces.TryGetValue(field, out var pieces))
            {
                var read = pieces.Sum(piece => (int)((Number(row[piece.Name]) ?? 0) << piece.Shift));
                if (value != $"{read}") yield return $"{pdu}: {field} {value}, read as {read}";
            }
            else if (Dissected.TryGetValue(field, out var name) && !Same(Wireshark.First(row[name]), value))
            {
                yield return $"{pdu}: {field} {value}, read as {row[name]}";
            }
        }

        if (!hasBody) yield break;
        var tlvs = Wireshark.All(row["smpp.opt_param_tag"])
            .Zip(Wireshark.All(row["smpp.opt_param_len"]), (tag, length) => (Number(tag), Number(length)));
        if (!tlvs.SequenceEqual(pdu.Tlvs.Select(tlv => ((uint?)tlv.Tag, (uint?)tlv.Value.Length))))
        {
            yield return $"{pdu}: TLVs {string.Join(", ", pdu.Tlvs)}, read as {row["smpp.opt_param_tag"]} of {row["smpp.opt_param_len"]}";
        }
    }

    /// <summary>Wireshark shows the status of responses only, and reads no body behind one that is an error (SMPP v3.4 §4.4.2).</summary>
    private static IEnumerable<KeyValuePair<string, string>> Comparable(Pdu pdu, bool hasBody) => PduFields.Of(pdu)
        .Where(field =>
            (hasBody || field.Key is "command_status" or "sequence_number") && (pdu.IsResponse || field.Key != "command_status"));

    private static bool Same(string dissected, string ours) =>
        dissected == ours
        || (dissected == "(Default)" && ours.Length == 0)   // an empty service_type
        || dissected.Replace(":", "") == ours
        || (Number(dissected) is { } number
            && (ours == $"{number}" || uint.TryParse(ours, NumberStyles.HexNumber, null, out var hex) && hex == number));

    private static uint? Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? uint.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : uint.TryParse(text, out var number) ? number : null;
}
