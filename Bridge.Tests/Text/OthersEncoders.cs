using System.Text;
using System.Text.Json;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

/// <summary>Texts as octets that somebody else's code made: ICU and node's Buffer, Perl's Encode and pack.</summary>
internal static class OthersEncoders
{
    public const string Gsm7 = "gsm7", Packed = "gsm7-packed", Ucs2 = "ucs2", Ucs2LittleEndian = "ucs2-le", Latin1 = "latin1",
        Utf8 = "utf-8";

    private const string Node =
        """
        const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const as = {
          'ucs2': t => Buffer.from(t, 'utf16le').swap16(),
          'ucs2-le': t => Buffer.from(t, 'utf16le'),
          'latin1': t => Buffer.from(t, 'latin1'),
          'utf-8': t => Buffer.from(t),
        };
        for (const text of texts) console.log(as[process.argv[1]](text).toString('hex'));
        """;

    // Perl knows septets as a bit string: the lowest seven bits of each octet, lowest first.
    private const string Perl =
        """
        use Encode; use JSON::PP; local $/; binmode STDIN;
        for my $text (@{decode_json(<STDIN>)}) {
            my $septets = encode("gsm0338", $text);
            $septets = pack("b*", join "", map { substr(unpack("b8", $_), 0, 7) } split //, $septets) if $ARGV[0] eq "gsm7-packed";
            print unpack("H*", $septets), "\n";
        }
        """;

    public static async Task<IReadOnlyList<byte[]>> EncodeAsync(string encoder, IReadOnlyList<string> texts)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(texts);
        var output = encoder is Gsm7 or Packed
            ? await OtherImplementation.RunAsync("perl", input, "-e", Perl, encoder)
            : await OtherImplementation.RunAsync("node", input, "-e", Node, encoder);
        byte[][] bodies = [.. Encoding.ASCII.GetString(output).TrimEnd('\n').Split('\n').Select(Convert.FromHexString)];
        bodies.Length.ShouldBe(texts.Count);
        return bodies;
    }
}
