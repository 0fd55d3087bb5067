namespace Bridge.Protocol.Text;

/// <summary>
/// Which reading of a body to show when data_coding may lie: one table, which docs/text.md prints for people. A label stands unless it
/// cannot be true. The first row whose proof holds says what else the octets may be; of those readings the one with the largest share of
/// everyday characters (<see cref="Reading.EverydayShare"/>) is shown, the first named where they are even. The raw octets go to the centre
/// either way.
/// </summary>
internal static class CodingRule
{
    private static readonly Way Ascii = new("ascii", Octets.ArePrintable, (body, _) => Reading.AsAscii(body));
    private static readonly Way Utf8 = new("utf-8", body => Reading.AsUtf8(body) is not null, (body, _) => Reading.AsUtf8(body)!);
    private static readonly Way Ucs2 = new("ucs2", Octets.ArePairs, (body, _) => Reading.AsUcs2(body));
    private static readonly Way LittleEndian = new(
        TextProblem.LittleEndian, Octets.ArePairs, (body, _) => Reading.AsUcs2LittleEndian(body));
    private static readonly Way Gsm7 = new("gsm7", body => !Octets.HaveTopBit(body), Reading.AsGsm7);
    private static readonly Way Packed = new("gsm7-packed", body => body.FitsPacked && body.EndsAsPacked && Octets.HaveTopBit(body)
        && Reading.AsGsm7Packed(body, []).IsPlausible, Reading.AsGsm7Packed);
    private static readonly Way Latin1 = new("latin1", body => !Octets.HaveLowControl(body), (body, _) => Reading.AsLatin1(body));

    /// <summary>
    /// The table. Binary stands for 8-bit data_coding and for a value that names no known alphabet: no claim about characters at all.
    /// </summary>
    internal static readonly IReadOnlyList<Row> Table =
    [
        new(null, "it begins with the byte order mark FE FF", Octets.HaveMark, [Ucs2]),
        new(null, "it begins with the byte order mark FF FE", Octets.HaveSwappedMark, [LittleEndian]),

        new(Alphabet.Gsm7, "the pairs of octets are one script's in UCS-2", body => Octets.ArePairsOfOneScript(body, 0), [Ucs2]),
        new(Alphabet.Gsm7, "the pairs of octets, swapped, are one script's in UCS-2", body =>
            Octets.ArePairsOfOneScript(body, 1), [LittleEndian]),
        new(Alphabet.Gsm7, "an octet has its top bit set", Octets.HaveTopBit, [Utf8, Ucs2, LittleEndian, Latin1, Packed]),

        new(Alphabet.Gsm7Packed, "the pairs of octets are one script's in UCS-2", body => Octets.ArePairsOfOneScript(body, 0), [Ucs2]),
        new(
            Alphabet.Gsm7Packed,
            "no octet of 14 or more has its top bit set",
            body => !CanBePacked(body.Octets.Length, Octets.HaveTopBit(body)),
            [Ascii, Gsm7]),
        new(
            Alphabet.Gsm7Packed,
            "the bits behind the last septet are not zero",
            body => !body.EndsAsPacked,
            [Gsm7, Utf8, Ucs2, LittleEndian, Packed with { CanBe = _ => true }, Latin1]),
        new(
            Alphabet.Gsm7Packed,
            "8 octets or more: 9 in 10 characters are everyday ones, and more than as septets",
            IsBetterUnpacked,
            [Utf8, Ucs2, LittleEndian]),
        new(
            Alphabet.Ascii,
            "an octet is no printable ASCII",
            body => !Octets.ArePrintable(body),
            [Utf8, Ucs2, LittleEndian, Gsm7, Latin1, Packed]),
        new(
            Alphabet.Latin1,
            "the octets are strictly UTF-8 and printable",
            body => Utf8.CanBe(body) && !Octets.HaveLowControl(body),
            [Utf8]),
        new(Alphabet.Latin1, "an octet is a control character", Octets.HaveControl, [Latin1, Ucs2, LittleEndian, Gsm7, Packed]),

        new(Alphabet.Ucs2, "16 octets or more are all printable ASCII, with a space", body =>
            body.Octets.Length >= AsciiAtLeast && Octets.ArePrintable(body) && Octets.HaveSpace(body), [Ascii]),
        new(Alphabet.Ucs2, "every other octet is zero from the second on", Octets.AlternateWithZero, [LittleEndian]),
        new(Alphabet.Ucs2, "the octets are strictly UTF-8, and a pair is a surrogate or a private-use character",
            Octets.AreUtf8AndNoUcs2, [Utf8]),
        new(Alphabet.Ucs2, "8 octets or more: at most 6 in 10 characters are everyday ones, and 9 in 10 with the octets swapped", IsSwapped,
            [LittleEndian]),

        new(Alphabet.Binary, "it claims none", _ => true, [Ascii, Utf8, Ucs2, LittleEndian, Gsm7, Latin1, Packed]),
    ];

