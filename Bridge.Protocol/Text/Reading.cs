using System.Text;
using System.Text.Unicode;

namespace Bridge.Protocol.Text;

/// <summary>One way in which octets can be read; the names are those of the contract and of <see cref="TextProblem"/>.</summary>
internal sealed record Reading(string Name, Alphabet Alphabet, string Text)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Reading AsAscii(Body body) => new("ascii", Alphabet.Ascii, SingleOctet.Decode(body.Octets.Span));

    public static Reading AsLatin1(Body body) => new("latin1", Alphabet.Latin1, SingleOctet.Decode(body.Octets.Span));

    public static Reading AsUcs2(Body body) => new("ucs2", Alphabet.Ucs2, Ucs2.Decode(body.Pairs().Span));

    public static Reading AsUcs2LittleEndian(Body body) =>
        new(TextProblem.LittleEndian, Alphabet.Ucs2, Ucs2.Decode(body.Pairs().Span, littleEndian: true));

    public static Reading AsGsm7(Body body, ICollection<string> problems) =>
        new("gsm7", Alphabet.Gsm7, Gsm7.Decode(body.Octets.Span, body.Shifts, problems));

    /// <summary>What was decoded is GSM-7, packed or not (contract: alphabet).</summary>
    public static Reading AsGsm7Packed(Body body, ICollection<string> problems) =>
        new("gsm7-packed", Alphabet.Gsm7, Gsm7.Decode(body.Septets(), body.Shifts, problems));

    /// <summary>No alphabet of SMPP's, but what gateways put where none is named. Null when the octets are not strictly UTF-8.</summary>
    public static Reading? AsUtf8(Body body)
    {
        if (body.Octets.Span.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0 || !Utf8.IsValid(body.Octets.Span)) return null;
        return new("utf-8", Alphabet.Binary, StrictUtf8.GetString(body.Octets.Span).TrimStart(Ucs2.ByteOrderMark));
    }

    /// <summary>Octets that are no text, so that a dispatcher sees that something came: "[0A 1B 2C]", the first 140 of them.</summary>
    public static Reading AsHexadecimal(Body body)
    {
        const int most = 140;
        var shown = body.Octets.Length > most ? body.Octets[..most] : body.Octets;
        var text = new StringBuilder("[").AppendJoin(' ', shown.ToArray().Select(octet => octet.ToString("X2")));
        return new("binary", Alphabet.Binary, text.Append(body.Octets.Length > most ? " …]" : "]").ToString());
    }

    /// <summary>
    /// The share (0 to 1) of characters that people here text every day: the list below and nothing else. Octets read in the wrong alphabet
    /// give about
    /// 0.3 to 0.8.
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

    /// <summary>Nine in ten characters are everyday ones.</summary>
    public bool IsPlausible => EverydayShare >= 0.9;

    internal static bool IsEveryday(int c) => c switch
    {
        < 0x80 => SingleOctet.IsPrintable((byte)c),
        >= 0xC0 and <= 0xFF => true, // accented letters
        >= 0x0400 and <= 0x04FF => true, // Cyrillic; not Greek: GSM-7 read wrongly is full of it
        >= 0x0601 and <= 0x06FF => true, // Urdu
        >= 0x0900 and <= 0x0E7F => (c & 0xFF) != 0, // Devanagari to Sinhala, and Thai; never 0D00 0A00, which is CR LF in the other order
        >= 0x2013 and <= 0x2026 or 0x20AC => true, // typographic marks, the euro
        0x200D or 0x20E3 or 0xFE0F or (>= 0x2600 and <= 0x27BF) or (>= 0x1F000 and <= 0x1FAFF) => true, // emoji and what joins them
        >= 0x3000 and <= 0x30FF => true, // CJK punctuation, kana
        >= 0x3400 and <= 0x4DBF => HkscsMap.IsStandard((char)c), // of CJK extension A what Cantonese uses
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xFF01 and <= 0xFF5E => true, // full-width forms
        >= 0x20000 and <= 0x2FA1F => true, // CJK extension B and on, of which HKSCS is fond
        _ => false,
    };
}
