using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// Carries out the intake decision in a transaction: part, report and event together, or none of them. On the writer's thread.
/// </summary>
internal sealed class ReportIntake(
    BridgePlan plan, IntakeMemory memory, ReportRelease release, ReportRepeats repeats, RegistryMemory registry, ReplyIntake replies,
    ISenderNotices notices, IReportMetrics metrics, TimeProvider time)
{
    public IntakeOutcome Accept(StoreTransaction transaction, InboundText text)
    {
        memory.ReloadOnRollback(transaction);
        var seen = memory.FindPart(text.Fingerprint);
        var key = GroupKey.For(text);
        var group = memory.Groups.Find(key);
        var outcome = IntakeDecision.Decide(text, seen, group, plan.DedupeWindow) switch
        {
            IntakeKind.Repeat => CountRepeat(transaction, seen!, text),
            IntakeKind.WholeText => OpenReport(transaction, text, key: null),
            IntakeKind.FirstPart => OpenReport(transaction, text, key),
            _ => AddPart(transaction, group!, text),
        };
        outcome = outcome with { ReleasedEarly = MakeRoom(transaction) };
        memory.FinishWork(transaction.Now);
        return outcome;
    }

    /// <summary>Releases the long texts that have waited long enough, and tells the centre of repeats that were held back.</summary>
    public void HandleDue(StoreTransaction transaction)
    {
        memory.ReloadOnRollback(transaction);
        foreach (var report in memory.DueForRelease())
        {
            var released = release.Release(transaction, report);
            transaction.AfterCommit(() => release.Count(released));
        }

        foreach (var report in memory.TakeRepeatsToTell()) repeats.Tell(transaction, report);
        memory.Groups.ForgetReceivedBefore(transaction.Now - IntakeMemory.LatePartsFor);
        memory.FinishWork(transaction.Now);
    }

    /// <summary>The text is committed.</summary>
    public void Count(InboundText text, IntakeOutcome outcome)
    {
        var name = text.Operator.Name;
        metrics.TextAccepted(name, time.GetElapsedTime(text.Inbound.ReadTimestamp));
        if (outcome.Repeated) metrics.Duplicate(name);
        if (outcome.Released is { } released) release.Count(released);
        foreach (var early in outcome.ReleasedEarly ?? []) release.Count(early);
    }

    private IntakeOutcome CountRepeat(StoreTransaction transaction, KnownPart seen, InboundText text)
    {
        repeats.CountPart(transaction, seen, text);
        return new IntakeOutcome(Repeated: true, Released: null);
    }

    /// <param name="key">Null for a text on its own, which is released at once.</param>
    private IntakeOutcome OpenReport(StoreTransaction transaction, InboundText text, GroupKey? key)
    {
        var now = text.Inbound.ReadAt;
        var conversation = FindConversation(transaction, text);
        var reading = text.Reading;
        var resendOf = reading is null
            ? null
            : transaction.Reports.SameText(conversation.Row, reading.TextKey, exceptRow: 0, now - plan.ConversationIdle);
        var registration = text.Msisdn is { } msisdn ? registry.Find(msisdn) : null;
        var concatenation = text.Concatenation;
        var stored = new Report(
            Row: 0, Identifier.Create('r', now), conversation.Row, text.Operator.Name, text.Inbound.Link, ReceivedAt: now, LastPartAt: now,
            concatenation?.Kind, concatenation?.Reference ?? 0, concatenation?.Total ?? 1, reading is null ? null : transaction.Now,
            Complete: reading is not null, resendOf, Copies: 1, CopiesTold: 1, TakenAt: null, ConfirmedAt: null)
        {
            Test = plan.IsTest(text.Msisdn),
            WatchedFrom = transaction.SteadyAt(text.Inbound.ReadTimestamp),
            Registration = registration?.Row,
            RepliesToActivation = registration is not null && ActivationReply.IsReply(transaction, registration, conversation.Row, now),
            NoticeDue = notices.DueFor(text),
        };
        var row = transaction.Reports.Insert(
            stored, reading?.TextKey, reading?.Decoded.Text, reading?.Language, reading is null ? null : transaction.Events.Next);
        var report = new KnownReport(row, stored, conversation, key)
        {
            Registration = registration,
            WaitsSince = time.GetTimestamp(),
        };
        StorePart(transaction, report, text);
        if (reading is not null)
        {
            return new IntakeOutcome(Repeated: false, release.Tell(transaction, report, [text], reading, resendOf, amended: false));
        }

        memory.Groups.Open(report);
        return new IntakeOutcome(Repeated: false, Released: null);
    }

    private IntakeOutcome AddPart(StoreTransaction transaction, KnownReport report, InboundText text)
    {
        StorePart(transaction, report, text);
        transaction.Reports.SetLastPart(report.Row, text.Inbound.ReadAt);
        if (report.IsWhole) memory.Groups.Close(report);
        if (report is { IsWhole: true, Released: false } && repeats.FindRepeated(report) is { } earlier)
        {
            repeats.CountLongText(transaction, report, earlier);
            return new IntakeOutcome(Repeated: true, Released: null);
        }

        return new IntakeOutcome(Repeated: false, report.IsWhole || report.Released ? release.Release(transaction, report) : null);
    }

    private void StorePart(StoreTransaction transaction, KnownReport report, InboundText text)
    {
        var part = new KnownPart(report, text);
        report.Parts.Add(part);
        memory.RememberPart(part);
        Span<byte> fingerprint = stackalloc byte[Fingerprint.Octets];
        part.Fingerprint.Write(fingerprint);
        transaction.Parts.Insert(report.Row, part.Number, text.Inbound.Link, part.FirstAt, fingerprint, text.Inbound.Pdu.Octets.Span);
    }

    /// <summary>Brings the memory back within its limits. The centre is told of a text before it is forgotten.</summary>
    /// <returns>The texts that were released for it; null: none.</returns>
    private List<ReportData>? MakeRoom(StoreTransaction transaction)
    {
        List<ReportData>? released = null;
        while (memory.Groups.FindExcess() is { } report)
        {
            if (report.Released) memory.Groups.Forget(report);
            else (released ??= []).Add(release.Release(transaction, report));
        }

        return released;
    }

    /// <summary>The sender's open conversation, or a new one after its end or after Conversation:Idle of silence.</summary>
    private Conversation FindConversation(StoreTransaction transaction, InboundText text)
    {
        var at = text.Inbound.ReadAt;
        var newest = transaction.Conversations.NewestOf(text.SenderKey);
        if (newest is not { ClosedAt: null } open || (at - open.LastAt).Duration() >= plan.ConversationIdle)
        {
            return transaction.Conversations.Open(text.SenderKey, text.Operator.Name, text.Source, text.Msisdn, at, newest?.Id);
        }

        transaction.Conversations.Touch(open.Row, at, text.Operator.Name, text.Source);
        if (open.Operator != text.Operator.Name) replies.SenderMoved(transaction, open.Row);
        return open;
    }
}
