using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>How much of unfinished long texts is held at most. A hostile operator costs its own texts, not the daemon.</summary>
/// <param name="MaxOctets">Of their PDUs: 300,000 usual parts, or 1,000 of the largest that SMPP can carry.</param>
/// <param name="MaxGroups">Long texts that still wait, and as many again that were released with gaps.</param>
internal sealed record IntakeLimits(long MaxOctets, int MaxGroups)
{
    public static IntakeLimits Default { get; } = new(MaxOctets: 64 << 20, MaxGroups: 10_000);
}

/// <summary>
/// What dedupe and assembly know: the parts of the window by fingerprint, the long texts that are not whole, the repeats not yet told. A
/// picture of the store kept on the writer's thread, so that a decision needs no query; loaded at start and again after every rollback.
/// </summary>
internal sealed class IntakeMemory(BridgePlan plan, IntakeLimits limits, TimeProvider time) : ILoadedFromStore
{
    /// <summary>How long a missing part may still come after its text was released with the gap.</summary>
    public static readonly TimeSpan LatePartsFor = TimeSpan.FromHours(24);

    private static readonly TimeSpan TellAtMostEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Fingerprint, KnownPart> _parts = [];
    private readonly Queue<KnownPart> _byAge = new();
    private readonly Dictionary<(string Operator, long Key), KnownReport> _longTexts = [];
    private readonly Dictionary<GroupKey, KnownReport> _groups = [];
    private readonly LinkedList<KnownReport> _unreleased = new();
    private readonly LinkedList<KnownReport> _released = new();
    private readonly List<KnownReport> _untold = [];
    private Action<StoreTransaction>? _load;
    private long _octets;
    private long _nextDue = long.MaxValue;

    /// <summary>Whether something has fallen due; read from any thread.</summary>
    public bool IsDue => Volatile.Read(ref _nextDue) <= time.GetTimestamp();

    public KnownPart? Seen(Fingerprint fingerprint) => _parts.GetValueOrDefault(fingerprint);

    public KnownReport? Group(GroupKey? key) => key is { } some ? _groups.GetValueOrDefault(some) : null;

    /// <summary>The long text of the window that says the same, of the same sender at the same operator.</summary>
    public KnownReport? LongText(string operatorName, long textKey) => _longTexts.GetValueOrDefault((operatorName, textKey));

    /// <summary>A long text was released whole.</summary>
    public void RememberText(KnownReport report, long textKey)
    {
        report.TextKey = textKey;
        _longTexts[(report.Operator, textKey)] = report;
    }

    /// <summary>Octets of PDUs that are held for parts still to come.</summary>
    public long Octets => _octets;

    public void Remember(KnownPart part)
    {
        _parts[part.Fingerprint] = part;
        _byAge.Enqueue(part);
        if (part.Report.Group is null) return;
        var octets = part.Text!.Inbound.Pdu.Octets.Length;
        part.Report.Held += octets;
        _octets += octets;
    }

    /// <summary>Keeps a long text until it is whole.</summary>
    public void OpenGroup(KnownReport report)
    {
        if (_groups.TryGetValue(report.Group!.Value, out var before) && before.Released) Forget(before);
        _groups[report.Group.Value] = report;
        report.Place = (report.Released ? _released : _unreleased).AddLast(report);
    }

    /// <summary>A long text is whole: nothing more is waited for.</summary>
    public void CloseGroup(KnownReport report)
    {
        if (report.Group is { } key && _groups.GetValueOrDefault(key) == report) _groups.Remove(key);
        report.Place?.List?.Remove(report.Place);
        _octets -= report.Held;
        report.Held = 0;
    }

    public void Released(KnownReport report)
    {
        report.Released = true;
        if (report.Place?.List is not { } list) return;
        list.Remove(report.Place);
        _released.AddLast(report.Place);
    }

    /// <summary>
    /// The one to give way when too many wait or too much is held: of those that the centre has already the oldest, which may be forgotten,
    /// else the oldest that still waits, which must be released first. Only a hostile operator comes this far: a late part of a forgotten
    /// text is a text of its own with its gaps shown.
    /// </summary>
    public KnownReport? Crowding()
    {
        if (_released.First is { Value: var released } && (_octets > limits.MaxOctets || _released.Count > limits.MaxGroups)) return released;
        return _octets > limits.MaxOctets || _unreleased.Count > limits.MaxGroups ? _unreleased.First?.Value : null;
    }

    public void Forget(KnownReport report)
    {
        CloseGroup(report);
        foreach (var part in report.Parts) part.LetGoOfText();
    }

    /// <summary>report.repeated: at most one a second for one report, and the last copy is always told (contract, fine print).</summary>
    public bool MayTell(KnownReport report) => report.ToldSince is not { } told || time.GetElapsedTime(told) >= TellAtMostEvery;

    public void MustTell(KnownReport report)
    {
        if (!_untold.Contains(report)) _untold.Add(report);
    }

    /// <summary>
    /// Long texts whose wait is over, the oldest first. By the monotonic clock: a wall clock that is set back must not make anyone wait an
    /// hour.
    /// </summary>
    public IReadOnlyList<KnownReport> DueForRelease() =>
        [.. _unreleased.TakeWhile(report => time.GetElapsedTime(report.WaitsSince) >= plan.AssemblyWait)];

