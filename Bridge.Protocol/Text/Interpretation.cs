using System.Text;
using System.Text.Unicode;

namespace Bridge.Protocol.Text;

/// <summary>What octets say if they are read in one particular way.</summary>
/// <param name="Name">The way, in the words of <see cref="TextProblem"/>.</param>
/// <param name="Alphabet">The alphabet that the decoded text is reported with.</param>
internal sealed record Interpretation(string Name, Alphabet Alphabet, string Text)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Interpretation AsAscii(EncodedText encoded) => new("ascii", Alphabet.Ascii, SingleOctet.Decode(encoded.Octets.Span));

    public static Interpretation AsLatin1(EncodedText encoded) => new("latin1", Alphabet.Latin1, SingleOctet.Decode(encoded.Octets.Span));

    public static Interpretation AsUcs2(EncodedText encoded) => new("ucs2", Alphabet.Ucs2, Ucs2.Decode(encoded.Pairs().Span));

    public static Interpretation AsUcs2LittleEndian(EncodedText encoded) =>
        new(TextProblem.LittleEndian, Alphabet.Ucs2, Ucs2.Decode(encoded.Pairs().Span, littleEndian: true));

    public static Interpretation AsGsm7(EncodedText encoded, ICollection<string> problems) =>
        new("gsm7", Alphabet.Gsm7, Gsm7.Decode(encoded.Octets.Span, encoded.Shifts, problems));

    public static Interpretation AsGsm7Packed(EncodedText encoded, ICollection<string> problems) =>
        new("gsm7-packed", Alphabet.Gsm7, Gsm7.Decode(encoded.UnpackSeptets(), encoded.Shifts, problems));

    /// <summary>
    /// Reads octets as UTF-8. SMPP knows no such alphabet, but gateways send it. Null if the octets are all ASCII, or not strictly UTF-8.
    /// </summary>
    public static Interpretation? AsUtf8(EncodedText encoded)
    {
        var octets = encoded.Octets.Span;
        if (!OctetChecks.HaveTopBit(octets) || !Utf8.IsValid(octets)) return null;
        return new("utf-8", Alphabet.Binary, StrictUtf8.GetString(octets).TrimStart(Ucs2.ByteOrderMark));
    }

    /// <summary>
    /// Shows octets that are not text as "[0A 1B 2C]", at most the first 140, so that a dispatcher sees that something came.
    /// </summary>
    public static Interpretation AsHexadecimal(EncodedText encoded)
    {
        const int most = 140;
        var shown = encoded.Octets.Length > most ? encoded.Octets[..most] : encoded.Octets;
        var text = new StringBuilder("[").AppendJoin(' ', shown.ToArray().Select(octet => octet.ToString("X2")));
        return new("binary", Alphabet.Binary, text.Append(encoded.Octets.Length > most ? " …]" : "]").ToString());
    }

    /// <summary>
    /// The share of characters that people in Hong Kong text every day (<see cref="IsEveryday"/>), 0 to 1. A text read in its own alphabet
    /// comes close to 1; octets read in another alphabet give about 0.3 to 0.8.
    /// </summary>
    public double EverydayShare
    {
        get
        {
            var everyday = 0;
            var all = 0;
            foreach (var rune in Text.EnumerateRunes())
            {
                all++;
                if (IsEveryday(rune.Value)) everyday++;
            }

            return all == 0 ? 0 : (double)everyday / all;
        }
    }

    /// <summary>Whether nine in ten characters are everyday ones.</summary>
    public bool IsPlausible => EverydayShare >= 0.9;

    internal static bool IsEveryday(int codePoint) => codePoint switch
    {
        < 0x80 => SingleOctet.IsPrintable((byte)codePoint),

        // Accented letters.
        >= 0xC0 and <= 0xFF => true,

        // Cyrillic. Not Greek: GSM-7 in the wrong alphabet is full of it.
        >= 0x0400 and <= 0x04FF => true,

        // Urdu.
        >= 0x0601 and <= 0x06FF => true,

        // Devanagari to Sinhala, and Thai. Not 0D00 and 0A00, which are CR and LF with the octets swapped.
        >= 0x0900 and <= 0x0E7F => (codePoint & 0xFF) != 0,

        // Typographic marks, and the euro.
        >= 0x2013 and <= 0x2026 or 0x20AC => true,

        // Emoji, and what joins them.
        0x200D or 0x20E3 or 0xFE0F or (>= 0x2600 and <= 0x27BF) or (>= 0x1F000 and <= 0x1FAFF) => true,

        // CJK punctuation, kana.
        >= 0x3000 and <= 0x30FF => true,

        // Of CJK extension A only what Cantonese uses.
        >= 0x3400 and <= 0x4DBF => HkscsMap.IsStandard((char)codePoint),
        >= 0x4E00 and <= 0x9FFF => true,

        // Full-width forms.
        >= 0xFF01 and <= 0xFF5E => true,

        // CJK extension B and later, which HKSCS uses much.
        >= 0x20000 and <= 0x2FA1F => true,
        _ => false,
    };
}
