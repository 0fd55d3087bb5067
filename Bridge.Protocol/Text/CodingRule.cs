namespace Bridge.Protocol.Text;

/// <summary>
/// Which reading of a body to show when data_coding may lie. The declared alphabet stands whenever it can be true. When it cannot, the
/// reading with the largest share of everyday characters wins; of two that are even the declared one, else the earlier in the list. The raw octets go to the
/// centre either way.
/// </summary>
internal static class CodingRule
{
    /// <summary>Below this share, octets without a known alphabet are not taken for text.</summary>
    private const double Plausible = 0.9;

    /// <summary>So many printable octets, one of them a space, would in whole UCS-2 be rare characters without any punctuation: one such text in millions.</summary>
    internal const int AsciiAtLeast = 16;

    public static Reading Choose(Body body, Alphabet declared, ICollection<string> problems)
    {
        if (body.Octets.IsEmpty) return new(Name(declared), AsDecoded(declared), "");
        if (declared == Alphabet.Ucs2) return ChooseUcs2(body, problems);
        if (CanBe(declared, body)) return Declared(body, declared, problems);

        var best = Candidates(body, declared).OrderByDescending(reading => reading.Name == Name(declared)).MaxBy(reading => reading.EverydayShare)!;
        if (declared == Alphabet.Binary && best.EverydayShare < Plausible)
        {
            problems.Add(TextProblem.NotText);
            return Reading.AsHexadecimal(body);
        }

        if (best.Name != Name(declared)) problems.Add(TextProblem.ReadAs(Name(declared), best.Name));
        return best;
    }

    private static Reading Declared(Body body, Alphabet declared, ICollection<string> problems) => declared switch
    {
        Alphabet.Gsm7 => Reading.AsGsm7(body, problems),
        Alphabet.Gsm7Packed => Reading.AsGsm7Packed(body, problems),
        Alphabet.Ascii => Reading.AsAscii(body),
        _ => Reading.AsLatin1(body),
    };

    /// <summary>Whether the octets can be a text in the declared alphabet at all.</summary>
    private static bool CanBe(Alphabet declared, Body body)
    {
        var octets = body.Octets.Span;
        return declared switch
        {
            // A septet has no top bit; and "@H@e@l@p" is "Help" in UCS-2.
            Alphabet.Gsm7 => !HasHigh(octets) && !(octets.Length >= 8 && EveryOtherIsZero(octets, from: 0)),
            Alphabet.Gsm7Packed => CanBePacked(octets.Length, HasHigh(octets)),
            Alphabet.Ascii => IsPrintable(octets),
            Alphabet.Latin1 => !HasControl(octets) && Reading.AsUtf8(body) is null,
            _ => false,
        };
    }

    /// <summary>Of eight septets of text one sets a top bit, or nearly always: 14 octets without any were never packed.</summary>
    internal static bool CanBePacked(int octets, bool hasHigh) => octets < 14 || hasHigh;

    private static List<Reading> Candidates(Body body, Alphabet declared)
    {
        List<string> ignored = [];
        var octets = body.Octets.Span;
        var readings = new List<Reading>();
        if (IsPrintable(octets)) readings.Add(Reading.AsAscii(body));
        if (Reading.AsUtf8(body) is { } utf8) readings.Add(utf8);
        if (octets.Length % 2 == 0) readings.Add(Reading.AsUcs2(body));
        if (!HasHigh(octets)) readings.Add(Reading.AsGsm7(body, ignored));
        readings.Add(Reading.AsLatin1(body));
        if (body.FitsPacked && HasHigh(octets) && declared is Alphabet.Gsm7 or Alphabet.Binary) readings.Add(Reading.AsGsm7Packed(body, ignored));
        return readings;
    }

    /// <summary>UCS-2 with its octets swapped, or English under data_coding 8; anything else that is declared UCS-2 is UCS-2.</summary>
    private static Reading ChooseUcs2(Body body, ICollection<string> problems)
    {
        var octets = body.Octets.Span;
        if (octets.Length % 2 != 0) problems.Add(TextProblem.OddOctets);

        if (octets.Length >= AsciiAtLeast && IsPrintable(octets) && octets.Contains((byte)' '))
        {
            problems.Add(TextProblem.ReadAs("ucs2", "ascii"));
            return Reading.AsAscii(body);
        }

        if (IsSwapped(body))
        {
            problems.Add(TextProblem.LittleEndian);
            return Reading.AsUcs2LittleEndian(body);
        }

        return Reading.AsUcs2(body);
    }

    private static bool IsSwapped(Body body)
    {
        var octets = body.Octets.Span;
        if (octets is [0xFF, 0xFE, ..]) return true;
        if (octets.Length < 4) return false;
        if (EveryOtherIsZero(octets, from: 1)) return octets[0] != octets[2]; // not 一一
        return octets.Length >= 8 && Reading.AsUcs2(body).EverydayShare <= 0.6 && Reading.AsUcs2LittleEndian(body).EverydayShare >= Plausible;
    }

    private static bool EveryOtherIsZero(ReadOnlySpan<byte> octets, int from)
    {
        if (octets.Length % 2 != 0) return false;
        for (var i = from; i < octets.Length; i += 2)
        {
            if (octets[i] != 0) return false;
        }

        return true;
    }

    internal static bool HasHigh(ReadOnlySpan<byte> octets) => octets.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0;

    private static bool IsPrintable(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (!SingleOctet.IsPrintable(octet)) return false;
        }

        return true;
    }

    private static bool HasControl(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (octet < 0xA0 && !SingleOctet.IsPrintable(octet)) return true;
        }

        return false;
    }

    /// <summary>What was decoded is GSM-7, packed or not.</summary>
    internal static Alphabet AsDecoded(Alphabet declared) => declared == Alphabet.Gsm7Packed ? Alphabet.Gsm7 : declared;

    private static string Name(Alphabet alphabet) => alphabet switch
    {
        Alphabet.Gsm7 => "gsm7",
        Alphabet.Gsm7Packed => "gsm7-packed",
        Alphabet.Ascii => "ascii",
        Alphabet.Latin1 => "latin1",
        Alphabet.Ucs2 => "ucs2",
        _ => "binary",
    };
}
