using System.Text;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

/// <summary>Whole alphabets against those of ICU (through node) and of iconv.</summary>
[Trait("Speed", "peers")]
public class IndependentTablesTests
{
    [NeedsToolFact("node")]
    public async Task Every_code_point_of_UTF_16_is_read_as_ICU_reads_it()
    {
        // All scalar values but NUL, private use and the byte order mark, which are shown in a way of our own.
        var units = new StringBuilder();
        for (var c = 1; c < 0xF0000; c++)
        {
            if (c is not (>= 0xD800 and <= 0xF8FF) and not 0xFEFF) units.Append(char.ConvertFromUtf32(c));
        }

        var octets = Encoding.BigEndianUnicode.GetBytes(units.ToString());
        const string Program =
            "const all = require('fs').readFileSync(0); "
            + "process.stdout.write(new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(all))";
        var theirs = Encoding.UTF8.GetString(await OtherImplementation.RunAsync("node", octets, "-e", Program));

        string.Equals(TextDecoder.Decode(octets, 0x08, Alphabet.Gsm7).Text, theirs, StringComparison.Ordinal)
            .ShouldBeTrue(); // no message of a million characters
    }

    [NeedsToolFact("iconv")]
    public async Task Every_octet_of_Latin_1_is_read_as_iconv_reads_it()
    {
        byte[] octets = [
            (byte)'\n', (byte)'\r', .. Enumerable.Range(0x20, 0x5F).Concat(Enumerable.Range(0xA0, 0x60)).Select(octet => (byte)octet)];
        var theirs = Encoding.UTF8.GetString(await OtherImplementation.RunAsync("iconv", octets, "-f", "ISO-8859-1", "-t", "UTF-8"));

        var ours = TextDecoder.Decode(octets, 0x03, Alphabet.Gsm7);
        ours.Text.ShouldBe(theirs);
        ours.Problems.ShouldBeEmpty();
    }

    [NeedsToolFact("iconv")]
    public async Task What_Windows_means_by_the_control_octets_is_read_as_iconv_reads_it()
    {
        var octets = Enumerable.Range(0x80, 0x20).Except([0x81, 0x8D, 0x8F, 0x90, 0x9D]).Select(octet => (byte)octet).ToArray();
        var theirs = Encoding.UTF8.GetString(await OtherImplementation.RunAsync("iconv", octets, "-f", "CP1252", "-t", "UTF-8"));

        SingleOctet.Decode(octets).ShouldBe(theirs);
    }
}