    /// <summary>Reports whose last repeats the centre has not been told of for a second.</summary>
    public IReadOnlyList<KnownReport> DueForTelling()
    {
        List<KnownReport> due = [.. _untold.Where(MayTell)];
        foreach (var report in due) _untold.Remove(report);
        return due;
    }

    /// <summary>
    /// Forgets what the window and LatePartsFor no longer ask for, and works out what is due next. Called at the end of every work.
    /// </summary>
    public void Settle(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && (now - oldest.FirstAt).Duration() > plan.DedupeWindow)
        {
            _byAge.Dequeue();
            if (_parts.GetValueOrDefault(oldest.Fingerprint) == oldest) _parts.Remove(oldest.Fingerprint);
            if (oldest.Report.TextKey is { } key && LongText(oldest.Report.Operator, key) == oldest.Report)
            {
                _longTexts.Remove((oldest.Report.Operator, key));
            }
        }

        var due = _unreleased.First is { Value: var first } ? After(first.WaitsSince, plan.AssemblyWait) : long.MaxValue;
        foreach (var report in _untold) due = Math.Min(due, report.ToldSince is { } told ? After(told, TellAtMostEvery) : 0);
        Volatile.Write(ref _nextDue, due);
    }

    public void ForgetOldGroups(DateTimeOffset now)
    {
        foreach (var report in _released.Where(report => now - report.FirstAt > LatePartsFor).ToList()) Forget(report);
    }

    /// <summary>What is erased from the store is not remembered here either: what still comes of it is a text of its own.</summary>
    public void Erased(IReadOnlySet<long> conversations)
    {
        foreach (var report in _groups.Values.Where(report => conversations.Contains(report.Conversation)).ToList()) Forget(report);
        foreach (var part in _parts.Values.Where(part => conversations.Contains(part.Report.Conversation)).ToList())
        {
            _parts.Remove(part.Fingerprint);
        }
    }

    /// <summary>
    /// A transaction is about to change what is remembered here: after a rollback it is loaded anew from the store.
    /// </summary>
    public void Change(StoreTransaction transaction) => transaction.OnRollback(_load ??= Load);

    public void Load(StoreTransaction transaction)
    {
        _parts.Clear();
        _byAge.Clear();
        _longTexts.Clear();
        _groups.Clear();
        _unreleased.Clear();
        _released.Clear();
        _octets = 0;
        _untold.Clear();
        var now = transaction.Now;
        foreach (var stored in transaction.Reports.Unsettled(now - plan.DedupeWindow, now - LatePartsFor)) Load(transaction, stored);
        Settle(now);
    }

    /// <summary>A timestamp some time after another.</summary>
    private long After(long timestamp, TimeSpan span) => timestamp + (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>When a text that came before the start began to wait: as long ago as the wall clock says, within reason.</summary>
    private long WaitedSince(DateTimeOffset firstAt, DateTimeOffset now)
    {
        var waited = now - firstAt;
        return After(
            time.GetTimestamp(),
            waited < TimeSpan.Zero ? TimeSpan.Zero : -(waited < plan.AssemblyWait ? waited : plan.AssemblyWait));
    }

    private void Load(StoreTransaction transaction, Report stored)
    {
        if (transaction.Conversations.ByRow(stored.Conversation) is not { } conversation) return;
        var operatorPlan = plan.Operator(stored.Operator) ?? OperatorPlan.Former(stored.Operator);
        KnownReport? report = null;
        foreach (var part in transaction.Parts.ForReport(stored.Row).OrderBy(part => part.ReceivedAt))
        {
            var pdu = PduCodec.Decode(part.Pdu);
            var text = InboundText.From(new InboundPdu(stored.Operator, part.Link, pdu, part.ReceivedAt, ReadTimestamp: 0), operatorPlan);
            report ??= new KnownReport
            {
                Row = stored.Row,
                Id = stored.Id,
                Conversation = conversation.Row,
                ConversationId = conversation.Id,
                PreviousConversationId = conversation.Previous,
                Operator = stored.Operator,
                FirstAt = stored.ReceivedAt,
                WaitsSince = WaitedSince(stored.ReceivedAt, transaction.Now),
                Total = stored.Total,
                Test = stored.Test,
                Group = GroupKey.Of(text),
                Registration = stored.Registration is { } registration ? transaction.Registrations.ByRow(registration) : null,
                RepliesToActivation = stored.RepliesToActivation,
                Released = stored.ReleasedAt is not null,
                Copies = stored.Copies,
                CopiesTold = stored.CopiesTold,
            };
            var known = new KnownPart(report, text) { Copies = part.Copies };
            report.Parts.Add(known);
            Remember(known);
        }

        if (report is null) return;
        if (!report.IsWhole && !transaction.Reports.IsSuperseded(stored.Row)) OpenGroup(report);
        else if (report.IsWhole || report.Released) Forget(report);
        else report.Place = _unreleased.AddLast(report);
        if (report is { IsWhole: true, Total: > 1 } && stored.TextKey is { } textKey) RememberText(report, textKey);
        while (Crowding() is { Released: true } crowding) Forget(crowding);
        if (report.Copies != report.CopiesTold) MustTell(report);
    }
}
