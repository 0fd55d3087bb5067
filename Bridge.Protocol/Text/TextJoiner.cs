using System.Buffers;
using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>One received part of a text.</summary>
/// <param name="Number">Its number, from 1. 1 for a text of one part.</param>
/// <param name="DataCoding">Its data_coding, as received.</param>
/// <param name="UserData">Its user data, with the header if there is one. Read only while the text is joined.</param>
/// <param name="HasUdh">Whether esm_class says that the user data begins with a header.</param>
public readonly record struct ReceivedPart(int Number, byte DataCoding, ReadOnlyMemory<byte> UserData, bool HasUdh);

/// <summary>Decodes the parts of a text and joins them. It is the counterpart of <see cref="TextSplitter"/>.</summary>
public static class TextJoiner
{
    /// <summary>
    /// Decodes the parts that have come as one text. Never throws for what is in them. The octets of neighbouring parts are joined before
    /// they are decoded, because phones split surrogate pairs and escape pairs between parts. In place of a missing part stands <c>[2/3
    /// missing]</c>.
    /// </summary>
    /// <param name="parts">
    /// The parts, sorted by number. A number may stand twice if one PDU brought two texts: the second begins on a new line.
    /// </param>
    /// <param name="total">How many parts the text has: 1 to 255.</param>
    /// <param name="defaultAlphabet">What the operator means by the SMSC's default alphabet, data_coding 0.</param>
    public static DecodedText Join(IReadOnlyList<ReceivedPart> parts, int total, Alphabet defaultAlphabet) =>
        JoinFast(parts, total, defaultAlphabet) ?? JoinByRuns(parts, total, defaultAlphabet);

    /// <summary>
    /// Joins a complete text in one alphabet without national tables, if <see cref="FastTextDecoder"/> can decode it. Else returns null.
    /// </summary>
    internal static DecodedText? JoinFast(IReadOnlyList<ReceivedPart> parts, int total, Alphabet defaultAlphabet)
    {
        if (parts.Count != total || total == 0) return null;
        var declared = DataCoding.Find(parts[0].DataCoding, defaultAlphabet);
        if (declared is not (Alphabet.Ucs2 or Alphabet.Gsm7 or Alphabet.Gsm7Packed)) return null;

        var isPacked = declared == Alphabet.Gsm7Packed;
        var room = 0;
        for (var i = 0; i < parts.Count; i++) room += SeptetPacking.MaxSeptets(parts[i].UserData.Length);
        var joined = ArrayPool<byte>.Shared.Rent(room);
        string? text = null;
        if (TryJoinOctets(parts, isPacked, joined, out var length))
        {
            var octets = joined.AsSpan(0, length);
            text = isPacked ? FastTextDecoder.TryDecodeUnpacked(octets) : FastTextDecoder.TryDecode(octets, declared);
        }

        ArrayPool<byte>.Shared.Return(joined, clearArray: true);
        return text is null ? null : new(text, CodingRule.ToReported(declared.Value), []);
    }

    internal static DecodedText JoinByRuns(IReadOnlyList<ReceivedPart> parts, int total, Alphabet defaultAlphabet)
    {
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var alphabets = new List<Alphabet>();
        var expected = 1;
        foreach (var run in Runs(parts))
        {
            AppendMissing(text, expected, run[0].Part.Number, total);
            if (run[0].Part.Number < expected && text.Length > 0) text.Append('\n');
            foreach (var (_, header) in run)
            {
                if (header.Problem is { } problem) problems.Add(problem);
            }

            var encoded = new EncodedText([.. run.Select(item => item.Header.RemoveFrom(item.Part.UserData))], run[0].Header.Shifts);
            var interpretation = TextDecoder.Interpret(encoded, run[0].Part.DataCoding, defaultAlphabet, problems);
            text.Append(interpretation.Text);
            alphabets.Add(interpretation.Alphabet);
            expected = run[^1].Part.Number + 1;
        }

        AppendMissing(text, expected, total + 1, total);
        if (parts.Select(part => part.DataCoding).Distinct().Skip(1).Any()) problems.Add(TextProblem.MixedCodings);

        // Only now is it certain that a surrogate is alone: its other half may have been in the next run.
        return new(VisibleText.From(text.ToString(), problems), FindWidest(alphabets), [.. problems]);
    }

    /// <summary>
    /// Joins the octets of all parts; of packed parts the septets, because each part has fill bits of its own. False if the parts are not
    /// all alike and sound.
    /// </summary>
    private static bool TryJoinOctets(IReadOnlyList<ReceivedPart> parts, bool isPacked, Span<byte> joined, out int length)
    {
        length = 0;
        var (packedOctets, haveTopBit) = (0, false);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var header = UserDataHeader.Read(part.UserData.Span, part.HasUdh);
            if (part.Number != i + 1 || part.DataCoding != parts[0].DataCoding || header.Problem is not null
                || header.Shifts != ShiftTables.Default)
            {
                return false;
            }

            var octets = part.UserData.Span[header.Octets..];
            if (isPacked)
            {
                if (!SeptetPacking.EndsWithZeroBits(octets, header.FillBits)
                    || (i == 0 && !CodingRule.IsSurelySeptets(octets, isAll: parts.Count == 1)))
                {
                    return false;
                }

                length += SeptetPacking.Unpack(octets, header.FillBits, joined[length..]);
                packedOctets += octets.Length;
                haveTopBit |= OctetChecks.HaveTopBit(octets);
            }
            else
            {
                octets.CopyTo(joined[length..]);
                length += octets.Length;
            }
        }

        return !isPacked || CodingRule.CanBePacked(packedOctets, haveTopBit);
    }

    /// <summary>Groups neighbouring parts that have the same data_coding and the same national tables.</summary>
    private static IEnumerable<List<(ReceivedPart Part, UserDataHeader Header)>> Runs(IReadOnlyList<ReceivedPart> parts)
    {
        List<(ReceivedPart Part, UserDataHeader Header)> run = [];
        foreach (var part in parts)
        {
            var header = UserDataHeader.Read(part.UserData.Span, part.HasUdh);
            if (run is [.., var last]
                && (part.Number != last.Part.Number + 1 || part.DataCoding != last.Part.DataCoding
                    || header.Shifts != last.Header.Shifts))
            {
                yield return run;
                run = [];
            }

            run.Add((part, header));
        }

        if (run.Count > 0) yield return run;
    }

    private static void AppendMissing(StringBuilder text, int from, int before, int total)
    {
        for (var number = from; number < before; number++) text.Append('[').Append(number).Append('/').Append(total).Append(" missing]");
    }

    /// <summary>Finds the alphabet to report for a text that has several.</summary>
    private static Alphabet FindWidest(List<Alphabet> alphabets) => alphabets switch
    {
        [] => Alphabet.Binary,
        _ when alphabets.Contains(Alphabet.Ucs2) => Alphabet.Ucs2,
        _ => alphabets[0],
    };
}
