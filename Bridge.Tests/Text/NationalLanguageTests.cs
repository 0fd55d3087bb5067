using System.Text;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

/// <summary>Texts in the national shift tables (3GPP TS 23.038 Annex A), as a phone set to one of the 13 languages sends them.</summary>
[Trait("Speed", "peers")]
public class NationalLanguageTests
{
    private const byte Escape = 0x1B;

    private static DecodedText Decode(byte locking, byte single, params byte[] septets) =>
        TextDecoder.Decode(septets, 0x00, Alphabet.Gsm7, 0, new(locking, single));

    /// <summary>Language, its script in Unicode, its own characters in the locking and in the single shift table.</summary>
    public static TheoryData<byte, string, int, int> Scripts => new()
    {
        { 4, "Bengali", 67, 24 }, { 5, "Gujarati", 73, 12 }, { 6, "Devanagari", 80, 30 }, { 7, "Kannada", 73, 15 },
            { 8, "Malayalam", 73, 24 },
        { 9, "Oriya", 69, 17 }, { 10, "Gurmukhi", 63, 18 }, { 11, "Tamil", 55, 19 }, { 12, "Telugu", 73, 20 }, { 13, "Arabic", 80, 32 },
    };

    [NeedsToolTheory("perl")]
    [MemberData(nameof(Scripts))]
    public async Task Every_character_of_a_table_is_once_there_and_of_its_script_as_Perl_knows_it(
        byte language, string script, int locking, int single)
    {
        // U+0953 and U+0954 are accents of any script.
        const string Program =
            "while (<STDIN>) { chomp; my $c = chr hex; "
            + "print 'x' if $c =~ /\\p{Assigned}/ and ($c =~ /\\p{Script_Extensions=%}/ or $c =~ /[\\x{953}\\x{954}]/) }";
        (char[], int)[] tables = [(NationalLanguage.FindLocking(language)!, locking), (NationalLanguage.FindSingle(language)!, single)];
        foreach (var (table, count) in tables)
        {
            var own = table.Where(character => character > 0x5FF && character != '€').ToArray();
            own.ShouldBeUnique();
            own.Length.ShouldBe(count);
            var input = Encoding.ASCII.GetBytes(string.Concat(own.Select(character => $"{(int)character:X}\n")));
            (await OtherImplementation.RunAsync(
                "perl", input, "-e", Program.Replace("%", script, StringComparison.Ordinal))).Length.ShouldBe(count);
        }
    }

    /// <summary>Where oFono has another character, or none: four slips of its own.</summary>
    private static readonly Dictionary<(byte Language, bool IsLocking), (int Septet, char Theirs)> Slips = new()
    {
        [(7, true)] = (0x24, 'ಪ'), // Kannada's PA twice, and DDA nowhere
        [(8, true)] = (0x2E, ','), // the comma twice, and the full stop that all the others have here nowhere
        [(7, false)] = (0x3C, ']'), // the closing bracket twice, the opening one nowhere
        [(12, false)] = (0x65, '\0'), // no euro, which all the others have here
    };

