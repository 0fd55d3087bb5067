using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Stands between two peers, hands every octet on, keeps what the one that called wrote on each connection, and has what our side wrote
/// dissected.
/// </summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly ConcurrentQueue<MemoryStream> _written = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly string _test = WrittenOctets.CallingTest();
    private readonly bool _weAreCalled;
    private readonly Task _accepting;

    /// <param name="target">The port on 127.0.0.1 of the SMSC.</param>
    /// <param name="weAreCalled">The SMSC is ours, and a stranger calls; otherwise we call.</param>
    public RecordingProxy(int target, bool weAreCalled = false)
    {
        _target = target;
        _weAreCalled = weAreCalled;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// What the one that called wrote, a list of PDUs for each connection, cut by their command_length alone. Of a proxy that is at rest.
    /// </summary>
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
        {
            pdus.Add(octets.AsSpan(at, BinaryPrimitives.ReadInt32BigEndian(octets.AsSpan(at))).ToArray());
        }
        return pdus;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using var _ = caller;
        using var smsc = new TcpClient { NoDelay = true };
        caller.NoDelay = true;
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
        var ours = WrittenOctets.OfThisRun.Open(_test);
        await Task.WhenAll(
            PassAsync(caller.GetStream(), smsc, record, _weAreCalled ? null : ours),
                PassAsync(smsc.GetStream(), caller, record: null, _weAreCalled ? ours : null));
    }

    private async Task PassAsync(NetworkStream from, TcpClient to, MemoryStream? record, WrittenOctets.Connection? ours)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            {
                record?.Write(buffer, 0, read);
                ours?.Add(buffer.AsSpan(0, read));
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