    /// <summary>
    /// So many printable octets, one of them a space, would in whole UCS-2 be rare characters without any punctuation: one such text in
    /// millions.
    /// </summary>
    internal const int AsciiAtLeast = 16;

    /// <summary>Of eight septets of text one sets a top bit, or nearly always: 14 octets without any were never packed.</summary>
    internal static bool CanBePacked(int octets, bool haveTopBit) => octets < 14 || haveTopBit;

    /// <summary>
    /// Whether it takes no further look to know that no row says otherwise of septets, packed or not, but for their top bits, their end and
    /// how many are everyday characters.
    /// </summary>
    /// <param name="isAll">No further octets of the text follow.</param>
    internal static bool IsSurelySeptets(ReadOnlySpan<byte> octets, bool isAll) => octets is not ([0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
        && (isAll || octets.Length >= 6) && !Octets.MayBePairsOfOneScript(octets, 0) && !Octets.MayBePairsOfOneScript(octets, 1);

    /// <summary>What was decoded is GSM-7, packed or not.</summary>
    internal static Alphabet AsDecoded(Alphabet declared) => declared == Alphabet.Gsm7Packed ? Alphabet.Gsm7 : declared;

    public static Reading Choose(Body body, Alphabet declared, ICollection<string> problems)
    {
        if (body.Octets.IsEmpty) return new(Name(declared), AsDecoded(declared), "");
        var row = Table.FirstOrDefault(row => (row.Label ?? declared) == declared && row.Proof(body));
        var way = row is null ? Declared(declared) : Likeliest(row, body, declared);
        if (way is null)
        {
            problems.Add(TextProblem.NotText);
            return Reading.AsHexadecimal(body);
        }

        if (way.Name != Name(declared))
        {
            problems.Add(
                way == LittleEndian && declared == Alphabet.Ucs2 ? TextProblem.LittleEndian : TextProblem.ReadAs(Name(declared), way.Name));
        }

        if ((way == Ucs2 || way == LittleEndian) && !Octets.ArePairs(body)) problems.Add(TextProblem.OddOctets);
        return way.Read(body, problems);
    }

    private static Way? Likeliest(Row row, Body body, Alphabet declared)
    {
        if (row.ReadAs is [var only]) return only;
        Way? best = null;
        var (most, plausible) = (-1.0, false);
        foreach (var way in row.ReadAs)
        {
            if (!way.CanBe(body)) continue;
            var reading = way.Read(body, []);
            if (reading.EverydayShare <= most) continue;
            (best, most, plausible) = (way, reading.EverydayShare, reading.IsPlausible);
        }

        if (declared == Alphabet.Binary) return plausible ? best : null;
        return best ?? Latin1; // which shows every octet
    }

    private static bool IsSwapped(Body body) =>
        body.Octets.Length >= 8 && Reading.AsUcs2(body).EverydayShare <= 0.6 && Reading.AsUcs2LittleEndian(body).IsPlausible;

    /// <summary>A quick look, without a string: false, and no other reading has nine everyday characters in ten.</summary>
    internal static bool MayBeBetterUnpacked(ReadOnlySpan<byte> octets) => octets.Length >= 8
        && (System.Text.Unicode.Utf8.IsValid(octets)
            || (octets.Length % 2 == 0 && (Octets.MayBeEveryday(octets, 0) || Octets.MayBeEveryday(octets, 1))));

    private static bool IsBetterUnpacked(Body body)
    {
        if (!MayBeBetterUnpacked(body.Octets.Span)) return false;
        var septets = Reading.AsGsm7Packed(body, []).EverydayShare;
        return new[] { Utf8, Ucs2, LittleEndian }
            .Where(way => way.CanBe(body))
            .Select(way => way.Read(body, []))
            .Any(reading => reading.IsPlausible && reading.EverydayShare > septets);
    }

    private static Way Declared(Alphabet alphabet) => alphabet switch
    {
        Alphabet.Gsm7 => Gsm7,
        Alphabet.Gsm7Packed => Packed,
        Alphabet.Ascii => Ascii,
        Alphabet.Ucs2 => Ucs2,
        _ => Latin1,
    };

    private static string Name(Alphabet alphabet) => alphabet == Alphabet.Binary ? "binary" : Declared(alphabet).Name;

    /// <param name="Label">What data_coding says; null: whatever it says.</param>
    /// <param name="Why">What proves that it cannot be true, in words.</param>
    internal sealed record Row(Alphabet? Label, string Why, Func<Body, bool> Proof, IReadOnlyList<Way> ReadAs);

    /// <summary>One way in which octets can be read, and whether these octets can be.</summary>
    internal sealed record Way(string Name, Func<Body, bool> CanBe, Func<Body, ICollection<string>, Reading> Read);
}
