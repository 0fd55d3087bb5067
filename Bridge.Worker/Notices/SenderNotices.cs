using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Notices;

/// <summary>
/// Sends notices to the senders of reports: gathers the facts for <see cref="NoticeRule"/>, and queues what it decides on in the
/// same transaction. What is due later is in the store, so that a restart forgets nobody. On the writer's thread.
/// </summary>
internal sealed class SenderNotices(BridgePlan plan, ReplyIntake replies, RegistryMemory registry, INoticeMetrics metrics) : ISenderNotices
{
    /// <summary>Reports in one transaction: the notices of a flood must not hold up its texts.</summary>
    public const int MaxReportsAtOnce = 200;

    /// <summary>A notice is about the present: on a phone that is switched on later it would mislead.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    private readonly IReadOnlySet<NoticeKind> _enabled =
        NoticeKinds.All.Where(kind => plan.Notices.TryGetValue(kind.Key(), out var notice) && notice.Enabled).ToHashSet();

    private readonly TimeSpan _unavailableAfter = plan.Notices.GetValueOrDefault(NoticePlan.Unavailable)?.After ?? plan.WarnAfter;

    /// <summary>
    /// From the first part. By the guide, a person without an answer turns elsewhere at the deadline. The time after it is for notices that
    /// were postponed; a later one would only alarm.
    /// </summary>
    private TimeSpan MaxAge => plan.ConfirmationDeadline + _unavailableAfter;

    public DateTimeOffset? DueFor(InboundText text) =>
        text.Msisdn is null || plan.IsTest(text.Msisdn) || _enabled.Count == 0 ? null : text.Inbound.ReadAt + _unavailableAfter;

    /// <summary>Suspended and outside Hong Kong are sent at once.</summary>
    public void Released(StoreTransaction transaction, KnownReport report, ReportData data)
    {
        // Nearly every text ends here, and the store is not asked.
        if (!data.OutsideHongKong && transaction.Suspensions.Since(report.Operator) is null) return;
        if (transaction.NoticeCases.ByRow(report.Row) is { } about) Decide(transaction, about, NoticeTrigger.Released);
    }

    /// <summary>
    /// The centre has taken a report: a sender who is not registered is told so. Not earlier, for no other notice could follow within five
    /// minutes, and unavailable may be needed.
    /// </summary>
    /// <param name="report">Its row.</param>
    public void Taken(StoreTransaction transaction, long report)
    {
        if (transaction.NoticeCases.ByRow(report) is { } about) Decide(transaction, about, NoticeTrigger.Taken);
    }

    /// <summary>Decides on notices to the senders of reports that are due.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool TellDue(StoreTransaction transaction)
    {
        var due = transaction.NoticeCases.Due(transaction.Now, MaxReportsAtOnce);
        foreach (var about in due)
        {
            transaction.ReportProgress.SetNoticeDue(about.Row, due: null);
            Decide(transaction, about, about.Taken ? NoticeTrigger.Taken : NoticeTrigger.Waited);
        }

        return due.Count == MaxReportsAtOnce;
    }

    private void Decide(StoreTransaction transaction, NoticeCase about, NoticeTrigger trigger)
    {
        var place = FindPlace(transaction, about);
        var verdict = NoticeRule.Decide(Facts(transaction, about, trigger, place));
        switch (verdict)
        {
            case { Outcome: NoticeOutcome.Send, Kind: { } kind }:
                Send(transaction, about, kind, place);
                break;
            case { Outcome: NoticeOutcome.Postponed, Kind: { } kind, Until: { } until }:
                // A report that was released just now is due later anyway.
                if (trigger != NoticeTrigger.Released) transaction.ReportProgress.SetNoticeDue(about.Row, until);
                Count(transaction, about, kind, "postponed");
                break;
            case { Outcome: NoticeOutcome.Limited, Kind: { } kind }:
                Count(transaction, about, kind, "limited");
                break;
            case { Outcome: NoticeOutcome.TooLate, Kind: { } kind }:
                Count(transaction, about, kind, "late");
                break;
        }
    }

    private NoticeFacts Facts(StoreTransaction transaction, NoticeCase about, NoticeTrigger trigger, SenderPlace place)
    {
        var last = transaction.AutomaticTexts.LastNotice(about.Sender, transaction.Now);
        var told = transaction.AutomaticTexts.LastNotice(about.Sender, NoticeKind.Unregistered.Key(), transaction.Now)?.At;
        return new NoticeFacts
        {
            Trigger = trigger,
            Now = transaction.Now,
            ReceivedAt = about.ReceivedAt,
            MaxAge = MaxAge,
            Enabled = _enabled,
            IsNumber = about.Msisdn is not null,
            IsTest = plan.IsTest(about.Msisdn),
            IsSuspended = transaction.Suspensions.Since(about.Operator) is not null,
            IsOutside = place != SenderPlace.HongKong,
            IsUnregistered = about.Msisdn is { } number && registry.HasAny && registry.Find(number) is null,
            AnotherWaits = trigger == NoticeTrigger.Taken && transaction.NoticeCases.AnyWaits(about.Sender),
            Last = last is null ? null : NoticeKinds.All.Single(kind => kind.Key() == last.Notice),
            LastAt = last?.At ?? default,
            ToldUnregisteredAt = told,
            RegistrationEndedAt = told is { } since && about.Msisdn is { } former
                ? transaction.Registrations.LastEnd(former, since)
                : null,
        };
    }

    /// <summary>Read from the PDU as it came: few reports are asked for it, so it is not stored with every text.</summary>
    private SenderPlace FindPlace(StoreTransaction transaction, NoticeCase about) =>
        plan.Operator(about.Operator) is { } operatorPlan && transaction.Parts.ForReport(about.Row) is [var first, ..]
            ? PlaceRule.Classify(PduCodec.Decode(first.Pdu), about.Msisdn, operatorPlan, plan.HomeNetworks)
            : SenderPlace.HongKong;

    private void Send(StoreTransaction transaction, NoticeCase about, NoticeKind kind, SenderPlace place)
    {
        var notice = plan.Notices[kind.Key()];
        var written = transaction.Reports.NewestText(about.Conversation) is { } text ? LanguageRule.Classify(text) : null;
        var language = NoticeLanguage.Choose(written, about.Msisdn is { } msisdn ? registry.Find(msisdn)?.Language : null);
        var words = place == SenderPlace.Mainland && notice.MainlandText is { } mainland ? mainland : notice.Text;
        var sent = replies.TryAccept(transaction, new AutomaticText(
            OutboundKind.Notice, kind.Key(), language, about.Sender, about.ReplyOperator, about.Address,
            NoticeLanguage.Word(language, words), ValidFor)
        {
            Report = about.Report,
            Conversation = about.Conversation,
        });

        // What becomes of a notice that was queued is counted by NoticeProgress.
        if (!sent) Count(transaction, about, kind, "failed");
    }

    private void Count(StoreTransaction transaction, NoticeCase about, NoticeKind kind, string outcome) =>
        transaction.AfterCommit(() => metrics.Notice(about.ReplyOperator, kind.Key(), outcome));
}
