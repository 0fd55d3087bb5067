using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class DeliveryReceiptTests
{
    private static readonly Address Phone = new(1, 1, "85291234567");
    private static readonly Address ShortCode = new(3, 0, "992");

    [Fact]
    public void The_text_of_the_specs_appendix_is_read() =>
        Read("id:0123456789 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 Text:hello")
            .ShouldBe(new("0123456789", MessageState.Delivered, null));

    /// <summary>20: receipts as SMSCs really write them.</summary>
    [Theory]
    [InlineData("id:1 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:x", "1",
        MessageState.Delivered)]
    [InlineData("id:1 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000", "1", MessageState.Delivered)]
    [InlineData("id:1 sub: dlvrd: submitdate:260101120000 donedate:260101120100 stat:UNDELIV err: text:", "1", MessageState.Undeliverable)]
    [InlineData("id:1 submit date:0000000000 done date:0000000000 stat:EXPIRED err:", "1", MessageState.Expired)]
    [InlineData("id:6f1c0a52-77aa-4b5e-9c40-0d9f5f6f7a11 stat:REJECTD err:00B", "6f1c0a52-77aa-4b5e-9c40-0d9f5f6f7a11",
        MessageState.Rejected)]
    [InlineData("id:1 stat:FAILED err:027", "1", MessageState.Undeliverable)]
    [InlineData("id:1 stat:delivrd", "1", MessageState.Delivered)]
    [InlineData("ID:1 STAT:DELIVERED", "1", MessageState.Delivered)]
    [InlineData("id: 1 stat: ACCEPTD err: 000", "1", MessageState.Accepted)]
    [InlineData("id:1, stat:DELETED, err:000", "1", MessageState.Deleted)]
    [InlineData("stat:UNKNOWN id:1", "1", MessageState.Unknown)]
    [InlineData("id:1 stat:ENROUTE", "1", MessageState.Enroute)]
    [InlineData("id:1 stat: err:000", "1", null)]
    [InlineData("id:1 stat:BUFFRED", "1", null)]
    [InlineData("id:1", "1", null)]
    public void The_text_is_read_leniently(string text, string id, MessageState? state)
    {
        var receipt = Read(text).ShouldNotBeNull();

        receipt.MessageId.ShouldBe(id);
        receipt.State.ShouldBe(state);
    }

    [Fact]
    public void A_receipt_declared_as_UCS2_is_read_whether_it_is_or_not()
    {
        const string Text = "id:77 stat:DELIVRD err:000 text:";
        foreach (var encoding in new[] { Encoding.ASCII, Encoding.BigEndianUnicode, Encoding.Unicode })
        {
            DeliveryReceipt.Read(new DeliverSm { EsmClass = new(0x04), DataCoding = 8, ShortMessage = encoding.GetBytes(Text) })
                .ShouldBe(new("77", MessageState.Delivered, null), encoding.WebName);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("id:")]
    [InlineData("id: sub:001 stat:DELIVRD")]
    [InlineData("stat:DELIVRD text:id:1")]
    [InlineData("Your message was delivered")]
    public void Without_an_id_a_receipt_is_unreadable(string text) => Read(text).ShouldBeNull();

    [Fact]
    public void Words_of_our_own_message_are_not_looked_at() =>
        Read("id:1 err:005 text:id:2 stat:DELIVRD").ShouldBe(new("1", null, new NetworkError(0, 5)));

    /// <summary>8: only esm_class makes a receipt.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0x08)]
    [InlineData(0x10)]
    public void A_person_who_texts_what_looks_like_a_receipt_is_no_receipt(byte esmClass) => DeliveryReceipt.Read(new DeliverSm
    {
        EsmClass = new(esmClass),
        ShortMessage = "id:1 stat:DELIVRD"u8.ToArray(),
        Tlvs = [new(TlvTag.ReceiptedMessageId, "1\0"u8.ToArray())],
    }).ShouldBeNull();

    [Theory]
    [InlineData(0x04)]
    [InlineData(0x07)]
    [InlineData(0x84)]
    [InlineData(0x20)]
    public void The_other_bits_of_esm_class_do_not_matter(byte esmClass) =>
        DeliveryReceipt.Read(new DeliverSm { EsmClass = new(esmClass), ShortMessage = "id:1 stat:DELIVRD"u8.ToArray() }).ShouldNotBeNull();

    [Fact]
    public void A_UDH_before_the_text_is_stepped_over() =>
        DeliveryReceipt.Read(new DeliverSm { EsmClass = new(0x44), ShortMessage = (byte[])[5, 0, 3, 1, 1, 1, .. "id:1 stat:DELIVRD"u8] })
            .ShouldBe(new("1", MessageState.Delivered, null));

    [Fact]
    public void TLVs_come_before_the_text() => DeliveryReceipt.Read(new DeliverSm
    {
        EsmClass = new(0x04),
        ShortMessage = "id:1 stat:DELIVRD err:001"u8.ToArray(),
        Tlvs = [new(TlvTag.ReceiptedMessageId, "2\0"u8.ToArray()), Tlv.Octet(TlvTag.MessageState, 3),
            new(TlvTag.NetworkErrorCode, new byte[] { 3, 1, 2 })],
    }).ShouldBe(new("2", MessageState.Expired, new NetworkError(3, 0x102)));

    [Theory]
    [InlineData("7f3a")]
    [InlineData("7f3a\0")]
    [InlineData("7f3a  \0")]
    [InlineData("7f3a\0junk")]
    public void The_TLVs_id_is_read_with_and_without_its_NUL(string value) => DeliveryReceipt.Read(new DeliverSm
    {
        EsmClass = new(0x04),
        Tlvs = [new(TlvTag.ReceiptedMessageId, Encoding.ASCII.GetBytes(value)), Tlv.Octet(TlvTag.MessageState, 2)],
    }).ShouldBe(new("7f3a", MessageState.Delivered, null));

    [Fact]
    public void Broken_TLVs_leave_the_text_to_speak() => DeliveryReceipt.Read(new DeliverSm
    {
        EsmClass = new(0x04),
        ShortMessage = "id:1 stat:DELIVRD"u8.ToArray(),
        Tlvs = [new(TlvTag.ReceiptedMessageId, "\0"u8.ToArray()), Tlv.Octet(TlvTag.MessageState, 77),
            new(TlvTag.NetworkErrorCode, new byte[2])],
    }).ShouldBe(new("1", MessageState.Delivered, null));

    [Fact]
    public void A_receipt_may_come_by_data_sm_or_in_message_payload()
    {
        Tlv payload = new(TlvTag.MessagePayload, "id:1 stat:DELIVRD"u8.ToArray());

        DeliveryReceipt.Read(new DataSm { EsmClass = new(0x04), Tlvs = [payload] }).ShouldBe(new("1", MessageState.Delivered, null));
        DeliveryReceipt.Read(new DeliverSm { EsmClass = new(0x04), Tlvs = [payload] }).ShouldBe(new("1", MessageState.Delivered, null));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_is_written_is_read_again(bool withText, bool withTlvs)
    {
        foreach (var state in Enum.GetValues<MessageState>())
        {
            var receipt = new DeliveryReceipt("4f2c9a10", state, new NetworkError((byte)(withTlvs ? 3 : 0), 27));
            var written = receipt.WriteDeliverSm(Phone, ShortCode, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, withText, withTlvs);

            DeliveryReceipt.Read(PduCodec.Decode(Wired.Encoded(written))).ShouldBe(receipt);
        }
    }

    [Fact]
    public void The_text_is_written_as_the_appendix_has_it()
    {
        var submitted = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var written = new DeliveryReceipt("42", MessageState.Delivered, null)
            .WriteDeliverSm(Phone, ShortCode, submitted, submitted.AddMinutes(1));

        written.Source.ShouldBe(Phone);
        written.Destination.ShouldBe(ShortCode);
        Encoding.ASCII.GetString(written.ShortMessage.Span)
            .ShouldBe("id:42 sub:001 dlvrd:001 submit date:2601020304 done date:2601020305 stat:DELIVRD err:000 text:");
    }

    private static DeliveryReceipt? Read(string text) =>
        DeliveryReceipt.Read(new DeliverSm { EsmClass = new(0x04), ShortMessage = Encoding.ASCII.GetBytes(text) });
}
