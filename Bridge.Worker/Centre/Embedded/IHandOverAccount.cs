using Bridge.Worker.Store;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>Hears what the consumers of the embedded bus have been handed.</summary>
internal interface IHandOverAccount
{
    /// <summary>A consumer resumed after <paramref name="sequence"/>.</summary>
    void Claimed(long sequence);

    /// <summary>A consumer that had all after <paramref name="after"/> has been handed these too.</summary>
    void HandedTo(long after, IReadOnlyList<OutboxEvent> batch);
}

/// <summary>While another bus is the configured one: that bus keeps the account, and the embedded one is only looked at.</summary>
internal sealed class NoHandOverAccount : IHandOverAccount
{
    public void Claimed(long sequence)
    {
        // Nothing is handed over by it.
    }

    public void HandedTo(long after, IReadOnlyList<OutboxEvent> batch)
    {
        // Nothing is handed over by it.
    }
}
