using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Bridge.Tests.Interop;

/// <summary>Stands between the bridge and an SMSC, hands every octet on, and keeps what the bridge wrote on each connection.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly ConcurrentQueue<MemoryStream> _written = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="target">The SMSC's port on 127.0.0.1.</param>
    public RecordingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the bridge wrote, a list of PDUs for each connection, cut by their command_length alone. Of a proxy that is at rest.</summary>
    public IReadOnlyList<IReadOnlyList<byte[]>> Written() => [.. _written.Select(stream => Cut(stream.ToArray()))];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private static List<byte[]> Cut(byte[] octets)
    {
        var pdus = new List<byte[]>();
        for (var at = 0; at < octets.Length; at += pdus[^1].Length)
            pdus.Add(octets.AsSpan(at, BinaryPrimitives.ReadInt32BigEndian(octets.AsSpan(at))).ToArray());
        return pdus;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient bridge)
    {
        using var _ = bridge;
        using var smsc = new TcpClient { NoDelay = true };
        bridge.NoDelay = true;
        try
        {
            await smsc.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            return;
        }

        var record = new MemoryStream();
        _written.Enqueue(record);
        await Task.WhenAll(PassAsync(bridge.GetStream(), smsc, record), PassAsync(smsc.GetStream(), bridge, record: null));
    }

    private async Task PassAsync(NetworkStream from, TcpClient to, MemoryStream? record)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            {
                record?.Write(buffer, 0, read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
        {
            // One end is gone without a word, so the other is dropped too.
            to.Close();
        }
    }
}
