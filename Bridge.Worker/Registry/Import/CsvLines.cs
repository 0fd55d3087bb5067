using System.Text;

namespace Bridge.Worker.Registry.Import;

/// <summary>The lines of a file in UTF-8, with or without a byte order mark. A line that is not UTF-8 spoils no other.</summary>
internal static class CsvLines
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The lines without their ends (LF or CR LF); null in the place of a line that is not UTF-8.</returns>
    public static List<string?> Read(ReadOnlySpan<byte> octets)
    {
        if (octets.StartsWith(ByteOrderMark)) octets = octets[ByteOrderMark.Length..];
        List<string?> lines = [];
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            lines.Add(Decode(line.EndsWith("\r"u8) ? line[..^1] : line));
            octets = end < 0 ? [] : octets[(end + 1)..];
        }

        return lines;
    }

    private static string? Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
