namespace Bridge.Simulator.Load;

/// <summary>What one run of load is to do.</summary>
internal sealed record LoadPlan
{
    /// <summary>
    /// Texts a second, sent on schedule however slow the answers are; null keeps <see cref="Window"/> texts unanswered instead.
    /// </summary>
    public double? Rate { get; init; }

    /// <summary>Unanswered deliver_sm at most.</summary>
    public int Window { get; init; } = 100;

    /// <summary>Texts in all, the warm-up apart; null: as many as fit into <see cref="Duration"/>.</summary>
    public int? Count { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    public int Senders { get; init; } = 1_000;

    /// <summary>0 to 1: the share of texts in three parts.</summary>
    public double LongShare { get; init; }

    /// <summary>Texts sent and audited before anything is measured: a fresh process is still compiling itself.</summary>
    public int WarmUp { get; init; }

    /// <summary>How long after the last text answers and events are waited for.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most texts there can be, for the size of the books.</summary>
    public int Expected => WarmUp + (Count ?? (int)Math.Min(Duration.TotalSeconds * (Rate ?? 20_000), 5_000_000));
}
