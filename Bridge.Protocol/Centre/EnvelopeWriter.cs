using System.Buffers;
using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>
/// The CloudEvents envelope around some data. Buffer and writer are kept for the thread's next event, so the array
/// that is handed out is the only allocation.
/// </summary>
internal static class EnvelopeWriter
{
    // A report of the largest legal PDUs would otherwise be held for the life of every thread that wrote one.
    private const int KeptOctets = 64 * 1024;

    [ThreadStatic]
    private static Scratch? _scratch;

    public static byte[] Write<T>(
        string id, string name, string source, string? subject, DateTimeOffset time, T data, Action<Utf8JsonWriter, T> writeData)
    {
        // Taken away while in use: should writeData throw, the half-written buffer is dropped.
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
