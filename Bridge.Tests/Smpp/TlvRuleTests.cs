using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class TlvRuleTests
{
    [Fact]
    public void Every_tag_of_the_spec_has_a_rule()
    {
        foreach (var tag in Enum.GetValues<TlvTag>()) TlvRule.Find(tag).ShouldNotBeNull(tag.SpecName()).Tag.ShouldBe(tag);
        TlvRule.Find((TlvTag)0x1400).ShouldBeNull("a vendor's own is nobody's business here");
    }

    [Fact]
    public void Every_TLV_that_other_implementations_wrote_keeps_to_its_rule()
    {
        var seen = 0;
        foreach (var row in VectorTests.Vectors())
        {
            foreach (var tlv in PduCodec.Decode(Convert.FromHexString((string)row[2])).Tlvs)
            {
                if (TlvRule.Find(tlv.Tag) is not { } rule) continue;
                rule.FindProblem(tlv.Value.Span).ShouldBeNull($"{row[0]} {tlv}");
                seen++;
            }
        }

        seen.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Every_TLV_of_a_receipt_that_we_write_keeps_to_its_rule()
    {
        var now = DateTimeOffset.UnixEpoch;
        var receipt = new DeliveryReceipt("4f2c9a10", MessageState.Undeliverable, new(3, 23))
            .WriteDeliverSm(Address.None, Address.None, now, now);

        receipt.Tlvs.Count.ShouldBe(3);
        foreach (var tlv in receipt.Tlvs) TlvRule.Find(tlv.Tag)!.FindProblem(tlv.Value.Span).ShouldBeNull(tlv.ToString());
    }

    [Theory]
    [InlineData(TlvTag.SarMsgRefNum, "07", "has 1 octets, 2 allowed")]
    [InlineData(TlvTag.CallbackNum, "0101", "has 2 octets, 4 to 19 allowed")]
    [InlineData(TlvTag.ReceiptedMessageId, "3432", "has no NUL")]
    [InlineData(TlvTag.ReceiptedMessageId, "34320020", "goes on behind its NUL")]
    [InlineData(TlvTag.ReceiptedMessageId, "343200", null)]
    [InlineData(TlvTag.AlertOnMessageDelivery, "", null)]
    public void A_value_that_breaks_its_rule_is_told(TlvTag tag, string value, string? complaint) =>
        TlvRule.Find(tag)!.FindProblem(Convert.FromHexString(value)).ShouldBe(complaint);

    [Fact]
    public void What_a_v5_SMSC_says_of_itself_can_be_read()
    {
        var bound = Wired.Decoded<BindResp>(
            Wired.Encoded(
                new BindResp
                {
                    Mode = BindMode.Transceiver,
                    Tlvs = [Tlv.Octet(TlvTag.ScInterfaceVersion, 0x50), Tlv.Octet(TlvTag.CongestionState, 85)],
                }));
        bound.ScInterfaceVersion.ShouldBe((byte)0x50);
        bound.CongestionState.ShouldBe((byte)85);

        new SubmitSmResp().CongestionState.ShouldBeNull();
        new SubmitSmResp { Tlvs = [Tlv.UInt16(TlvTag.CongestionState, 85)] }.CongestionState.ShouldBeNull("two octets are none");
    }

    [Fact]
    public void An_unknown_command_status_and_vendor_TLV_survive_decoding_and_encoding()
    {
        byte[][] strange =
        [
            Wired.Pdu((CommandId)0x00010200, CommandStatus.Ok, 7, 1, 2, 3),
            Wired.Pdu(CommandId.BroadcastSm, CommandStatus.Ok, 7, 0, 1, 2),
            Wired.Pdu(CommandId.EnquireLinkResp, (CommandStatus)0x0400, 0xFFFFFFFF, 0x14, 0x01, 0, 2, 0xCA, 0xFE, 0x14, 0x01, 0, 0),
            Wired.Deliver(Wired.DeliverBody(tail: [0x3F, 0xFF, 0, 1, 0x42, 0x02, 0x0C, 0, 1, 0x07])),
        ];
        foreach (var octets in strange) Wired.Encoded(PduCodec.Decode(octets)).ShouldBe(octets);
    }
}
