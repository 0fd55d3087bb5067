namespace Bridge.Simulator.Load;

/// <summary>Percentiles of a latency, in milliseconds.</summary>
internal sealed record Percentiles(long Count, double P50, double P95, double P99, double Max)
{
    public static Percentiles From(LatencyHistogram histogram) => new(
        histogram.Count,
        histogram.Percentile(50).TotalMilliseconds,
        histogram.Percentile(95).TotalMilliseconds,
        histogram.Percentile(99).TotalMilliseconds,
        histogram.Max.TotalMilliseconds);
}

/// <param name="PerSecond">Appends of 4 KiB, each synced, one after the other, in <paramref name="Directory"/>.</param>
/// <param name="Ratio">Texts of the run for each such sync: above 1, several texts shared one sync.</param>
internal sealed record SyncFigures(string Directory, double PerSecond, double Ratio);

/// <summary>Seconds of processor time during the run.</summary>
/// <param name="Bridge">Of a bridge that the run started itself and never killed; otherwise null.</param>
internal sealed record ProcessorFigures(double Generator, double? Bridge);

/// <summary>What a run measured.</summary>
internal sealed record LoadFigures
{
    /// <summary>From the first measured text to the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>Answered ESME_ROK.</summary>
    public required double TextsPerSecond { get; init; }

    /// <summary>Seen at the centre.</summary>
    public required double ReportsPerSecond { get; init; }

    /// <summary>
    /// From deliver_sm to deliver_sm_resp, of every part's last transmission; the wait for a place in the window included.
    /// </summary>
    public required Percentiles Answer { get; init; }

    /// <summary>
    /// From the moment when the person sends the text to its event at the centre; the waits for the window, for the sender's earlier texts
    /// and for outages included.
    /// </summary>
    public required Percentiles Event { get; init; }

    /// <summary>With a rate: how late the generator itself sent. The other figures do not include it.</summary>
    public Percentiles? Behind { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Transmissions past the first, by reason.</summary>
    public IReadOnlyDictionary<string, int> SentAgain { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Accepted binds.</summary>
    public int Binds { get; init; }

    /// <summary>Times the bridge was killed and started again by the run.</summary>
    public int Kills { get; init; }

    public SyncFigures? Sync { get; init; }

    public ProcessorFigures? Processor { get; init; }

    /// <summary>Why the bridge did not stop cleanly at the end of a spawned run; null when it did.</summary>
    public string? StopProblem { get; init; }

    /// <summary>Nothing was lost, doubled, garbled, out of order or unanswered, and the bridge stopped cleanly.</summary>
    public bool Sound => Verdict.Sound && StopProblem is null;
}
