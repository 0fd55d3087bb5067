using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// What dedupe and assembly know: the parts of the dedupe window by fingerprint, the long texts that are not complete, and the repeats that
/// the centre has not been told of. A picture of the store, so that a decision needs no query: loaded at the start, and again after a
/// rollback. On the writer's thread.
/// </summary>
internal sealed class IntakeMemory(BridgePlan plan, IntakeLimits limits, TimeProvider time) : ILoadedFromStore
{
    /// <summary>A long text that was released with gaps takes late parts for so long after its first part.</summary>
    public static readonly TimeSpan LatePartsFor = TimeSpan.FromHours(24);

    /// <summary>From one report.repeated of a report to its next, at least (contract, fine print).</summary>
    private static readonly TimeSpan RepeatsInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Fingerprint, KnownPart> _parts = [];
    private readonly Queue<KnownPart> _partsByAge = new();
    private readonly Dictionary<(string Operator, long TextKey), KnownReport> _longTexts = [];
    private readonly List<KnownReport> _repeatsToTell = [];
    private Action<StoreTransaction>? _load;
    private long _nextDue = long.MaxValue;

    public PartGroups Groups { get; } = new(limits);

    /// <summary>Whether a release or an event about repeats is due. Any thread.</summary>
    public bool IsDue => Volatile.Read(ref _nextDue) <= time.GetTimestamp();

    public KnownPart? FindPart(Fingerprint fingerprint) => _parts.GetValueOrDefault(fingerprint);

    /// <summary>The long text of the dedupe window with the same words, of the same sender at the same operator.</summary>
    public KnownReport? FindLongText(string operatorName, long textKey) => _longTexts.GetValueOrDefault((operatorName, textKey));

    public void RememberPart(KnownPart part)
    {
        _parts[part.Fingerprint] = part;
        _partsByAge.Enqueue(part);
        if (part.Report.Group is not null) Groups.CountOctets(part);
    }

    /// <summary>A long text was released complete.</summary>
    public void RememberLongText(KnownReport report, long textKey)
    {
        report.TextKey = textKey;
        _longTexts[(report.Operator, textKey)] = report;
    }

    /// <summary>Whether report.repeated may be appended for a report now: at most one a second.</summary>
    public bool MayTellRepeats(KnownReport report) => report.CopiesToldAt is not { } told || time.GetElapsedTime(told) >= RepeatsInterval;

    /// <summary>The last copy is always told (contract, fine print).</summary>
    public void TellRepeatsLater(KnownReport report)
    {
        if (!_repeatsToTell.Contains(report)) _repeatsToTell.Add(report);
    }

    /// <summary>Takes out the reports whose latest repeats the centre can be told of now.</summary>
    public IReadOnlyList<KnownReport> TakeRepeatsToTell()
    {
        List<KnownReport> due = [.. _repeatsToTell.Where(MayTellRepeats)];
        foreach (var report in due) _repeatsToTell.Remove(report);
        return due;
    }

    /// <summary>
    /// Long texts that have waited for Assembly:Wait, the oldest first. By the monotonic clock: a wall clock that is set back must not make
    /// anyone wait for an hour.
    /// </summary>
    public IReadOnlyList<KnownReport> DueForRelease() =>
        [.. Groups.Waiting.TakeWhile(report => time.GetElapsedTime(report.WaitsSince) >= plan.AssemblyWait)];

    /// <summary>The end of every work: forgets the parts that have left the dedupe window, and notes when something is due next.</summary>
    public void FinishWork(DateTimeOffset now)
    {
        ForgetPartsOutsideWindow(now);
        var due = Groups.Oldest is { } oldest ? After(oldest.WaitsSince, plan.AssemblyWait) : long.MaxValue;
        foreach (var report in _repeatsToTell)
        {
            due = Math.Min(due, report.CopiesToldAt is { } told ? After(told, RepeatsInterval) : 0);
        }

        Volatile.Write(ref _nextDue, due);
    }

