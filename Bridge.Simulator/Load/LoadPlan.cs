namespace Bridge.Simulator.Load;

/// <summary>What a run has to do.</summary>
internal sealed record LoadPlan
{
    /// <summary>
    /// Texts a second, sent on schedule however slow the answers are; null: as fast as <see cref="Window"/> allows.
    /// </summary>
    public double? Rate { get; init; }

    /// <summary>How many texts may be unanswered.</summary>
    public int Window { get; init; } = 100;

    /// <summary>Texts in all, without the warm-up; null: as many as fit into <see cref="Duration"/>.</summary>
    public int? Count { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many senders take turns.</summary>
    public int Senders { get; init; } = 1_000;

    /// <summary>0 to 1: the share of texts in three parts.</summary>
    public double LongShare { get; init; }

    /// <summary>Texts sent and audited before anything is measured, while a new process is still compiling its code.</summary>
    public int WarmUp { get; init; }

    /// <summary>How long missing answers and events are waited for after the last text.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An upper estimate of the texts in all, to reserve memory for them.</summary>
    public int Expected => WarmUp + (Count ?? (int)Math.Min(Duration.TotalSeconds * (Rate ?? 20_000), 5_000_000));
}
