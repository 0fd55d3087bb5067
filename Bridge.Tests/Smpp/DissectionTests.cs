using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

/// <summary>What we write, as Wireshark reads it.</summary>
public class DissectionTests
{
    /// <summary>Wireshark's field for each of ours; a bit field of its own is compared where it shows the whole octet.</summary>
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
    };

    private static readonly Address Sender = new(1, 1, "85291234567");
    private static readonly Address ShortCode = new(3, 0, "992");

    private static readonly Pdu[] Ours =
    [
        new Bind
        {
            Sequence = 1,
            Mode = BindMode.Transceiver,
            SystemId = "bridge992",
            Password = "secret08",
            SystemType = "EMG",
            AddrTon = 3,
            AddrNpi = 1,
            AddressRange = "^992",
        },
        new Bind
        {
            Sequence = 2,
            Mode = BindMode.Receiver,
            SystemId = new('s', 15),
            Password = new('p', 8),
            SystemType = new('t', 12),
            AddressRange = new('9', 40),
        },
        new Bind { Sequence = 3, Mode = BindMode.Transmitter },
        new BindResp
        {
            Sequence = 1,
            Mode = BindMode.Transceiver,
            SystemId = "HARBOUR",
            Tlvs = [Tlv.Octet(TlvTag.ScInterfaceVersion, 0x34)],
        },
        new BindResp { Sequence = 2, Mode = BindMode.Receiver, Status = CommandStatus.InvPaswd },
        new Outbind { Sequence = 4, SystemId = "HARBOUR", Password = "pw" },
        new DeliverSm
        {
            Sequence = 5,
            ServiceType = "CMT",
            Source = Sender,
            Destination = ShortCode,
            EsmClass = new(0x40),
            ProtocolId = 0x41,
            PriorityFlag = 1,
            RegisteredDelivery = 1,
            ReplaceIfPresentFlag = 1,
            DataCoding = 8,
            SmDefaultMsgId = 7,
            ShortMessage = (byte[])[5, 0, 3, 42, 2, 1, .. Ucs2("火警")],
        },
        new DeliverSm { Sequence = 6, Source = Sender, Destination = ShortCode, DataCoding = 4, ShortMessage = new byte[254] },
        new DeliverSm
        {
            Sequence = 7,
            Source = Sender,
            Destination = ShortCode,
            ShortMessage = "part"u8.ToArray(),
            Tlvs = [Tlv.UInt16(TlvTag.SarMsgRefNum, 513), Tlv.Octet(TlvTag.SarTotalSegments, 3), Tlv.Octet(TlvTag.SarSegmentSeqnum, 2)],
        },
        new DeliverSm
        {
            Sequence = 8,
            Source = Sender,
            Destination = ShortCode,
            DataCoding = 8,
            Tlvs = [new(TlvTag.MessagePayload, Ucs2(new('救', 1_000)))],
        },
        new DeliveryReceipt("4f2c", MessageState.Delivered, null).WriteDeliverSm(Sender, ShortCode, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch) with { Sequence = 9 },
        new DeliverSmResp { Sequence = 0x7FFFFFFF },
        new DeliverSmResp { Sequence = 10, Status = CommandStatus.SysErr },
        new SubmitSm
        {
            Sequence = 11,
            Source = ShortCode,
            Destination = Sender,
            RegisteredDelivery = 1,
            DataCoding = 8,
            ValidityPeriod = "000000003000000R",
            ScheduleDeliveryTime = "260101120000032+",
            ShortMessage = Ucs2("收到有關報告，警員很快會到達。"),
            Tlvs = [Tlv.UInt16(TlvTag.UserMessageReference, 258)],
        },
        new SubmitSmResp { Sequence = 11, MessageId = "4f2c9a10" },
        new SubmitSmResp { Sequence = 12, Status = CommandStatus.Throttled },
        new DataSm
        {
            Sequence = 13,
            Source = Sender,
            Destination = ShortCode,
            DataCoding = 8,
            Tlvs = [new(TlvTag.MessagePayload, Ucs2("車禍"))],
        },
        new DataSmResp { Sequence = 13, MessageId = "abc" },
        new QuerySm { Sequence = 18, MessageId = "4f2c9a10", Source = ShortCode },
        new QuerySmResp { Sequence = 18, MessageId = "4f2c9a10", FinalDate = "260101120000032+", State = MessageState.Delivered, ErrorCode = 23 },
        new ReplaceSm { Sequence = 19, MessageId = "4f2c9a10", Source = ShortCode, ValidityPeriod = "000000003000000R", ShortMessage = Ucs2("收到") },
        new ReplaceSmResp { Sequence = 19 },
        new CancelSm { Sequence = 20, ServiceType = "CMT", MessageId = "4f2c9a10", Source = ShortCode, Destination = Sender },
        new CancelSmResp { Sequence = 20 },
        new SubmitMulti { Sequence = 21, Source = ShortCode, Recipients = [new(Sender), new(Address.None, "police")], DataCoding = 8, ShortMessage = Ucs2("收到") },
        new SubmitMultiResp { Sequence = 21, MessageId = "4f2c9a10", Unreached = [new(Sender, CommandStatus.InvDstAdr)] },
        new EnquireLink { Sequence = 14 },
        new EnquireLinkResp { Sequence = 14 },
        new Unbind { Sequence = 15 },
        new UnbindResp { Sequence = 15 },
        new GenericNack { Sequence = 16, Status = CommandStatus.InvCmdId },
        new AlertNotification { Sequence = 17, Source = Sender, Esme = ShortCode },
    ];

    [NeedsToolFact("tshark")]
    public async Task Wireshark_reads_in_every_PDU_what_we_meant()
    {
        var rows = await DissectAsync(
            [.. Ours.Select(Wired.Encoded)], ["smpp.command_id", "smpp.command_length", "_ws.malformed", "_ws.expert.message", .. Dissected.Values]);

        rows.Count.ShouldBe(Ours.Length);
        var differences = new List<string>();
        foreach (var (pdu, row) in Ours.Zip(rows))
        {
            Number(row["smpp.command_id"]).ShouldBe((uint)pdu.Command);
            Number(row["smpp.command_length"]).ShouldBe((uint)Wired.Encoded(pdu).Length);
            row["_ws.malformed"].ShouldBeEmpty(pdu.ToString());
            row["_ws.expert.message"].ShouldBeEmpty(pdu.ToString());
            foreach (var (field, value) in Fields(pdu))
            {
                if (!Same(row[Dissected[field]], value)) differences.Add($"{pdu} {field}: {value}, dissected {row[Dissected[field]]}");
            }
        }

        differences.ShouldBeEmpty();
    }

    /// <summary>Shows that the test above can fail: Wireshark does complain when something is wrong.</summary>
    [NeedsToolFact("tshark")]
    public async Task Wireshark_complains_about_a_PDU_that_is_cut_short()
    {
        var cut = Wired.Pdu(CommandId.DeliverSm, CommandStatus.Ok, 1, Wired.DeliverBody(smLength: 200));

        var row = (await DissectAsync([cut], ["_ws.malformed", "_ws.expert.message"]))[0];

        (row["_ws.malformed"] + row["_ws.expert.message"]).ShouldNotBeEmpty();
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(Pdu pdu)
    {
        // A bare header has no fields, and Wireshark shows the status of responses only.
        var isBare = Wired.Encoded(pdu).Length == Wire.HeaderOctets;
        return PduFields.Of(pdu).Where(field => Dissected.ContainsKey(field.Key)
            && (!isBare || field.Key is "command_status" or "sequence_number")
            && (pdu.IsResponse || field.Key != "command_status"));
    }

    private static bool Same(string dissected, string ours) =>
        dissected == ours
        || (dissected == "(Default)" && ours.Length == 0)   // an empty service_type
        || dissected.Replace(":", "") == ours
        || (Number(dissected) is { } number && (ours == $"{number}" || uint.TryParse(ours, NumberStyles.HexNumber, null, out var hex) && hex == number));

    private static uint? Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? uint.Parse(text[2..], NumberStyles.HexNumber)
        : uint.TryParse(text, out var number) ? number : null;

    private static async Task<List<Dictionary<string, string>>> DissectAsync(byte[][] pdus, string[] fields)
    {
        var start = new ProcessStartInfo("tshark")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["-r", "-", "-d", "tcp.port==2775,smpp", "-T", "fields", "-E", "separator=|", "-E", "occurrence=f"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var field in fields)
        {
            start.ArgumentList.Add("-e");
            start.ArgumentList.Add(field);
        }

        using var tshark = Process.Start(start)!;
        var output = tshark.StandardOutput.ReadToEndAsync();
        var errors = tshark.StandardError.ReadToEndAsync();
        await tshark.StandardInput.BaseStream.WriteAsync(Pcap.OfConnection(pdus));
        tshark.StandardInput.Close();
        await tshark.WaitForExitAsync();
        tshark.ExitCode.ShouldBe(0, await errors);

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => fields.Zip(line.Split('|')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static byte[] Ucs2(string text) => Encoding.BigEndianUnicode.GetBytes(text);
}
