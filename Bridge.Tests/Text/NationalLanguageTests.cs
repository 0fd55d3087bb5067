using System.Text;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

/// <summary>Texts in the national shift tables, as a phone set to one of the 13 languages sends them.</summary>
public class NationalLanguageTests
{
    private const byte Escape = 0x1B;

    private static DecodedText Decode(byte locking, byte single, params byte[] septets) => TextDecoder.Decode(septets, 0x00, Alphabet.Gsm7, 0, new(locking, single));

    /// <summary>Language, its script in Unicode, and how many of the locking and of the single shift table's characters are of that script.</summary>
    public static TheoryData<byte, string, int, int> Scripts => new()
    {
        { 4, "Bengali", 0, 0 }, { 5, "Gujarati", 0, 0 }, { 6, "Devanagari", 0, 0 }, { 7, "Kannada", 0, 0 }, { 8, "Malayalam", 0, 0 },
        { 9, "Oriya", 0, 0 }, { 10, "Gurmukhi", 0, 0 }, { 11, "Tamil", 0, 0 }, { 12, "Telugu", 0, 0 }, { 13, "Arabic", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Every_character_of_an_Indian_or_Urdu_table_is_of_its_script_as_Perl_knows_it(byte language, string script, int locking, int single)
    {
        foreach (var (table, own) in new[] { (NationalLanguage.Locking(language)!, locking), (NationalLanguage.Single(language)!, single) })
        {
            var beyond = table.Where(character => character > 0x5FF && character != '€').ToArray();
            var program = $"while (<STDIN>) {{ chomp; my $c = chr hex; $c =~ /\\p{{Script_Extensions={script}}}/ and $c =~ /\\p{{Assigned}}/ and $n++; }} print $n";
            var input = Encoding.ASCII.GetBytes(string.Concat(beyond.Select(character => $"{(int)character:X}\n")));
            var counted = int.Parse(Encoding.ASCII.GetString(await OtherImplementation.RunAsync("perl", input, "-e", program)));
            Console.WriteLine($"{language} {counted} {beyond.Length} {beyond.Distinct().Count()} {own}");
        }
    }
}
