using System.Text;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

[Trait("Speed", "peers")]
public class Gsm7Tests
{
    private const byte Escape = 0x1B;

    private static DecodedText Decode(params byte[] septets) => TextDecoder.Decode(septets, 0x00, Alphabet.Gsm7);

    /// <summary>A line a septet: its number, a space, the code point; octets from 0x100 on stand for an escape and a septet.</summary>
    private const string WholeTable =
        """
        use Encode;
        for my $septet (0..127) {
            for my $escape ("", "\x1B") {
                next if $septet == 0x1B;
                my $text = decode("gsm0338", $escape . chr($septet));
                next if length($text) != 1 or $text eq "\x{FFFD}";
                printf "%d %d\n", $septet + ($escape ? 256 : 0), ord($text);
            }
        }
        """;

    [NeedsToolFact("perl")]
    public async Task Both_tables_are_those_of_Perls_Encode()
    {
        var output = Encoding.ASCII.GetString(await OtherImplementation.RunAsync("perl", [], "-e", WholeTable));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var theirs = lines.Select(line => line.Split(' ')).ToDictionary(pair => int.Parse(pair[0]), pair => (char)int.Parse(pair[1]));

        theirs.Keys.Count(key => key < 256).ShouldBe(127);
        theirs.Keys.Count(key => key >= 256).ShouldBe(10);
        foreach (var (key, character) in theirs)
        {
            byte[] septets = key < 256 ? [(byte)key] : [Escape, (byte)(key - 256)];
            Decode(septets).Text.ShouldBe(character.ToString(), $"septet {key:X}");
            Gsm7.Encode([character]).ShouldBe(septets, $"character {(int)character:X4}");
        }

        // And nothing beyond it: every other character of the basic plane is not in GSM-7.
        Enumerable.Range(0, 0x10000).Count(unit => Gsm7.CountSeptets([(char)unit]) is not null).ShouldBe(theirs.Count);
    }

    [Fact]
    public void An_escape_before_an_unknown_septet_shows_that_septets_own_character()
    {
        var text = Decode((byte)'a', Escape, (byte)'b', (byte)'c');
        text.Text.ShouldBe("abc");
        text.Problems.ShouldBe([TextProblem.UnknownEscape]);
    }

    [Fact]
    public void An_escape_of_an_escape_shows_a_space() => Decode((byte)'a', Escape, Escape, (byte)'b').Text.ShouldBe("a b");

    [Fact]
    public void An_escape_at_the_end_shows_a_space_and_is_told()
    {
        var text = Decode((byte)'a', Escape);
        text.Text.ShouldBe("a ");
        text.Problems.ShouldBe([TextProblem.EscapeAtEnd]);
    }

    [Fact]
    public void An_at_sign_in_the_middle_ends_nothing() => Decode((byte)'a', (byte)'b', 0x00, (byte)'c').Text.ShouldBe("ab@c");

    [Theory]
    [InlineData("Help", 4)]
    [InlineData("€5 [A]", 9)]
    [InlineData("", 0)]
    [InlineData("火警", null)]
    [InlineData("façade", null)] // the alphabet has only the capital Ç
    [InlineData("`", null)]
    public void Septets_are_counted_as_the_phone_counts_them(string text, int? septets) => Gsm7.CountSeptets(text).ShouldBe(septets);
}
