using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>The bus from the centre's end. Reconnects by itself; one reader, any number of senders.</summary>
public interface ICentreBus : IAsyncDisposable
{
    /// <summary>
    /// The next event as UTF-8 JSON; waits, through any outage, until there is one. An event is acknowledged only when a later one is asked
    /// for, by itself or in a batch. The same event may come again: the reader has to remember ids.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel);

    /// <summary>Connects now instead of at the first <see cref="NextAsync"/>, so that nothing sent afterwards can be missed.</summary>
    Task ConnectAsync(CancellationToken cancel);

    /// <summary>Sends the command again, through any outage, until the bridge has answered it.</summary>
    /// <returns>What the bridge finds wrong with it; empty when it took it, and always over AMQP, where command.rejected says it.</returns>
    Task<IReadOnlyList<string>> SendAsync(Command command, CancellationToken cancel);
}
