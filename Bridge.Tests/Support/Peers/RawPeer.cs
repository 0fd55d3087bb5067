using System.Buffers;
using System.Buffers.Binary;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Support;

/// <summary>The other end of a session as octets and single PDUs, with no session of its own: it does only what a test tells it.</summary>
/// <param name="record">What is read is put down there, where the stream does not do it.</param>
internal sealed class RawPeer(Stream stream, WrittenOctets.Connection? record = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Stream Stream => stream;

    public ValueTask SendAsync(params Pdu[] pdus)
    {
        var octets = new ArrayBufferWriter<byte>();
        foreach (var pdu in pdus) PduCodec.Encode(pdu, octets);
        return SendOctetsAsync(octets.WrittenMemory);
    }

    public ValueTask SendOctetsAsync(ReadOnlyMemory<byte> octets) => stream.WriteAsync(octets);

    /// <summary>The next PDU, cut by hand; null when the other side has closed.</summary>
    public async Task<Pdu?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false, patience.Token) < 4) return null;
        var octets = new byte[BinaryPrimitives.ReadUInt32BigEndian(length)];
        length.CopyTo(octets, 0);
        await stream.ReadExactlyAsync(octets.AsMemory(4), patience.Token);
        record?.Add(octets);
        return PduCodec.Decode(octets);
    }

    public async Task<T> ReadAsync<T>()
        where T : Pdu => (await ReadAsync()).ShouldBeOfType<T>();

    /// <summary>
    /// Returns when our side has read everything sent so far, with what it sent meanwhile: enquire_link is answered in its turn of reading.
    /// </summary>
    public async Task<List<Pdu>> SyncAsync()
    {
        const uint marker = 0x7ABCDEF0;
        await SendAsync(new EnquireLink { Sequence = marker });
        var before = new List<Pdu>();
        while (true)
        {
            var pdu = (await ReadAsync()).ShouldNotBeNull();
            if (pdu is EnquireLinkResp { Sequence: marker }) return before;
            before.Add(pdu);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
