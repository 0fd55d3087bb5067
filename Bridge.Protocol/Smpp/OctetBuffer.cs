using System.Buffers;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// A buffer that grows at the end and is emptied at once. Unlike <see cref="ArrayBufferWriter{T}"/> it allows what is written to be changed
/// in place, and does not keep an array that one burst has made large.
/// </summary>
internal sealed class OctetBuffer : IBufferWriter<byte>
{
    private const int InitialOctets = 4 * 1024;
    private const int MaxKeptOctets = 256 * 1024;

    private byte[] _octets = new byte[InitialOctets];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _octets.AsMemory(0, Length);

    public Span<byte> Slice(int start, int length) => _octets.AsSpan(0, Length).Slice(start, length);

    public void Clear()
    {
        Length = 0;
        if (_octets.Length > MaxKeptOctets) _octets = new byte[InitialOctets];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _octets.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _octets.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _octets.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _octets.Length) Array.Resize(ref _octets, Math.Max(needed, _octets.Length * 2));
    }
}
