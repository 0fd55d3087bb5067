namespace Bridge.Worker.Store;

/// <summary>A picture of the store in memory that decisions are taken from.</summary>
internal interface ILoadedFromStore
{
    /// <summary>Reads it all, before the writer turns and no text can come.</summary>
    void Load(StoreTransaction transaction);
}

/// <summary>Loads what must be remembered, then lets the writer turn: before any link may bring a text.</summary>
internal sealed class StoreStart(StoreWriter writer, IEnumerable<ILoadedFromStore> pictures) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer.Start(transaction =>
        {
            foreach (var picture in pictures) picture.Load(transaction);
        });
        return Task.CompletedTask;
    }

    /// <summary>The writer ends when it is disposed of, after everything that writes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
