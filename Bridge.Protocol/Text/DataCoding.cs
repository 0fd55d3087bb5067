namespace Bridge.Protocol.Text;

/// <summary>
/// Reads data_coding: the values of SMPP (SMPP v3.4 §5.2.19), and those of the network's TP-DCS, which some SMSCs pass through (3GPP TS
/// 23.038 §4). No bits are masked: 0x08 is UCS-2, 0xF8 is not.
/// </summary>
internal static class DataCoding
{
    /// <summary>
    /// Finds the alphabet of a value. Null if it names none, or one that is not supported (Japanese, Korean, Cyrillic, Hebrew, pictograms).
    /// </summary>
    public static Alphabet? Find(byte dataCoding, Alphabet defaultAlphabet) => dataCoding switch
    {
        0x00 => defaultAlphabet,
        0x01 => Alphabet.Ascii,
        0x02 or 0x04 => Alphabet.Binary,
        0x03 => Alphabet.Latin1,
        0x08 => Alphabet.Ucs2,
        < 0x10 => null,

        // General data coding with a message class, and the same marked for automatic deletion. Bit 5 would mean compressed.
        < 0x20 or (>= 0x40 and < 0x60) => General(dataCoding, defaultAlphabet),

        // Message waiting: discard or store in GSM-7, store in UCS-2.
        >= 0xC0 and < 0xE0 => defaultAlphabet,
        >= 0xE0 and < 0xF0 => Alphabet.Ucs2,

        // Data coding / message class: bit 3 is reserved as 0, bit 2 is the alphabet.
        >= 0xF0 and < 0xF8 => (dataCoding & 0x04) == 0 ? defaultAlphabet : Alphabet.Binary,
        _ => null,
    };

    private static Alphabet? General(byte dataCoding, Alphabet defaultAlphabet) => (dataCoding & 0x0C) switch
    {
        0x00 => defaultAlphabet,
        0x04 => Alphabet.Binary,
        0x08 => Alphabet.Ucs2,
        _ => null,
    };
}
