using System.Buffers;
using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>
/// One part of a text as it was stored: its number (from 1), its data_coding, its user data with the UDH if <paramref name="HasUdh"/>.
/// </summary>
public readonly record struct ReceivedPart(int Number, byte DataCoding, ReadOnlyMemory<byte> UserData, bool HasUdh);

/// <summary>Parts to one text.</summary>
public static class TextJoiner
{
    /// <summary>
    /// Reads the parts that are there as one text. Each UDH is taken off; the octets of neighbouring parts are joined before they are
    /// decoded, for phones split surrogate and escape pairs between parts; a missing part shows as <c>[2/3 missing]</c> at its place.
    /// </summary>
    /// <param name="pieces"> What has come, sorted by number, each number once; twice where one PDU brought two bodies, which then stand on
    /// lines of their own. A text of one part: one piece numbered 1.
    /// </param>
    /// <param name="total">How many parts the text has, 1 to 255.</param>
    public static DecodedText Join(IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet) =>
        JoinFast(pieces, total, defaultAlphabet) ?? JoinByRuns(pieces, total, defaultAlphabet);

    /// <summary>The whole of a text in one alphabet, not a national one: one body that <see cref="CleanText"/> may take.</summary>
    internal static DecodedText? JoinFast(IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet)
    {
        if (pieces.Count != total || total == 0) return null;
        var declared = DataCoding.Find(pieces[0].DataCoding, defaultAlphabet);
        if (declared is not (Alphabet.Ucs2 or Alphabet.Gsm7 or Alphabet.Gsm7Packed)) return null;

        var most = 0;
        for (var i = 0; i < pieces.Count; i++) most += SeptetPacking.SeptetsAtMost(pieces[i].UserData.Length);
        var joined = ArrayPool<byte>.Shared.Rent(most);
        var text = TryJoin(pieces, declared == Alphabet.Gsm7Packed, joined, out var length)
            ? declared == Alphabet.Gsm7Packed
                ? CleanText.PackedSeptets(joined.AsSpan(0, length)) : CleanText.Read(joined.AsSpan(0, length), declared)
            : null;
        ArrayPool<byte>.Shared.Return(joined, clearArray: true);
        return text is null ? null : new(text, CodingRule.AsDecoded(declared.Value), []);
    }

    /// <summary>The octets, or of packed septets the septets, since each part has its own fill bits.</summary>
    private static bool TryJoin(IReadOnlyList<ReceivedPart> pieces, bool isPacked, Span<byte> joined, out int length)
    {
        length = 0;
        var (octets, hasHigh) = (0, false);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var header = UserDataHeader.Read(piece.UserData.Span, piece.HasUdh);
            if (piece.Number != i + 1 || piece.DataCoding != pieces[0].DataCoding || header.Problem is not null
                || header.Shifts != ShiftTables.Default)
            {
                return false;
            }

            var body = piece.UserData.Span[header.Octets..];
            if (isPacked)
            {
                if (!SeptetPacking.HasCleanEnd(body, header.FillBits)
                    || (i == 0 && !CodingRule.IsSurelySeptets(body, isAll: pieces.Count == 1)))
                {
                    return false;
                }

                length += SeptetPacking.Unpack(body, header.FillBits, joined[length..]);
                octets += body.Length;
                hasHigh |= Octets.HaveTopBit(body);
            }
            else
            {
                body.CopyTo(joined[length..]);
                length += body.Length;
            }
        }

        return !isPacked || CodingRule.CanBePacked(octets, hasHigh);
    }

    internal static DecodedText JoinByRuns(IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet)
    {
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var alphabets = new List<Alphabet>();
        var expected = 1;
        foreach (var run in Runs(pieces))
        {
            AppendMissing(text, expected, run[0].Piece.Number, total);
            if (run[0].Piece.Number < expected && text.Length > 0) text.Append('\n');
            foreach (var part in run) if (part.Header.Problem is { } problem) problems.Add(problem);
            var body = new Body([.. run.Select(part => part.Header.BodyOf(part.Piece.UserData))], run[0].Header.Shifts);
            var reading = TextDecoder.Read(body, run[0].Piece.DataCoding, defaultAlphabet, problems);
            text.Append(reading.Text);
            alphabets.Add(reading.Alphabet);
            expected = run[^1].Piece.Number + 1;
        }

        AppendMissing(text, expected, total + 1, total);
        if (pieces.Select(piece => piece.DataCoding).Distinct().Skip(1).Any()) problems.Add(TextProblem.MixedCodings);

        // What a lone surrogate is shows only now: its other half may have been in the next run.
        return new(VisibleText.Of(text.ToString(), problems), Of(alphabets), [.. problems]);
    }

    /// <summary>Neighbouring parts in one data_coding and one language.</summary>
    private static IEnumerable<List<(ReceivedPart Piece, UserDataHeader Header)>> Runs(IReadOnlyList<ReceivedPart> pieces)
    {
        List<(ReceivedPart Piece, UserDataHeader Header)> run = [];
        foreach (var piece in pieces)
        {
            var header = UserDataHeader.Read(piece.UserData.Span, piece.HasUdh);
            if (run is [.., var last]
                && (piece.Number != last.Piece.Number + 1 || piece.DataCoding != last.Piece.DataCoding
                    || header.Shifts != last.Header.Shifts))
            {
                yield return run;
                run = [];
            }

            run.Add((piece, header));
        }

        if (run.Count > 0) yield return run;
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
