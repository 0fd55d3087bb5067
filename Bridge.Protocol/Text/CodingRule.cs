namespace Bridge.Protocol.Text;

/// <summary>
/// Chooses how to read octets, because data_coding may be wrong. The rules are one table, which docs/text.md shows to people. What
/// data_coding declares stands unless a row proves it wrong. The first row that does names the candidates. Of these the one with the
/// largest share of everyday characters (<see cref="Interpretation.EverydayShare"/>) is chosen; of equal shares the one named first. The
/// raw octets go to the centre in any case.
/// </summary>
internal static class CodingRule
{
    private static readonly Candidate Ascii = new(
        "ascii", OctetChecks.ArePrintable, (encoded, _) => Interpretation.AsAscii(encoded));

    private static readonly Candidate Utf8 = new(
        "utf-8", encoded => Interpretation.AsUtf8(encoded) is not null, (encoded, _) => Interpretation.AsUtf8(encoded)!);

    private static readonly Candidate Ucs2 = new("ucs2", OctetChecks.ArePairs, (encoded, _) => Interpretation.AsUcs2(encoded));

    private static readonly Candidate LittleEndian = new(
        TextProblem.LittleEndian, OctetChecks.ArePairs, (encoded, _) => Interpretation.AsUcs2LittleEndian(encoded));

    private static readonly Candidate Gsm7 = new("gsm7", encoded => !OctetChecks.HaveTopBit(encoded), Interpretation.AsGsm7);

    private static readonly Candidate Packed = new("gsm7-packed", IsPlausiblePacked, Interpretation.AsGsm7Packed);

    private static readonly Candidate Latin1 = new(
        "latin1", encoded => !OctetChecks.HaveLowControl(encoded), (encoded, _) => Interpretation.AsLatin1(encoded));

    /// <summary>
    /// The rows, in the order in which they are tried. <see cref="Alphabet.Binary"/> stands for an 8-bit data_coding and for a value that
    /// names no known alphabet: neither claims anything about characters.
    /// </summary>
    internal static readonly IReadOnlyList<Row> Table =
    [
        new(null, "it begins with the byte order mark FE FF", OctetChecks.HaveByteOrderMark, [Ucs2]),
        new(null, "it begins with the byte order mark FF FE", OctetChecks.HaveSwappedByteOrderMark, [LittleEndian]),

        new(
            Alphabet.Gsm7,
            "the pairs of octets are one script's in UCS-2",
            encoded => OctetChecks.ArePairsOfOneScript(encoded, 0),
            [Ucs2]),
        new(
            Alphabet.Gsm7,
            "the pairs of octets, swapped, are one script's in UCS-2",
            encoded => OctetChecks.ArePairsOfOneScript(encoded, 1),
            [LittleEndian]),
        new(Alphabet.Gsm7, "an octet has its top bit set", OctetChecks.HaveTopBit, [Utf8, Ucs2, LittleEndian, Latin1, Packed]),

        new(
            Alphabet.Gsm7Packed,
            "the pairs of octets are one script's in UCS-2",
            encoded => OctetChecks.ArePairsOfOneScript(encoded, 0),
            [Ucs2]),
        new(
            Alphabet.Gsm7Packed,
            "no octet of 14 or more has its top bit set",
            encoded => !CanBePacked(encoded.Octets.Length, OctetChecks.HaveTopBit(encoded)),
            [Ascii, Gsm7]),
        new(
            Alphabet.Gsm7Packed,
            "the bits behind the last septet are not zero",
            encoded => !encoded.EndsAsPacked,
            [Gsm7, Utf8, Ucs2, LittleEndian, Packed with { IsPossible = _ => true }, Latin1]),
        new(
            Alphabet.Gsm7Packed,
            "8 octets or more: 9 in 10 characters are everyday ones, and more than as septets",
            IsBetterUnpacked,
            [Utf8, Ucs2, LittleEndian]),

        new(
            Alphabet.Ascii,
            "an octet is no printable ASCII",
            encoded => !OctetChecks.ArePrintable(encoded),
            [Utf8, Ucs2, LittleEndian, Gsm7, Latin1, Packed]),

        new(
            Alphabet.Latin1,
            "the octets are strictly UTF-8 and printable",
            encoded => Utf8.IsPossible(encoded) && !OctetChecks.HaveLowControl(encoded),
            [Utf8]),
        new(Alphabet.Latin1, "an octet is a control character", OctetChecks.HaveControl, [Latin1, Ucs2, LittleEndian, Gsm7, Packed]),

        new(Alphabet.Ucs2, "16 octets or more are all printable ASCII, with a space", IsAscii, [Ascii]),
        new(Alphabet.Ucs2, "every other octet is zero from the second on", OctetChecks.AlternateWithZero, [LittleEndian]),
        new(
            Alphabet.Ucs2,
            "the octets are strictly UTF-8, and a pair is a surrogate or a private-use character",
            OctetChecks.AreUtf8AndNoUcs2,
            [Utf8]),
        new(
            Alphabet.Ucs2,
            "8 octets or more: at most 6 in 10 characters are everyday ones, and 9 in 10 with the octets swapped",
            IsSwapped,
            [LittleEndian]),

        new(Alphabet.Binary, "it claims none", _ => true, [Ascii, Utf8, Ucs2, LittleEndian, Gsm7, Latin1, Packed]),
    ];

    /// <summary>
    /// From this length on, printable octets with a space among them are ASCII and not UCS-2. In UCS-2 they would be rare characters
    /// without any punctuation, which is one text in millions.
    /// </summary>
    internal const int MinAsciiOctets = 16;

