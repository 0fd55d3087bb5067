namespace Bridge.Worker.Reports;

/// <summary>How much of unfinished long texts is kept in memory. A hostile operator costs its own texts, not the daemon.</summary>
/// <param name="MaxOctets">Octets of their PDUs: 300,000 usual parts, or 1,000 of the largest that SMPP can carry.</param>
/// <param name="MaxGroups">Long texts that still wait, and as many again that were released with gaps.</param>
internal sealed record IntakeLimits(long MaxOctets, int MaxGroups)
{
    public static IntakeLimits Default { get; } = new(MaxOctets: 64 << 20, MaxGroups: 10_000);
}

/// <summary>
/// The long texts that are not complete: those that wait for their parts, and those that were released with gaps and may still get a late
/// part. On the writer's thread.
/// </summary>
internal sealed class PartGroups(IntakeLimits limits)
{
    private readonly Dictionary<GroupKey, KnownReport> _byKey = [];
    private readonly LinkedList<KnownReport> _waiting = new();
    private readonly LinkedList<KnownReport> _released = new();

    /// <summary>Octets of the PDUs that are kept until their texts are complete.</summary>
    public long Octets { get; private set; }

    /// <summary>Long texts that are not released yet, the oldest first.</summary>
    public IEnumerable<KnownReport> Waiting => _waiting;

    /// <summary>The long text that waits longest; null: none waits.</summary>
    public KnownReport? Oldest => _waiting.First?.Value;

    public KnownReport? Find(GroupKey? key) => key is { } some ? _byKey.GetValueOrDefault(some) : null;

    /// <summary>Keeps a long text until it is complete. One with the same key that was released with gaps is forgotten.</summary>
    public void Open(KnownReport report)
    {
        if (_byKey.TryGetValue(report.Group!.Value, out var before) && before.Released) Forget(before);
        _byKey[report.Group.Value] = report;
        report.Node = (report.Released ? _released : _waiting).AddLast(report);
    }

    /// <summary>Keeps a long text until it is released. No later part belongs to it: its phone has used the reference again.</summary>
    public void OpenSuperseded(KnownReport report) => report.Node = _waiting.AddLast(report);

    public void CountOctets(KnownPart part)
    {
        var octets = part.Text!.Inbound.Pdu.Octets.Length;
        part.Report.Octets += octets;
        Octets += octets;
    }

    /// <summary>The centre has the long text now, with its gaps if parts are missing.</summary>
    public void MarkReleased(KnownReport report)
    {
        report.Released = true;
        if (report.Node?.List is not { } list) return;
        list.Remove(report.Node);
        _released.AddLast(report.Node);
    }

    /// <summary>A long text is complete: no part of it is waited for any more.</summary>
    public void Close(KnownReport report)
    {
        if (report.Group is { } key && _byKey.GetValueOrDefault(key) == report) _byKey.Remove(key);
        report.Node?.List?.Remove(report.Node);
        Octets -= report.Octets;
        report.Octets = 0;
    }

    /// <summary>A late part of a forgotten text becomes a text of its own, with its gaps shown.</summary>
    public void Forget(KnownReport report)
    {
        Close(report);
        foreach (var part in report.Parts) part.ForgetText();
    }

    public void ForgetReceivedBefore(DateTimeOffset time)
    {
        foreach (var report in _released.Where(report => report.FirstAt < time).ToList()) Forget(report);
    }

    public void ForgetConversations(IReadOnlySet<long> conversations)
    {
        foreach (var report in _byKey.Values.Where(report => conversations.Contains(report.Conversation)).ToList()) Forget(report);
    }

    /// <summary>
    /// The text that has to go because a limit is exceeded. The oldest released one goes first: it may be forgotten. If there is none, it
    /// is the oldest that waits: it must be released first. Only a hostile operator gets this far.
    /// </summary>
    /// <returns>Null: all is within the limits.</returns>
    public KnownReport? FindExcess()
    {
        var tooManyOctets = Octets > limits.MaxOctets;
        if (_released.First is { Value: var released } && (tooManyOctets || _released.Count > limits.MaxGroups)) return released;
        return tooManyOctets || _waiting.Count > limits.MaxGroups ? Oldest : null;
    }

    public void Clear()
    {
        _byKey.Clear();
        _waiting.Clear();
        _released.Clear();
        Octets = 0;
    }
}
