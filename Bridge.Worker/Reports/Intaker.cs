using Bridge.Protocol.Centre;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// Carries out the intake decision in a transaction: part, report and event together, or none of them. On the writer's thread.
/// </summary>
internal sealed class Intaker(
    BridgePlan plan, IntakeMemory memory, RegistryMemory registry, ReplyIntake replies, ISenderNotices notices, IReportMetrics metrics,
    TimeProvider time)
{
    private readonly ReportEvents _events = new(plan);

    public IntakeOutcome Take(StoreTransaction transaction, InboundText text)
    {
        memory.Change(transaction);
        var seen = memory.Seen(text.Fingerprint);
        var key = GroupKey.Of(text);
        var group = memory.Group(key);
        var outcome = IntakeDecision.Decide(text, seen, group, plan.DedupeWindow) switch
        {
            Intake.Repeated => Repeat(transaction, seen!, text),
            Intake.Whole => NewReport(transaction, text, key: null),
            Intake.FirstPart => NewReport(transaction, text, key),
            _ => AddPart(transaction, group!, text),
        };
        outcome = outcome with { CrowdedOut = MakeRoom(transaction) };
        memory.Settle(transaction.Now);
        return outcome;
    }

    /// <summary>Releases what has waited long enough and tells of repeats that were held back.</summary>
    public void Settle(StoreTransaction transaction)
    {
        memory.Change(transaction);
        foreach (var report in memory.DueForRelease())
        {
            var released = Release(transaction, report);
            transaction.AfterCommit(() => CountReleased(released));
        }

        foreach (var report in memory.DueForTelling()) Tell(transaction, report);
        memory.ForgetOldGroups(transaction.Now);
        memory.Settle(transaction.Now);
    }

    public void Count(InboundText text, IntakeOutcome outcome)
    {
        var name = text.Operator.Name;
        metrics.TextAccepted(name, time.GetElapsedTime(text.Inbound.ReadTimestamp));
        if (outcome.Repeated) metrics.Duplicate(name);
        if (outcome.Released is { } released) CountReleased(released);
        foreach (var crowdedOut in outcome.CrowdedOut ?? []) CountReleased(crowdedOut);
    }

    private void CountReleased(ReportData released)
    {
        metrics.Report(released.Operator, released.Alphabet, released.Complete);
        foreach (var problem in released.Problems) metrics.DecodeProblem(released.Operator, problem);
    }

    private IntakeOutcome Repeat(StoreTransaction transaction, KnownPart part, InboundText text)
    {
        part = part.SaysAgain ?? part;
        var report = part.Report;
        transaction.Records.Repeat(report.Conversation, report.Row, part.Number, report.Operator, text.Inbound.Link, text.Inbound.ReadAt,
            text.Inbound.Pdu.Octets.Span);
        Count(transaction, part, copies: 1);
        Recount(transaction, part.Report);
        return new IntakeOutcome(Repeated: true, Released: null);
    }

    private static void Count(StoreTransaction transaction, KnownPart part, int copies)
    {
        part.Copies += copies;
        transaction.Parts.SetCopies(part.Report.Row, part.Number, part.Copies);
    }

    /// <summary>Tells the centre when the whole text has come once more.</summary>
    private void Recount(StoreTransaction transaction, KnownReport report)
    {
        if (report.IsWhole && report.WholeCopies() > report.Copies)
        {
            report.Copies = report.WholeCopies();
            if (memory.MayTell(report))
            {
                Tell(transaction, report);
            }
            else
            {
                transaction.Reports.SetCopies(report.Row, report.Copies, report.CopiesTold);
                memory.MustTell(report);
            }
        }
    }

    private void Tell(StoreTransaction transaction, KnownReport report)
    {
        report.CopiesTold = report.Copies;
        report.ToldSince = time.GetTimestamp();
        transaction.Reports.SetCopies(report.Row, report.Copies, report.CopiesTold);
        transaction.Events.Append(
            new ReportRepeated(report.Id, report.Copies, transaction.Now), transaction.Now, report.Operator, report.ConversationId);
    }

    private IntakeOutcome NewReport(StoreTransaction transaction, InboundText text, GroupKey? key)
    {
        var now = text.Inbound.ReadAt;
        var conversation = ConversationOf(transaction, text);
        var id = Identifier.Create('r', now);
        var reading = text.Reading;
        var resendOf = reading is null
            ? null
            : transaction.Reports.SameText(conversation.Row, reading.Key, exceptRow: 0, now - plan.ConversationIdle);
        var place = text.Concatenation;
        var test = plan.IsTest(text.Msisdn);
        var registration = text.Msisdn is { } msisdn ? registry.Find(msisdn) : null;
        var repliesToActivation = registration is not null && ActivationReply.Is(transaction, registration, conversation.Row, now);
        var row = transaction.Reports.Insert(
            new Report(
                0, id, conversation.Row, text.Operator.Name, text.Inbound.Link, now, now, place?.Kind, place?.Reference ?? 0,
                    place?.Total ?? 1,
                reading is null ? null : transaction.Now, reading is not null, resendOf, 1, 1, null, null)
            {
                Test = test,
                WatchedFrom = transaction.SteadyAt(text.Inbound.ReadTimestamp),
                Registration = registration?.Row,
                RepliesToActivation = repliesToActivation,
                NoticeDue = notices.DueFor(text),
            },
            reading?.Key, reading?.Decoded.Text, reading?.Language, reading is null ? null : transaction.Events.Next);
        var report = new KnownReport
        {
            Row = row,
            Id = id,
            Conversation = conversation.Row,
            ConversationId = conversation.Id,
            PreviousConversationId = conversation.Previous,
            Operator = text.Operator.Name,
            FirstAt = now,
            WaitsSince = time.GetTimestamp(),
            Total = place?.Total ?? 1,
            Test = test,
            Group = key,
            Registration = registration,
            RepliesToActivation = repliesToActivation,
            Released = reading is not null,
        };
        AddTo(transaction, report, text);
        if (reading is null)
        {
            memory.OpenGroup(report);
            return new IntakeOutcome(Repeated: false, Released: null);
        }

        return new IntakeOutcome(Repeated: false, Announce(transaction, report, [text], reading, resendOf, amended: false));
    }

    private IntakeOutcome AddPart(StoreTransaction transaction, KnownReport report, InboundText text)
    {
        AddTo(transaction, report, text);
        transaction.Reports.SetLastPart(report.Row, text.Inbound.ReadAt);
        if (report.IsWhole) memory.CloseGroup(report);
        if (report is { IsWhole: true, Released: false } && SaidBefore(report) is { } earlier) return Fold(transaction, report, earlier);
        return new IntakeOutcome(Repeated: false, report.IsWhole || report.Released ? Release(transaction, report) : null);
    }

    /// <summary>
    /// The report that a long text repeats word for word within Dedupe:Window. A phone gives each sending a reference of its own, so that
    /// the parts do not look alike although the person only pressed send again. Not across the end of a conversation: what comes after it
    /// is never counted away.
    /// </summary>
    private KnownReport? SaidBefore(KnownReport report) =>
        memory.LongText(report.Operator, Read(report, report.Texts()).Key) is { } earlier && earlier.Total == report.Total
        && earlier.Conversation == report.Conversation && (report.FirstAt - earlier.FirstAt).Duration() <= plan.DedupeWindow
            ? earlier
            : null;

    /// <summary>The long text is one more copy of the earlier one, part for part, and no report of its own.</summary>
    private IntakeOutcome Fold(StoreTransaction transaction, KnownReport copy, KnownReport earlier)
    {
        foreach (var part in copy.Parts)
        {
            part.SaysAgain = earlier.Parts.First(first => first.Number == part.Number);
            part.LetGoOfText();
            Count(transaction, part.SaysAgain, part.Copies);
        }

        transaction.Reports.CloseAsRepeat(copy.Row, transaction.Now);
        Recount(transaction, earlier);
        return new IntakeOutcome(Repeated: true, Released: null);
    }

    private static TextReading Read(KnownReport report, IReadOnlyList<InboundText> texts) =>
        TextReading.Of(
            [.. texts.SelectMany(text => text.Pieces)],
            report.Total,
            texts[0].Operator.DefaultAlphabet,
            texts[0].SenderKey,
            texts[0].Destination,
            TextJoiner.Join);

    /// <summary>What has to be forgotten for a bound is told to the centre first.</summary>
    private List<ReportData>? MakeRoom(StoreTransaction transaction)
    {
        List<ReportData>? crowdedOut = null;
        while (memory.Crowding() is { } report)
        {
            if (report.Released) memory.Forget(report);
            else (crowdedOut ??= []).Add(Release(transaction, report));
        }

        return crowdedOut;
    }

    private void AddTo(StoreTransaction transaction, KnownReport report, InboundText text)
    {
        var part = new KnownPart(report, text);
        report.Parts.Add(part);
        memory.Remember(part);
        Span<byte> fingerprint = stackalloc byte[Fingerprint.Octets];
        part.Fingerprint.Write(fingerprint);
        transaction.Parts.Insert(report.Row, part.Number, text.Inbound.Link, part.FirstAt, fingerprint, text.Inbound.Pdu.Octets.Span);
    }

    /// <summary>Writes report.received, or report.amended when the text had been released with gaps.</summary>
    private ReportData Release(StoreTransaction transaction, KnownReport report)
    {
        var texts = report.Texts();
        var reading = Read(report, texts);
        var resendOf = transaction.Reports.SameText(report.Conversation, reading.Key, report.Row, report.FirstAt - plan.ConversationIdle);
        var amended = report.Released;
        transaction.Reports.Release(
            report.Row, transaction.Now, report.IsWhole, reading.Key, resendOf, reading.Decoded.Text, reading.Language,
                report.Parts.Max(part => part.FirstAt),
            transaction.Events.Next);
        memory.Released(report);
        if (report.IsWhole && !amended) memory.RememberText(report, reading.Key);
        return Announce(transaction, report, texts, reading, resendOf, amended);
    }

    private ReportData Announce(
        StoreTransaction transaction, KnownReport report, IReadOnlyList<InboundText> texts, TextReading reading,
            string? resendOf, bool amended)
    {
        var data = _events.Write(report, texts, reading, resendOf, amended);
        transaction.Events.Append(
            data, transaction.Now, report.Operator, report.ConversationId, amended ? report.Parts[^1].FirstAt : report.FirstAt);
        if (!amended) notices.Released(transaction, report, data);
        if (report.IsWhole) foreach (var part in report.Parts) part.LetGoOfText();
        return data;
    }

    /// <summary>The sender's open conversation, or a new one after Conversation:Idle of silence or after its end.</summary>
    private Conversation ConversationOf(StoreTransaction transaction, InboundText text)
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
