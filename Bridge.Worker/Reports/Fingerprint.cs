using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Reports;

/// <summary>
/// Two PDUs with the same fingerprint carry the same part of the same text. The link and the sequence number are not in it: an SMSC repeats
/// a text under a new number and over its other link.
/// </summary>
internal readonly record struct Fingerprint(UInt128 Value)
{
    public const int Octets = 16;

    /// <param name="concatenation">Null for a text on its own.</param>
    /// <param name="identity">The operator's own mark of the message; empty when it gives none.</param>
    /// <param name="secondBody">The other body of a PDU that has two; empty when it has one.</param>
    public static Fingerprint ForPart(
        string operatorName, string sender, string destination, byte dataCoding, Concatenation? concatenation,
        ReadOnlySpan<byte> identity, ReadOnlySpan<byte> body, ReadOnlySpan<byte> secondBody = default)
    {
        Span<byte> part = stackalloc byte[6];
        if (concatenation is { } known)
        {
            part[0] = (byte)(known.Kind + 1);
            part[1] = (byte)(known.Reference >> 8);
            part[2] = (byte)known.Reference;
            part[3] = known.Total;
            part[4] = known.Number;
        }

        part[5] = dataCoding;
        return Hash([operatorName, sender, destination], part, identity, body, secondBody);
    }

    /// <summary>Finds a resend of a text. References and parts are not in it: a phone gives them anew to a text that is resent.</summary>
    public static long TextKey(string sender, string destination, string text) =>
        (long)(ulong)Hash([sender, destination, text], [], [], [], []).Value;

    public static Fingerprint Read(ReadOnlySpan<byte> stored) => new(BinaryPrimitives.ReadUInt128BigEndian(stored));

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>The length of each field stands before it, so that no two lists of fields make the same octets.</summary>
    private static Fingerprint Hash(
        ReadOnlySpan<string> words, ReadOnlySpan<byte> part, ReadOnlySpan<byte> identity, ReadOnlySpan<byte> body,
        ReadOnlySpan<byte> secondBody)
    {
        var size = part.Length + identity.Length + body.Length + secondBody.Length + (4 + words.Length) * sizeof(int);
        foreach (var word in words) size += Encoding.UTF8.GetMaxByteCount(word.Length);
        var rented = ArrayPool<byte>.Shared.Rent(size);
        var at = 0;
        foreach (var word in words)
        {
            var written = Encoding.UTF8.GetBytes(word, rented.AsSpan(at + sizeof(int)));
            WriteLength(rented, ref at, written);
            at += written;
        }

        WriteField(rented, ref at, part);
        WriteField(rented, ref at, identity);
        WriteField(rented, ref at, body);
        WriteField(rented, ref at, secondBody);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(rented.AsSpan(0, at), digest);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return Read(digest[..Octets]);
    }

    private static void WriteField(byte[] buffer, ref int at, ReadOnlySpan<byte> octets)
    {
        WriteLength(buffer, ref at, octets.Length);
        octets.CopyTo(buffer.AsSpan(at));
        at += octets.Length;
    }

    private static void WriteLength(byte[] buffer, ref int at, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(at), length);
        at += sizeof(int);
    }
}