    /// <summary>
    /// Whether octets can be packed septets. In eight packed septets of text nearly always one sets a top bit, so 14 octets without any
    /// were never packed.
    /// </summary>
    internal static bool CanBePacked(int octets, bool haveTopBit) => octets < 14 || haveTopBit;

    /// <summary>
    /// Whether no row of GSM-7, packed or not, can prove these octets to be something else, except the rows about top bits, about the end
    /// and about everyday characters, which the caller checks itself.
    /// </summary>
    /// <param name="isAll">Whether these are all octets of the text.</param>
    internal static bool IsSurelySeptets(ReadOnlySpan<byte> octets, bool isAll) => octets is not ([0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
        && (isAll || octets.Length >= 6) && !OctetChecks.MayBePairsOfOneScript(octets, 0) && !OctetChecks.MayBePairsOfOneScript(octets, 1);

    /// <summary>
    /// A quick version of <see cref="IsBetterUnpacked"/>, which makes no string. If it is false, so is the other.
    /// </summary>
    internal static bool MayBeBetterUnpacked(ReadOnlySpan<byte> octets) => octets.Length >= 8
        && (System.Text.Unicode.Utf8.IsValid(octets)
            || (octets.Length % 2 == 0 && (OctetChecks.MayBeEveryday(octets, 0) || OctetChecks.MayBeEveryday(octets, 1))));

    /// <summary>The alphabet that a text is reported with: packed GSM-7 is reported as GSM-7.</summary>
    internal static Alphabet ToReported(Alphabet declared) => declared == Alphabet.Gsm7Packed ? Alphabet.Gsm7 : declared;

    /// <summary>Interprets octets by the table, and adds what is wrong with them to <paramref name="problems"/>.</summary>
    public static Interpretation Choose(EncodedText encoded, Alphabet declared, ICollection<string> problems)
    {
        if (encoded.Octets.IsEmpty) return new(NameOf(declared), ToReported(declared), "");
        var row = Table.FirstOrDefault(row => (row.Declared ?? declared) == declared && row.IsProved(encoded));
        var chosen = row is null ? CandidateFor(declared) : FindLikeliest(row, encoded, declared);
        if (chosen is null)
        {
            problems.Add(TextProblem.NotText);
            return Interpretation.AsHexadecimal(encoded);
        }

        if (chosen.Name != NameOf(declared))
        {
            problems.Add(chosen == LittleEndian && declared == Alphabet.Ucs2
                ? TextProblem.LittleEndian
                : TextProblem.ReadAs(NameOf(declared), chosen.Name));
        }

        if ((chosen == Ucs2 || chosen == LittleEndian) && !OctetChecks.ArePairs(encoded)) problems.Add(TextProblem.OddOctets);
        return chosen.Interpret(encoded, problems);
    }

    private static Candidate? FindLikeliest(Row row, EncodedText encoded, Alphabet declared)
    {
        if (row.Candidates is [var only]) return only;
        Candidate? best = null;
        var (largest, isPlausible) = (-1.0, false);
        foreach (var candidate in row.Candidates)
        {
            if (!candidate.IsPossible(encoded)) continue;
            var interpretation = candidate.Interpret(encoded, []);
            if (interpretation.EverydayShare <= largest) continue;
            (best, largest, isPlausible) = (candidate, interpretation.EverydayShare, interpretation.IsPlausible);
        }

        // Octets that claim to be text are shown as text: Latin-1 has a character for each octet.
        if (declared == Alphabet.Binary) return isPlausible ? best : null;
        return best ?? Latin1;
    }

    private static bool IsPlausiblePacked(EncodedText encoded) => encoded.FitsPacked && encoded.EndsAsPacked
        && OctetChecks.HaveTopBit(encoded) && Interpretation.AsGsm7Packed(encoded, []).IsPlausible;

    private static bool IsAscii(EncodedText encoded) =>
        encoded.Octets.Length >= MinAsciiOctets && OctetChecks.ArePrintable(encoded) && OctetChecks.HaveSpace(encoded);

    private static bool IsSwapped(EncodedText encoded) => encoded.Octets.Length >= 8
        && Interpretation.AsUcs2(encoded).EverydayShare <= 0.6 && Interpretation.AsUcs2LittleEndian(encoded).IsPlausible;

    private static bool IsBetterUnpacked(EncodedText encoded)
    {
        if (!MayBeBetterUnpacked(encoded.Octets.Span)) return false;
        var packedShare = Interpretation.AsGsm7Packed(encoded, []).EverydayShare;
        return new[] { Utf8, Ucs2, LittleEndian }
            .Where(candidate => candidate.IsPossible(encoded))
            .Select(candidate => candidate.Interpret(encoded, []))
            .Any(interpretation => interpretation.IsPlausible && interpretation.EverydayShare > packedShare);
    }

    private static Candidate CandidateFor(Alphabet alphabet) => alphabet switch
    {
        Alphabet.Gsm7 => Gsm7,
        Alphabet.Gsm7Packed => Packed,
        Alphabet.Ascii => Ascii,
        Alphabet.Ucs2 => Ucs2,
        _ => Latin1,
    };

    private static string NameOf(Alphabet alphabet) => alphabet == Alphabet.Binary ? "binary" : CandidateFor(alphabet).Name;

    /// <param name="Declared">What data_coding declares. Null for a row that applies to every declaration.</param>
    /// <param name="Reason">What proves the declaration wrong, in words.</param>
    internal sealed record Row(
        Alphabet? Declared, string Reason, Func<EncodedText, bool> IsProved, IReadOnlyList<Candidate> Candidates);

    /// <summary>One way to read octets, and whether given octets can be read that way at all.</summary>
    internal sealed record Candidate(
        string Name, Func<EncodedText, bool> IsPossible, Func<EncodedText, ICollection<string>, Interpretation> Interpret);
}
