using Bridge.Worker.Decode;

namespace Bridge.Tests.Decode;

/// <summary>An enquire_link as different tools put it on the clipboard.</summary>
[Trait("Speed", "unit")]
public class HexInputTests
{
    [Theory]
    [InlineData("00000010000000150000000000000007")] // Wireshark: copy as a hex stream
    [InlineData("00:00:00:10:00:00:00:15:00:00:00:00:00:00:00:07")]
    [InlineData("0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x15, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07")]
    [InlineData("00-00-00-10-00-00-00-15-00-00-00-00-00-00-00-07")]
    [InlineData("00 00 00 10\r\n00 00 00 15\r\n00 00 00 00\r\n00 00 00 07\r\n")]
    [InlineData("00000000: 0000 0010 0000 0015 0000 0000 0000 0007  ................")] // xxd
    [InlineData("00000000  00 00 00 10 00 00 00 15  00 00 00 00 00 00 00 07  |................|\n00000010")] // hexdump -C
    [InlineData("0000   00 00 00 10 00 00 00 15 00 00 00 00 00 00 00 07   ................")] // Wireshark: copy as a hex dump
    [InlineData("0000   00 00 00 10 00 00 00 15 00 00 00 00 00 00\n000e   00 07")]
    [InlineData("\t0x0000:  0000 0010 0000 0015 0000 0000 0000 0007")] // tcpdump -x
    public void All_are_read_as_the_same_octets(string copied)
    {
        HexInput.TryRead(copied, out var octets, out var fault).ShouldBeTrue(fault);
        Convert.ToHexString(octets.Span).ShouldBe("00000010000000150000000000000007");
    }
}
