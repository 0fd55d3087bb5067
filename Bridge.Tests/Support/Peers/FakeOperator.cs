using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Support;

/// <summary>
/// An operator's SMSC on a free port of 127.0.0.1 that does only what the test tells it: no session, no clock, no answer by itself. Built
/// on octets, apart from the session that the bridge uses, so that the two cannot agree on a mistake.
/// </summary>
internal sealed class FakeOperator : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Channel<OperatorConnection> _accepted = Channel.CreateUnbounded<OperatorConnection>();
    private readonly List<OperatorConnection> _connections = [];
    private readonly string _test = WrittenOctets.CallingTest();
    private readonly Task _accepting;

    public FakeOperator(int port = 0, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The next connection of the bridge, in the order of their coming.</summary>
    public async Task<OperatorConnection> AcceptAsync() =>
        await _accepted.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Whether a connection waits to be accepted.</summary>
    public bool IsCalled => _accepted.Reader.TryPeek(out _);

    public async Task<OperatorConnection> AcceptAndBindAsync()
    {
        var connection = await AcceptAsync();
        await connection.AnswerBindAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var connection in _connections) await connection.DisposeAsync();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                var connection = new OperatorConnection(socket, _test);
                _connections.Add(connection);
                _accepted.Writer.TryWrite(connection);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            _accepted.Writer.TryComplete();
        }
    }
}

/// <summary>One connection of the bridge, seen from the operator. Everything that the bridge writes on it is dissected.</summary>
/// <param name="test">That it belongs to; the calling one, when not given.</param>
internal sealed class OperatorConnection(Socket socket, string? test = null) : IAsyncDisposable
{
    private readonly RecordedStream _stream = new(socket, test);

    public RawPeer Peer => field ??= new(_stream);

    /// <summary>Octets that have come and are not read.</summary>
    public int Unread => socket.Available;

    public async Task<Bind> AnswerBindAsync(CommandStatus status = CommandStatus.Ok)
    {
        var bind = await Peer.ReadAsync<Bind>();
        await Peer.SendAsync(new BindResp { Mode = bind.Mode, SystemId = "smsc", Status = status, Sequence = bind.Sequence });
        return bind;
    }

    /// <summary>False when the bridge has given the connection up.</summary>
    public async Task<bool> TryAnswerBindAsync()
    {
        if (await Peer.ReadAsync() is not Bind bind) return false;
        await Peer.SendAsync(new BindResp { Mode = bind.Mode, SystemId = "smsc", Sequence = bind.Sequence });
        return true;
    }

    /// <inheritdoc cref="RawPeer.SyncAsync"/>
    public Task<List<Pdu>> SyncAsync() => Peer.SyncAsync();

    /// <summary>Returns when the bridge has closed, in whatever way, without having written a PDU.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            (await Peer.ReadAsync()).ShouldBeNull();
        }
        catch (IOException)
        {
            // RST: it closed with octets of ours unread.
        }
    }

    /// <summary>FIN: this side has no more to say.</summary>
    public void Finish() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>RST: the connection is gone.</summary>
    public void Reset()
    {
        _stream.RecordWhatIsUnread();
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}
