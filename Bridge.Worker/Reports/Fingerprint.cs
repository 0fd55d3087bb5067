using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Reports;

/// <summary>
/// What makes two PDUs the same text (design: retransmission, resend, and a second text). Not the link and not the sequence number, for an
/// SMSC repeats a text under a new number and over its other link.
/// </summary>
internal readonly record struct Fingerprint(UInt128 Value)
{
    public const int Octets = 16;

    public static Fingerprint OfPart(
        string operatorName, string sender, string destination, byte dataCoding, Concatenation? concatenation, ReadOnlySpan<byte> identity,
            ReadOnlySpan<byte> body,
        ReadOnlySpan<byte> secondBody = default)
    {
        Span<byte> part = stackalloc byte[6];
        if (concatenation is { } place)
        {
            part[0] = (byte)(place.Kind + 1);
            part[1] = (byte)(place.Reference >> 8);
            part[2] = (byte)place.Reference;
            part[3] = place.Total;
            part[4] = place.Number;
        }

        part[5] = dataCoding;
        return Hash([operatorName, sender, destination], part, identity, body, secondBody);
    }

    /// <summary>The text itself, for finding what it resends: references and parts aside, for a phone numbers a resent text anew.</summary>
    public static long OfText(string sender, string destination, string text) =>
        (long)(ulong)Hash([sender, destination, text], [], [], [], []).Value;

    public static Fingerprint Read(ReadOnlySpan<byte> stored) => new(BinaryPrimitives.ReadUInt128BigEndian(stored));

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>Every field goes in with its length before it, so that no two lists of fields make the same octets.</summary>
    private static Fingerprint Hash(ReadOnlySpan<string> words, ReadOnlySpan<byte> part, ReadOnlySpan<byte> identity,
        ReadOnlySpan<byte> body, ReadOnlySpan<byte> secondBody)
    {
        var size = part.Length + identity.Length + body.Length + secondBody.Length + (4 + words.Length) * sizeof(int);
        foreach (var word in words) size += Encoding.UTF8.GetMaxByteCount(word.Length);
        var rented = ArrayPool<byte>.Shared.Rent(size);
        var at = 0;
        foreach (var word in words)
        {
            var written = Encoding.UTF8.GetBytes(word, rented.AsSpan(at + sizeof(int)));
            Length(rented, ref at, written);
            at += written;
        }

        Append(rented, ref at, part);
        Append(rented, ref at, identity);
        Append(rented, ref at, body);
        Append(rented, ref at, secondBody);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(rented.AsSpan(0, at), digest);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return Read(digest[..Octets]);
    }

    private static void Append(byte[] buffer, ref int at, ReadOnlySpan<byte> octets)
    {
        Length(buffer, ref at, octets.Length);
        octets.CopyTo(buffer.AsSpan(at));
        at += octets.Length;
    }

    private static void Length(byte[] buffer, ref int at, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(at), length);
        at += sizeof(int);
    }
}
