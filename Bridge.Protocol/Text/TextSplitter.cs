using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>Text to submit_sm bodies.</summary>
public static class TextSplitter
{
    private const byte DefaultCoding = 0x00, Ucs2Coding = 0x08;

    /// <summary>A part's number and the count of parts are an octet each.</summary>
    public const int MostParts = 255;

    private const int HeaderOctets = 6;

    /// <summary>
    /// The smallest honest encoding, in parts of 160/153 septets or 70/67 UTF-16 units: data_coding 0 if every character is in GSM-7 and
    /// can be written as the operator wants data_coding 0 (<paramref name="defaultAlphabet"/>), else UCS-2. Nothing is replaced by a
    /// look-alike. Never splits an escape pair, a surrogate pair, a combining sequence or an emoji of several code points, unless one of
    /// them alone is longer than a part. At most 255 parts: more throws <see cref="ArgumentException"/>. An empty text is one empty part.
    /// </summary>
    /// <param name="reference">The same in all parts of a text, another in the next one to the same phone.</param>
    public static IReadOnlyList<TextPart> Split(string text, LongTextForm form, byte reference, Alphabet defaultAlphabet = Alphabet.Gsm7)
    {
        var coding = CodingOf(text, defaultAlphabet);
        if (coding.Units(text) <= coding.UnitsAlone)
        {
            return [new(coding.DataCoding, coding.Encode(text, 0), HasUdh: false, Sar: null, AsPayload: false)];
        }

        // The SMSC cuts a payload into the same parts, so that the same limit holds.
        var chunks = Chunks(text, coding);
        if (chunks.Count > MostParts)
        {
            throw new ArgumentException($"the text needs {chunks.Count} parts, {MostParts} are possible", nameof(text));
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
    /// How many parts <see cref="Split"/> would make of it, the payload form counted as the SMSC cuts it; more than 255 cannot be sent.
    /// </summary>
    public static int Count(string text, Alphabet defaultAlphabet = Alphabet.Gsm7)
    {
        var coding = CodingOf(text, defaultAlphabet);
        return coding.Units(text) <= coding.UnitsAlone ? 1 : Chunks(text, coding).Count;
    }

    private static Coding CodingOf(string text, Alphabet defaultAlphabet) =>
        FitsDefault(text, defaultAlphabet)
            ? new Coding(
                DefaultCoding,
                160,
                153,
                chunk => Gsm7.Count(chunk)!.Value,
                (chunk, fillBits) => EncodeDefault(chunk, defaultAlphabet, fillBits))
            : new Coding(Ucs2Coding, 70, 67, chunk => chunk.Length, (chunk, _) => Ucs2.Encode(chunk));

    private static TextPart Part(ReadOnlySpan<char> chunk, Coding coding, LongTextForm form, Concatenation place)
    {
        if (form == LongTextForm.Sar) return new(coding.DataCoding, coding.Encode(chunk, 0), HasUdh: false, Sar: place, AsPayload: false);

        // 3GPP TS 23.040 §9.2.3.24.1: five octets follow; element 0 with three: reference, total, number.
        byte[] header = [HeaderOctets - 1, 0x00, 0x03, (byte)place.Reference, place.Total, place.Number];
        byte[] userData = [.. header, .. coding.Encode(chunk, SeptetPacking.FillBits(HeaderOctets))];
        return new(coding.DataCoding, userData, HasUdh: true, Sar: null, AsPayload: false);
    }

    /// <summary>As many whole characters as a part holds, again and again.</summary>
    private static List<Range> Chunks(string text, Coding coding)
    {
        var chunks = new List<Range>();
        int start = 0, used = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = CharacterAt(text.AsSpan(at), coding);
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

    /// <summary>UTF-16 units of what a reader sees as one character; a code point of it where that is longer than a whole part.</summary>
    private static int CharacterAt(ReadOnlySpan<char> text, Coding coding)
    {
        var length = StringInfo.GetNextTextElementLength(text);
        if (coding.Units(text[..length]) <= coding.UnitsInPart) return length;
        return text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
    }

    /// <summary>GSM-7 is what the phone gets in the end, so a character has to be in it whatever the SMSC wants to be sent.</summary>
    private static bool FitsDefault(string text, Alphabet defaultAlphabet) => Gsm7.Count(text) is not null && defaultAlphabet switch
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
