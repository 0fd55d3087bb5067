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
    /// <param name="pieces">What has come, at least one, sorted by number, each number once. A text of one part: one piece numbered 1.</param>
    /// <param name="total">How many parts the text has, 1 to 255.</param>
    public static DecodedText Join(IReadOnlyList<TextPiece> pieces, int total, Alphabet defaultAlphabet) => throw new NotImplementedException();
}