    [NeedsToolFact("ofonod")]
    public void Every_place_of_every_table_is_as_oFono_has_it_but_for_four_slips_of_its_own()
    {
        var theirs = OfonoTables.Installed();
        for (byte language = 1; language <= 13; language++)
        {
            if (NationalLanguage.FindLocking(language) is { } locking) Agree(theirs.Locking(locking), locking, (language, true));
            Agree(theirs.Single(NationalLanguage.FindSingle(language)!), NationalLanguage.FindSingle(language)!, (language, false));
        }

        static void Agree(IReadOnlyDictionary<int, char>? differences, char[] ours, (byte, bool) table)
        {
            differences.ShouldNotBeNull($"{table}");
            if (!Slips.TryGetValue(table, out var slip))
            {
                differences.ShouldBeEmpty($"{table}");
                return;
            }

            differences.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(slip.Septet, slip.Theirs));
            if (slip.Theirs != '\0') ours.Count(character => character == slip.Theirs).ShouldBe(1, $"{table}: theirs has it twice");
        }
    }

    [Theory]
    [InlineData(1, "€ıĞğŞşİç")]
    [InlineData(3, "êúíóçÔôÁáªÀ∞^\\€Ó|ÂâÊºÍÃÕÚ~ãõ`")]
    public void The_Latin_locking_tables_are_the_default_alphabet_but_for_their_own_letters(byte language, string own)
    {
        var table = NationalLanguage.FindLocking(language)!;
        foreach (var character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\n\r!\"#%&'()*+,-./:;<=>?")
        {
            table[Gsm7Table.Default.IndexOf(character, StringComparison.Ordinal)].ShouldBe(character);
        }
        string.Concat(table.Where(character => character != '\0' && !Gsm7Table.Default.Contains(character, StringComparison.Ordinal)))
            .ShouldBe(own);
    }

    [Fact]
    public void Thirteen_languages_have_a_single_shift_table_and_all_but_Spanish_a_locking_one()
    {
        for (byte language = 1; language <= 13; language++)
        {
            NationalLanguage.FindSingle(language).ShouldNotBeNull();
            (NationalLanguage.FindLocking(language) is null).ShouldBe(language == 2);

            // Every one keeps the marks that the default extension has, so that an address in brackets reads right in all of them.
            foreach (var (septet, character) in new[] { (0x0A, '\f'), (0x14, '^'), (0x28, '{'), (0x29, '}'), (0x2F, '\\'), (0x3D, '~'),
                (0x40, '|'), (0x65, '€') })
            {
                NationalLanguage.FindSingle(language)![septet].ShouldBe(character, $"{language} {septet:X}");
            }
        }

        NationalLanguage.FindSingle(14).ShouldBeNull();
    }

    [Theory]
    [InlineData(6, 6, "42 2B 2B", "मदद")]
    [InlineData(4, 0, "04 17 53 2F", "আগুন")]
    [InlineData(11, 0, "07 27 49 51", "உதவி")]
    [InlineData(13, 13, "4E 1A 1A 1B 1C 1B 21", "مدد۰۵")]
    [InlineData(6, 6, "1B 19 1B 41 6F", "।Ao")]
    [InlineData(1, 1, "1C 61 68 1B 67", "Şahğ")]
    [InlineData(0, 2, "41 1B 61 6F", "Aáo")]
    [InlineData(3, 0, "41 5B 4F", "AÃO")]
    public void A_text_is_read_in_its_own_tables(byte locking, byte single, string hex, string text)
    {
        var read = Decode(locking, single, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        read.Text.ShouldBe(text);
        read.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_septet_without_a_national_character_shows_the_default_alphabets_and_is_told()
    {
        var text = Decode(11, 0, 0x16);
        text.Text.ShouldBe("Π");
        text.Problems.ShouldBe([TextProblem.NoNationalCharacter]);
    }

    [Fact]
    public void A_language_that_nobody_knows_is_told_and_the_default_alphabet_shown()
    {
        var text = TextJoiner.Join([new(1, 0, new byte[] { 0x03, 0x25, 0x01, 0x0E, 0x41 }, HasUdh: true)], 1, Alphabet.Gsm7);
        text.Text.ShouldBe("A");
        text.Problems.ShouldBe(["national locking shift table not applied: 14"]);
    }

    [Fact]
    public void An_escape_pair_split_between_the_parts_of_a_Turkish_text_survives()
    {
        ReceivedPart Part(byte number, params byte[] septets) =>
            new(number, 0, (byte[])[0x08, 0x24, 0x01, 0x01, 0x00, 0x03, 0x07, 0x02, number, .. septets], HasUdh: true);

        TextJoiner.Join([Part(1, 0x41, Escape), Part(2, 0x67, 0x61)], 2, Alphabet.Gsm7).ShouldSatisfyAllConditions(
            text => text.Text.ShouldBe("Ağa"), text => text.Problems.ShouldBeEmpty());
    }
}
