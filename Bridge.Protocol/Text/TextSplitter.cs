using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>Encodes a text, and splits it into the parts that phones join again. The counterpart is <see cref="TextJoiner"/>.</summary>
public static class TextSplitter
{
    private const byte DefaultCoding = 0x00, Ucs2Coding = 0x08;

    /// <summary>How many parts a text may have: the number and the total of a part have one octet each.</summary>
    public const int MaxParts = 255;

    private const int HeaderOctets = 6;

    /// <summary>
    /// Encodes a text as small as it can be without loss. data_coding is 0 if every character is in GSM-7 and in
    /// <paramref name="defaultAlphabet"/>, else UCS-2. No character is replaced by a similar one. A part holds 153 septets or 67 UTF-16
    /// units, a text of one part 160 or 70. A split never separates an escape pair, a surrogate pair, a combining sequence or an emoji of
    /// several code points, unless one of them is longer than a part. An empty text is one empty part.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="form">How several parts are written.</param>
    /// <param name="reference">The reference of all parts. Use another one for the next text to the same phone.</param>
    /// <param name="defaultAlphabet">How the operator wants data_coding 0 to be written.</param>
    /// <exception cref="ArgumentException">The text needs more than <see cref="MaxParts"/> parts.</exception>
    public static IReadOnlyList<TextPart> Split(string text, LongTextForm form, byte reference, Alphabet defaultAlphabet = Alphabet.Gsm7)
    {
        var coding = ChooseCoding(text, defaultAlphabet);
        if (coding.Units(text) <= coding.UnitsAlone)
        {
            return [new(coding.DataCoding, coding.Encode(text, 0), HasUdh: false, Sar: null, AsPayload: false)];
        }

        // The SMSC splits a payload into the same parts, so the same limit applies.
        var chunks = Chunks(text, coding);
        if (chunks.Count > MaxParts)
        {
            throw new ArgumentException($"the text needs {chunks.Count} parts, {MaxParts} are possible", nameof(text));
        }
        if (form == LongTextForm.Payload)
        {
            return [new(coding.DataCoding, coding.Encode(text, 0), HasUdh: false, Sar: null, AsPayload: true)];
        }

        return
        [
            .. chunks.Select(
                (chunk, i) => Part(text.AsSpan()[chunk], coding, form, new(ReferenceKind.Sar, reference, (byte)chunks.Count, (byte)(i + 1)))
            ),
        ];
    }

    /// <summary>
    /// Counts the parts of a text, also of one that is sent as payload and split by the SMSC. Does not throw for more than
    /// <see cref="MaxParts"/>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultAlphabet">How the operator wants data_coding 0 to be written.</param>
    public static int CountParts(string text, Alphabet defaultAlphabet = Alphabet.Gsm7)
    {
        var coding = ChooseCoding(text, defaultAlphabet);
        return coding.Units(text) <= coding.UnitsAlone ? 1 : Chunks(text, coding).Count;
    }

    private static Coding ChooseCoding(string text, Alphabet defaultAlphabet) =>
        FitsDefault(text, defaultAlphabet)
            ? new Coding(
                DefaultCoding,
                160,
                153,
                chunk => Gsm7.CountSeptets(chunk)!.Value,
                (chunk, fillBits) => EncodeDefault(chunk, defaultAlphabet, fillBits))
            : new Coding(Ucs2Coding, 70, 67, chunk => chunk.Length, (chunk, _) => Ucs2.Encode(chunk));

    private static TextPart Part(ReadOnlySpan<char> chunk, Coding coding, LongTextForm form, Concatenation place)
    {
        if (form == LongTextForm.Sar) return new(coding.DataCoding, coding.Encode(chunk, 0), HasUdh: false, Sar: place, AsPayload: false);

        // 3GPP TS 23.040 §9.2.3.24.1: five octets follow, which are element 0 with three octets: reference, total, number.
        byte[] header = [HeaderOctets - 1, 0x00, 0x03, (byte)place.Reference, place.Total, place.Number];
        byte[] userData = [.. header, .. coding.Encode(chunk, SeptetPacking.FillBits(HeaderOctets))];
        return new(coding.DataCoding, userData, HasUdh: true, Sar: null, AsPayload: false);
    }

    /// <summary>Splits a text into chunks of as many whole characters as a part holds.</summary>
    private static List<Range> Chunks(string text, Coding coding)
    {
        var chunks = new List<Range>();
        int start = 0, used = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = FirstCharacterLength(text.AsSpan(at), coding);
            var units = coding.Units(text.AsSpan(at, length));
            if (used + units > coding.UnitsInPart)
            {
                chunks.Add(start..at);
                (start, used) = (at, 0);
            }

            used += units;
            at += length;
        }

        chunks.Add(start..text.Length);
        return chunks;
    }

    /// <summary>
    /// The length of the first character as a reader sees it (a grapheme cluster), in UTF-16 units. If that is longer than a part, the
    /// length of its first code point.
    /// </summary>
    private static int FirstCharacterLength(ReadOnlySpan<char> text, Coding coding)
    {
        var length = StringInfo.GetNextTextElementLength(text);
        if (coding.Units(text[..length]) <= coding.UnitsInPart) return length;
        return text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
    }

    /// <summary>
    /// Whether every character is in GSM-7, in which the text reaches the phone, and in the alphabet that the SMSC expects.
    /// </summary>
    private static bool FitsDefault(string text, Alphabet defaultAlphabet) => Gsm7.CountSeptets(text) is not null && defaultAlphabet switch
    {
        Alphabet.Gsm7 or Alphabet.Gsm7Packed => true,
        Alphabet.Ascii => text.All(char.IsAscii),
        Alphabet.Latin1 => text.All(character => character <= 0xFF),
        _ => false,
    };

    private static byte[] EncodeDefault(ReadOnlySpan<char> text, Alphabet defaultAlphabet, int fillBits)
    {
        if (defaultAlphabet == Alphabet.Gsm7) return Gsm7.Encode(text);
        if (defaultAlphabet == Alphabet.Gsm7Packed) return SeptetPacking.Pack(Gsm7.Encode(text), fillBits);

        var octets = new byte[text.Length];
        for (var i = 0; i < octets.Length; i++) octets[i] = (byte)text[i];
        return octets;
    }

    private delegate int UnitsOf(ReadOnlySpan<char> text);

    private delegate byte[] EncodeWith(ReadOnlySpan<char> text, int fillBits);

    private sealed record Coding(byte DataCoding, int UnitsAlone, int UnitsInPart, UnitsOf Units, EncodeWith Encode);
}
