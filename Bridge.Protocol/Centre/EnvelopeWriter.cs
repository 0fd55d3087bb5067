using System.Buffers;
using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>
/// Writes the CloudEvents envelope around some data. Each thread keeps its buffer and writer for its next message, so the array that is
/// returned is the only allocation.
/// </summary>
internal static class EnvelopeWriter
{
    // A larger buffer is not kept: each thread that ever wrote a very long report would hold one for ever.
    private const int KeptOctets = 64 * 1024;

    [ThreadStatic]
    private static Scratch? _scratch;

    public static byte[] Write<T>(
        string id, string name, string source, string? subject, DateTimeOffset time, T data, Action<Utf8JsonWriter, T> writeData)
    {
        // Taken away while in use. If writeData throws, the half-written buffer is dropped.
        var scratch = _scratch ?? new Scratch();
        _scratch = null;

        var json = scratch.Json;
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteText("id"u8, id);
        json.WriteText("source"u8, source);
        json.WriteText("type"u8, CloudEvent.TypePrefix + name);
        if (subject is not null) json.WriteText("subject"u8, subject);
        json.WriteTime("time"u8, time);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WriteStartObject("data"u8);
        writeData(json, data);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();

        var written = scratch.Buffer.WrittenSpan.ToArray();
        if (scratch.Buffer.Capacity <= KeptOctets)
        {
            scratch.Buffer.ResetWrittenCount();
            json.Reset(scratch.Buffer);
            _scratch = scratch;
        }

        return written;
    }

    private sealed class Scratch
    {
        public Scratch() => Json = new Utf8JsonWriter(Buffer, new JsonWriterOptions { SkipValidation = true });

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Json { get; }
    }
}
