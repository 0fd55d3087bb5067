using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

/// <summary>What we write, as Wireshark reads it.</summary>
[Trait("Speed", "peers")]
public class DissectionTests
{
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
        new DeliveryReceipt("4f2c", MessageState.Delivered, null).WriteDeliverSm(
            Sender,
            ShortCode,
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch) with
        {
            Sequence = 9,
        },
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
        new QuerySm
        {
            Sequence = 18,
            MessageId = "4f2c9a10",
            Source = ShortCode,
        },
        new QuerySmResp
        {
            Sequence = 18,
            MessageId = "4f2c9a10",
            FinalDate = "260101120000032+",
            State = MessageState.Delivered,
            ErrorCode = 23,
        },
        new ReplaceSm
        {
            Sequence = 19,
            MessageId = "4f2c9a10",
            Source = ShortCode,
            ValidityPeriod = "000000003000000R",
            ShortMessage = Ucs2("收到"),
        },
        new ReplaceSmResp { Sequence = 19 },
        new CancelSm { Sequence = 20, ServiceType = "CMT", MessageId = "4f2c9a10", Source = ShortCode, Destination = Sender },
        new CancelSmResp { Sequence = 20 },
        new SubmitMulti
        {
            Sequence = 21,
            Source = ShortCode,
            Recipients = [new(Sender), new(Address.None, "police")],
            DataCoding = 8,
            ShortMessage = Ucs2("收到"),
        },
        new SubmitMultiResp
        {
            Sequence = 21,
            MessageId = "4f2c9a10",
            Unreached = [new(Sender, CommandStatus.InvDstAdr)],
        },
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
        foreach (var pdu in Ours) PduFields.Of(PduCodec.Decode(Wired.Encoded(pdu))).ShouldBe(PduFields.Of(pdu), pdu.ToString());
        (await Dissection.ComplaintsAsync([.. Ours.Select(Wired.Encoded)])).ShouldBeEmpty();
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "sm_length says too much", Wired.Deliver(Wired.DeliverBody(smLength: 200)) },
        { "a string without its NUL", Wired.Pdu(CommandId.SubmitSmResp, CommandStatus.Ok, 1, "4f2c"u8.ToArray()) },
        { "a TLV longer than the PDU", Wired.Deliver(Wired.DeliverBody(tail: [0x03, 0x81, 0, 200, 1])) },
        { "a command of nobody's", Wired.Pdu((CommandId)0x000102AA, CommandStatus.Ok, 1) },
    };

    /// <summary>The tests above and at the end of every run can fail.</summary>
    [NeedsToolTheory("tshark")]
    [MemberData(nameof(Broken))]
    public async Task What_is_broken_is_complained_about(string what, byte[] octets) =>
        (
            await Dissection.ComplaintsAsync([
                Wired.Encoded(new EnquireLink { Sequence = 1 }),
                octets,
                Wired.Encoded(new EnquireLink { Sequence = 2 }),
            ]))
            .Select(complaint => complaint.Index)
            .Distinct()
            .ShouldBe([1], what);

    private static byte[] Ucs2(string text) => Encoding.BigEndianUnicode.GetBytes(text);
}
