using System.Net.Sockets;

namespace Bridge.Tests.Support;

/// <summary>
/// The peer's end of a socket, which puts down what our side writes into it: what is read, and in the end what nobody has read.
/// </summary>
internal sealed class RecordedStream(Socket socket, string? test = null) : NetworkStream(socket, ownsSocket: true)
{
    private readonly WrittenOctets.Connection _record = WrittenOctets.OfThisRun.Open(test);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        _record.Add(buffer.Span[..read]);
        return read;
    }

    /// <summary>Called before the connection is gone: of a test in which our side is still writing, as far as it has come.</summary>
    public void RecordWhatIsUnread()
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (Socket.Available > 0) _record.Add(buffer.AsSpan(0, Socket.Receive(buffer)));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Reset from the other side, or disposed before.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) RecordWhatIsUnread();
        base.Dispose(disposing);
    }
}
