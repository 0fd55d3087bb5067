using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>The bus from the centre's end. Reconnects by itself; one reader, any number of senders.</summary>
public interface ICentreBus : IAsyncDisposable
{
    /// <summary>
    /// The next event as UTF-8 JSON. Waits, through any outage, until there is one. An event is acknowledged when a later one is asked for,
    /// at once or with a batch, and never before. The same event may come again: remember ids.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel);

    /// <summary>Connects now instead of at the first <see cref="NextAsync"/>, so that nothing sent afterwards can be missed.</summary>
    Task ConnectAsync(CancellationToken cancel);

    /// <summary>Sends until the bridge has the command for certain, through any outage.</summary>
    /// <returns>What the bridge finds wrong with it, empty when it was taken. Over AMQP that comes as command.rejected instead.</returns>
    Task<IReadOnlyList<string>> SendAsync(Command command, CancellationToken cancel);
}
