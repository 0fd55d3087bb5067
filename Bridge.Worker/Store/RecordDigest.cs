using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Worker.Store;

/// <summary>
/// SHA-256 of one stored record, field by field, each with its length before it so that no two records make the same octets. What holds
/// personal data is digested with a random salt that is erased with it: a digest that stays could otherwise be tried against guesses of a
/// number and a text. One thread at a time.
/// </summary>
internal sealed class RecordDigest
{
    public const int Octets = SHA256.HashSizeInBytes;
    public const int SaltOctets = 16;

    private const int Null = -1;

    private byte[] _buffer = new byte[4_096];
    private int _length;

    public void ComputePart(Span<byte> digest, ReadOnlySpan<byte> salt, long report, int number, string link, DateTimeOffset receivedAt,
        ReadOnlySpan<byte> pdu) =>
        Begin(salt).Add(report).Add(number).Add(link).Add(StoredTime.ToMicroseconds(receivedAt)).Add(pdu).Finish(digest);

    public void ComputeEvent(Span<byte> digest, ReadOnlySpan<byte> salt, OutboxEvent stored) =>
        Begin(salt).Add(stored.Sequence).Add(stored.Id).Add(stored.Name).Add(stored.Operator).Add(stored.ConversationId)
            .Add(StoredTime.ToMicroseconds(stored.Time))
            .Add(stored.ReadAt is { } readAt ? StoredTime.ToMicroseconds(readAt) : Null).Add(stored.Json).Finish(digest);

    public void ComputeRecord(Span<byte> digest, ReadOnlySpan<byte> salt, long position, DateTimeOffset at, string kind, string? operatorName,
        ReadOnlySpan<byte> body) =>
        Begin(salt).Add(position).Add(StoredTime.ToMicroseconds(at)).Add(kind).Add(operatorName).Add(body).Finish(digest);

    /// <summary>A link of the chain: the one before it, and all that was committed together.</summary>
    public void ComputeBlock(Span<byte> link, ReadOnlySpan<byte> before, long first, DateTimeOffset at, ReadOnlySpan<byte> entries) =>
        Begin(before).Add(first).Add(StoredTime.ToMicroseconds(at)).Add(entries).Finish(link);

    private RecordDigest Begin(ReadOnlySpan<byte> salt)
    {
        _length = 0;
        return Add(salt);
    }

    private RecordDigest Add(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
        return this;
    }

    private RecordDigest Add(string? value)
    {
        if (value is null) return Length(Null);
        var octets = Encoding.UTF8.GetByteCount(value);
        Length(octets);
        Encoding.UTF8.GetBytes(value, Room(octets));
        _length += octets;
        return this;
    }

    private RecordDigest Add(ReadOnlySpan<byte> octets)
    {
        Length(octets.Length);
        octets.CopyTo(Room(octets.Length));
        _length += octets.Length;
        return this;
    }

    private RecordDigest Length(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), length);
        _length += sizeof(int);
        return this;
    }

    private Span<byte> Room(int octets)
    {
        if (_buffer.Length - _length < octets) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + octets));
        return _buffer.AsSpan(_length);
    }

    private void Finish(Span<byte> digest) => SHA256.HashData(_buffer.AsSpan(0, _length), digest);
}