    /// <summary>Conversations were erased from the store: what still comes of their texts is a text of its own.</summary>
    public void ForgetConversations(IReadOnlySet<long> conversations)
    {
        Groups.ForgetConversations(conversations);
        foreach (var part in _parts.Values.Where(part => conversations.Contains(part.Report.Conversation)).ToList())
        {
            _parts.Remove(part.Fingerprint);
        }
    }

    /// <summary>To be called before a transaction changes anything here.</summary>
    public void ReloadOnRollback(StoreTransaction transaction) => transaction.OnRollback(_load ??= Load);

    public void Load(StoreTransaction transaction)
    {
        _parts.Clear();
        _partsByAge.Clear();
        _longTexts.Clear();
        _repeatsToTell.Clear();
        Groups.Clear();
        var now = transaction.Now;
        foreach (var stored in transaction.Reports.Unsettled(now - plan.DedupeWindow, now - LatePartsFor)) Load(transaction, stored);
        FinishWork(now);
    }

    private void Load(StoreTransaction transaction, Report stored)
    {
        if (LoadParts(transaction, stored) is not { } report) return;
        if (!report.IsWhole && !transaction.Reports.IsSuperseded(stored.Row)) Groups.Open(report);
        else if (report.IsWhole || report.Released) Groups.Forget(report);
        else Groups.OpenSuperseded(report);
        if (report is { IsWhole: true, Total: > 1 } && stored.TextKey is { } textKey) RememberLongText(report, textKey);
        while (Groups.FindExcess() is { Released: true } excess) Groups.Forget(excess);
        if (report.Copies != report.CopiesTold) TellRepeatsLater(report);
    }

    private KnownReport? LoadParts(StoreTransaction transaction, Report stored)
    {
        if (transaction.Conversations.ByRow(stored.Conversation) is not { } conversation) return null;
        var operatorPlan = plan.Operator(stored.Operator) ?? OperatorPlan.Former(stored.Operator);
        KnownReport? report = null;
        foreach (var part in transaction.Parts.ForReport(stored.Row).OrderBy(part => part.ReceivedAt))
        {
            var pdu = PduCodec.Decode(part.Pdu);
            var text = InboundText.From(new InboundPdu(stored.Operator, part.Link, pdu, part.ReceivedAt, ReadTimestamp: 0), operatorPlan);
            report ??= new KnownReport(stored.Row, stored, conversation, GroupKey.For(text))
            {
                Registration = stored.Registration is { } registration ? transaction.Registrations.ByRow(registration) : null,
                WaitsSince = WaitedSince(stored.ReceivedAt, transaction.Now),
            };
            var known = new KnownPart(report, text) { Copies = part.Copies };
            report.Parts.Add(known);
            RememberPart(known);
        }

        return report;
    }

    private void ForgetPartsOutsideWindow(DateTimeOffset now)
    {
        while (_partsByAge.TryPeek(out var oldest) && (now - oldest.FirstAt).Duration() > plan.DedupeWindow)
        {
            _partsByAge.Dequeue();
            if (_parts.GetValueOrDefault(oldest.Fingerprint) == oldest) _parts.Remove(oldest.Fingerprint);
            if (oldest.Report.TextKey is { } key && FindLongText(oldest.Report.Operator, key) == oldest.Report)
            {
                _longTexts.Remove((oldest.Report.Operator, key));
            }
        }
    }

    /// <summary>
    /// When a text of an earlier run began to wait, as a monotonic timestamp of this one. By the wall clock, and at most Assembly:Wait ago.
    /// </summary>
    private long WaitedSince(DateTimeOffset firstAt, DateTimeOffset now)
    {
        var waited = now - firstAt;
        if (waited < TimeSpan.Zero) waited = TimeSpan.Zero;
        return After(time.GetTimestamp(), -(waited < plan.AssemblyWait ? waited : plan.AssemblyWait));
    }

    /// <summary>A monotonic timestamp, some time after another.</summary>
    private long After(long timestamp, TimeSpan span) => timestamp + (long)(span.TotalSeconds * time.TimestampFrequency);
}
