using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>Writes strings and times to JSON as docs/bus.md wants them.</summary>
internal static class JsonText
{
    // RFC 8259 §7 asks only for these to be escaped. Every encoder of the runtime, also the relaxed one, escapes all characters outside the
    // basic plane too. Then a person who looks at the queue could not read the HKSCS characters of plane 2.
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 0x20).Select(c => (char)c)));

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        json.WritePropertyName(name);
        json.WriteTextValue(text);
    }

    /// <summary>Writes a string unescaped. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.</summary>
    public static void WriteTextValue(this Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(2 + (6 * text.Length));
        try
        {
            json.WriteRawValue(rented.AsSpan(0, Quote(text, rented)), skipInputValidation: true);
        }
        finally
        {
            // The whole process shares the pool, and this was a person's text.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> utf8 = stackalloc byte[32];
        time.UtcDateTime.TryFormat(utf8, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        json.WriteString(name, utf8[..written]);
    }

    public static void WriteTexts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteTextValue(text);
        json.WriteEndArray();
    }

    private static int Quote(ReadOnlySpan<char> text, Span<byte> into)
    {
        var at = 0;
        into[at++] = (byte)'"';
        for (int next; (next = text.IndexOfAny(MustEscape)) >= 0; text = text[(next + 1)..])
        {
            at += Encoding.UTF8.GetBytes(text[..next], into[at..]);
            at += Escape(text[next], into[at..]);
        }

        at += Encoding.UTF8.GetBytes(text, into[at..]);
        into[at++] = (byte)'"';
        return at;
    }

    private static int Escape(char c, Span<byte> into)
    {
        var letter = c switch
        {
            '"' or '\\' => (byte)c,
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => (byte)'u',
        };
        into[0] = (byte)'\\';
        into[1] = letter;
        if (letter != 'u') return 2;

        into[2] = into[3] = (byte)'0';
        into[4] = HexDigits[c >> 4];
        into[5] = HexDigits[c & 0xF];
        return 6;
    }
}
