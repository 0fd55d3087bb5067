using System.Buffers;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class EncodingTests
{
    private static readonly Address Long = new(1, 1, "123456789012345678901");

    [Fact]
    public void A_deliver_sm_resp_is_17_octets_whatever_it_says()
    {
        Wired.Encoded(new DeliverSmResp { Sequence = 1 }).Length.ShouldBe(17);
        Wired.Encoded(new DeliverSmResp { Sequence = 1, Status = CommandStatus.SysErr }).Length.ShouldBe(17);
    }

    [Fact]
    public void A_refusal_is_a_bare_header_unless_it_is_given_more_to_say()
    {
        Wired.Encoded(new BindResp { Mode = BindMode.Transceiver, Status = CommandStatus.InvPaswd }).Length.ShouldBe(16);
        Wired.Encoded(new SubmitSmResp { Status = CommandStatus.Throttled }).Length.ShouldBe(16);
        Wired.Encoded(new SubmitSmResp { Status = CommandStatus.Throttled, MessageId = "x" }).Length.ShouldBe(18);
        Wired.Encoded(new DataSmResp { Status = CommandStatus.SysErr }).Length.ShouldBe(17);
    }

    public static TheoryData<string, Pdu> TooMuch() => new()
    {
        { "system_id", new Bind { Mode = BindMode.Receiver, SystemId = new('x', 16) } },
        { "password", new Bind { Mode = BindMode.Receiver, Password = new('x', 9) } },
        { "system_type", new Bind { Mode = BindMode.Receiver, SystemType = new('x', 13) } },
        { "address_range", new Bind { Mode = BindMode.Receiver, AddressRange = new('x', 41) } },
        { "service_type", new SubmitSm { ServiceType = "123456" } },
        { "source_addr", new SubmitSm { Source = Long } },
        { "destination_addr", new DeliverSm { Destination = Long } },
        { "schedule_delivery_time", new SubmitSm { ScheduleDeliveryTime = "260101120000" } },
        { "validity_period", new SubmitSm { ValidityPeriod = "0000000030000000R" } },
        { "short_message", new SubmitSm { ShortMessage = new byte[256] } },
        { "message_id", new SubmitSmResp { MessageId = new('x', 65) } },
        { "message_payload", new DataSm { Tlvs = [new(TlvTag.MessagePayload, new byte[65_536])] } },
        { "source_addr", new DeliverSm { Source = new(5, 0, "警察") } },
        { "source_addr", new DeliverSm { Source = new(5, 0, "9\0" + "9") } },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void What_the_spec_does_not_allow_is_refused_by_name_and_nothing_is_written(string field, Pdu pdu)
    {
        var output = new ArrayBufferWriter<byte>();

        Should.Throw<ArgumentException>(() => PduCodec.Encode(pdu, output)).Message.ShouldStartWith(field + " ");
        output.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void The_largest_of_every_field_fits()
    {
        var address = new Address(1, 1, new('9', 20));
        Pdu[] pdus =
        [
            new SubmitSm
            {
                ServiceType = "12345",
                Source = address,
                Destination = address,
                ScheduleDeliveryTime = new('0', 16),
                ValidityPeriod = new('0', 16),
                ShortMessage = new byte[255],
                Tlvs = [new(TlvTag.MessagePayload, new byte[65_535])],
            },
            new DataSm
            {
                ServiceType = "12345",
                Source = address with { Value = new('9', 64) },
                Destination = address with { Value = new('9', 64) },
            },
            new UnknownPdu((CommandId)0x00010200) { Body = new byte[60_000] },
        ];

        foreach (var pdu in pdus) PduCodec.Decode(Wired.Encoded(pdu)).Fault.ShouldBeNull();
    }
}
