using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>One part of a text as it was stored: its number (from 1), its data_coding, its user data with the UDH if <paramref name="HasUdh"/>.</summary>
public readonly record struct TextPiece(int Number, byte DataCoding, ReadOnlyMemory<byte> UserData, bool HasUdh);

/// <summary>Parts to one text.</summary>
public static class LongText
{
    /// <summary>
    /// Reads the parts that are there as one text. Each UDH is taken off; the octets of neighbouring parts are joined before they are decoded, for phones split
    /// surrogate and escape pairs between parts; a missing part shows as <c>[2/3 missing]</c> at its place.
    /// </summary>
    /// <param name="pieces">What has come, sorted by number, each number once. A text of one part: one piece numbered 1.</param>
    /// <param name="total">How many parts the text has, 1 to 255.</param>
    public static DecodedText Join(IReadOnlyList<TextPiece> pieces, int total, Alphabet defaultAlphabet)
    {
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var alphabets = new List<Alphabet>();
        var expected = 1;
        foreach (var run in Runs(pieces))
        {
            AppendMissing(text, expected, run[0].Number, total);
            var body = new Body([.. run.Select(piece => WithoutHeader(piece, problems))]);
            var reading = TextDecoder.Read(body, run[0].DataCoding, defaultAlphabet, problems);
            text.Append(reading.Text);
            alphabets.Add(reading.Alphabet);
            expected = run[^1].Number + 1;
        }

        AppendMissing(text, expected, total + 1, total);
        if (pieces.Select(piece => piece.DataCoding).Distinct().Skip(1).Any()) problems.Add(TextProblem.MixedCodings);

        // What a lone surrogate is shows only now: its other half may have been in the next run.
        return new(VisibleText.Of(text.ToString(), problems), Of(alphabets), [.. problems]);
    }

    /// <summary>Neighbouring parts in one data_coding.</summary>
    private static IEnumerable<List<TextPiece>> Runs(IReadOnlyList<TextPiece> pieces)
    {
        List<TextPiece> run = [];
        foreach (var piece in pieces)
        {
            if (run is [.., var last] && (piece.Number != last.Number + 1 || piece.DataCoding != last.DataCoding))
            {
                yield return run;
                run = [];
            }

            run.Add(piece);
        }

        if (run.Count > 0) yield return run;
    }

    private static (ReadOnlyMemory<byte> Octets, int FillBits) WithoutHeader(TextPiece piece, SortedSet<string> problems)
    {
        var header = UserDataHeader.Read(piece.UserData.Span, piece.HasUdh);
        if (header.Problem is { } problem) problems.Add(problem);
        return (piece.UserData[header.Octets..], header.FillBits);
    }

    private static void AppendMissing(StringBuilder text, int from, int before, int total)
    {
        for (var number = from; number < before; number++) text.Append('[').Append(number).Append('/').Append(total).Append(" missing]");
    }

    /// <summary>Of several alphabets the widest, for every text can be told in it.</summary>
    private static Alphabet Of(List<Alphabet> alphabets) => alphabets switch
    {
        [] => Alphabet.Binary,
        _ when alphabets.Contains(Alphabet.Ucs2) => Alphabet.Ucs2,
        _ => alphabets[0],
    };
}
