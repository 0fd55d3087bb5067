using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>20: one message id, written differently in submit_sm_resp and in the receipt.</summary>
[Trait("Speed", "unit")]
public class NormalizedMessageIdTests
{
    [Theory]
    [InlineData("abc-1", "abc-1", ReceiptIdFormat.Same)]
    [InlineData("0000001234", "1234", ReceiptIdFormat.Same)]
    [InlineData("4f2c9a10", "4F2C9A10", ReceiptIdFormat.Same)]
    [InlineData("000", "0", ReceiptIdFormat.Same)]
    [InlineData("1234", "4d2", ReceiptIdFormat.Hex)]
    [InlineData("0000001234", "000004D2", ReceiptIdFormat.Hex)]
    [InlineData("18446744073709551616", "10000000000000000", ReceiptIdFormat.Hex)]
    [InlineData("4d2", "1234", ReceiptIdFormat.Decimal)]
    [InlineData("000004D2", "0000001234", ReceiptIdFormat.Decimal)]
    [InlineData("FFFFFFFF", "4294967295", ReceiptIdFormat.Decimal)]
    [InlineData("80000000", "2147483648", ReceiptIdFormat.Decimal)]
    [InlineData("not-a-number", "not-a-number", ReceiptIdFormat.Hex)]
    [InlineData("not-a-number", "not-a-number", ReceiptIdFormat.Decimal)]
    [InlineData("7f3a", "7f3a", ReceiptIdFormat.Decimal)]
    public void The_same_message(string submitted, string receipted, ReceiptIdFormat format) =>
        NormalizedMessageId.FromReceipt(receipted, format).ShouldBe(NormalizedMessageId.FromSubmitResp(submitted));

    [Theory]
    [InlineData("1234", "1235", ReceiptIdFormat.Same)]
    [InlineData("1234", "4d2", ReceiptIdFormat.Same)]
    [InlineData("1234", "1234", ReceiptIdFormat.Hex)]
    [InlineData("4d2", "4d2", ReceiptIdFormat.Hex)]
    [InlineData("12340", "1234", ReceiptIdFormat.Same)]
    [InlineData("xYz", "XyZ", ReceiptIdFormat.Same)]
    public void Another_message(string submitted, string receipted, ReceiptIdFormat format) =>
        NormalizedMessageId.FromReceipt(receipted, format).ShouldNotBe(NormalizedMessageId.FromSubmitResp(submitted));

    [Fact]
    public void An_id_longer_than_the_field_is_left_as_it_is()
    {
        var id = new string('9', 65_535);

        NormalizedMessageId.FromReceipt(id, ReceiptIdFormat.Decimal).ShouldBe(id);
    }
}
