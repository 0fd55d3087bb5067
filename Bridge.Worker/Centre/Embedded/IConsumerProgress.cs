using Bridge.Worker.Store;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>Is told how far the consumers of the embedded bus have read. Called from any thread.</summary>
internal interface IConsumerProgress
{
    /// <summary>A consumer resumed after <paramref name="sequence"/>, so it has everything up to there.</summary>
    void Resumed(long sequence);

    /// <summary>A consumer that had begun or read on to <paramref name="after"/> has these events too.</summary>
    void ReadOn(long after, IReadOnlyList<OutboxEvent> batch);
}

/// <summary>While another bus is the configured one, only its own cursor counts.</summary>
internal sealed class IgnoredProgress : IConsumerProgress
{
    public void Resumed(long sequence)
    {
        // Does not count.
    }

    public void ReadOn(long after, IReadOnlyList<OutboxEvent> batch)
    {
        // Does not count.
    }
}
