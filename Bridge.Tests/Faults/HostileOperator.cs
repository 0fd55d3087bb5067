using System.Net.Sockets;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

/// <summary>An SMSC that accepts the bind and then torments each connection until it is gone.</summary>
internal sealed class HostileOperator : IAsyncDisposable
{
    private readonly FakeOperator _listening = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _tormenting;
    private long _octets;

    /// <param name="torment">Gets the bound connection and a counter of octets poured; ends when it has had enough, or with the
    /// connection.</param>
    public HostileOperator(Func<RawPeer, Action<int>, CancellationToken, Task> torment) => _tormenting = TormentAsync(torment);

    public int Port => _listening.Port;

    public int Connections { get; private set; }

    public long Octets => Volatile.Read(ref _octets);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _listening.DisposeAsync();
        await _tormenting;
        _over.Dispose();
    }

    private async Task TormentAsync(Func<RawPeer, Action<int>, CancellationToken, Task> torment)
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var connection = await _listening.AcceptAndBindAsync();
                Connections++;
                await torment(connection.Peer, octets => Interlocked.Add(ref _octets, octets), _over.Token);
                await connection.DisposeAsync();
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException || _over.IsCancellationRequested)
            {
                // That connection is over; the next one comes.
            }
        }
    }
}
