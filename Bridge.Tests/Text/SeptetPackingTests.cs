using System.Text;
using Bridge.Protocol.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

[Trait("Speed", "unit")]
public class SeptetPackingTests
{
    [Theory]
    [InlineData("hellohello", "E8329BFD4697D9EC37")] // the example of most PDU tutorials
    [InlineData("Hello", "C8329BFD06")]
    [InlineData("How are you?", "C8F71D14969741F977FD07")]
    public void Known_packings_are_read_and_written(string text, string hex)
    {
        Encoding.ASCII.GetString(SeptetPacking.Unpack(Convert.FromHexString(hex))).ShouldBe(text);
        SeptetPacking.Pack(Encoding.ASCII.GetBytes(text)).ShouldBe(Convert.FromHexString(hex));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(6, 1)] // 48 bits, the next septet begins at 49
    [InlineData(7, 0)] // 56 bits are eight septets
    [InlineData(8, 6)]
    [InlineData(12, 2)]
    public void Fill_bits_reach_the_next_septet_after_a_header(int octets, int bits) => SeptetPacking.FillBits(octets).ShouldBe(bits);

    [Fact]
    public void Seven_spare_bits_are_padding_and_no_at_sign()
    {
        var zeros = Convert.FromHexString("31D98C56B3DD00"); // "1234567" with the last seven bits left at zero
        Encoding.ASCII.GetString(SeptetPacking.Unpack(zeros)).ShouldBe("1234567");
        SeptetPacking.Pack("1234567"u8).ShouldBe(Convert.FromHexString("31D98C56B3DD1A")); // 3GPP TS 23.038 §6.1.2.3.1: CR
        Encoding.ASCII.GetString(SeptetPacking.Unpack(Convert.FromHexString("31D98C56B3DD1A"))).ShouldBe("1234567");
    }

    [Fact]
    public void Any_septets_survive_packing_behind_any_header()
    {
        var septets = Gen.Choose(0, 127).Select(value => (byte)value).ArrayOf().ToArbitrary();
        var fillBits = Gen.Choose(0, 6).ToArbitrary();
        Prop.ForAll(septets, fillBits, (text, fill) =>
        {
            byte[] ending = [.. text, (byte)'x']; // not one of the two septets that are taken for padding
            return SeptetPacking.Unpack(SeptetPacking.Pack(ending, fill), fill).SequenceEqual(ending);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_octets_are_read_as_bit_by_bit()
    {
        var octets = Gen.OneOf(ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Choose(0, 150).SelectMany(length => Gen.Elements<byte>(0, 0x0D, 0x1A, 0x55, 0xFF).ArrayOf(length)));
        Prop.ForAll(octets.ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (packed, fill) =>
            SeptetPacking.Unpack(packed, fill).SequenceEqual(BitByBit(packed, fill)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static List<byte> BitByBit(byte[] octets, int fillBits)
    {
        var bits = octets.SelectMany(octet => Enumerable.Range(0, 8).Select(bit => (octet >> bit) & 1)).Skip(fillBits).ToList();
        var septets = bits.Chunk(7)
            .Where(chunk => chunk.Length == 7)
            .Select(chunk => (byte)chunk.Select((bit, place) => bit << place).Sum())
            .ToList();
        if (septets.Count > 0 && bits.Count % 7 == 0 && septets[^1] is 0 or 0x0D) septets.RemoveAt(septets.Count - 1);
        return septets;
    }
}
