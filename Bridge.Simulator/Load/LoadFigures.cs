namespace Bridge.Simulator.Load;

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(long Count, double P50, double P95, double P99, double Max)
{
    public static Percentiles Of(LatencyHistogram histogram) => new(
        histogram.Count,
        histogram.Percentile(50).TotalMilliseconds,
        histogram.Percentile(95).TotalMilliseconds,
        histogram.Percentile(99).TotalMilliseconds,
        histogram.Max.TotalMilliseconds);
}

/// <param name="PerSecond">Appends of 4 KiB, each synced, one after the other, in <paramref name="Directory"/>.</param>
/// <param name="Ratio">Texts a second of the run for one such sync: above 1, texts shared their syncs.</param>
internal sealed record SyncFigures(string Directory, double PerSecond, double Ratio);

/// <summary>Seconds of processor time during the run.</summary>
/// <param name="Bridge">Only of a bridge that the run started itself and never killed.</param>
internal sealed record ProcessorFigures(double Generator, double? Bridge);

/// <summary>What a run found.</summary>
internal sealed record LoadFigures
{
    /// <summary>From the first measured text to the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>Answered ESME_ROK.</summary>
    public required double TextsPerSecond { get; init; }

    /// <summary>Seen at the centre.</summary>
    public required double ReportsPerSecond { get; init; }

    /// <summary>deliver_sm to deliver_sm_resp, of every part's last transmission; its wait for a place in the window included.</summary>
    public required Percentiles Answer { get; init; }

    /// <summary>
    /// From the moment the person sends the text to its event at the centre: window, earlier texts of the sender and outages included.
    /// </summary>
    public required Percentiles Event { get; init; }

    /// <summary>With a rate: how late the generator itself was. What it is late the other figures do not show.</summary>
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

    public bool Sound => Verdict.Sound && StopProblem is null;
}
