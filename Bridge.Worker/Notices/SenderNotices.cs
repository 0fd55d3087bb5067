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
/// Looks after the senders of reports: gathers what <see cref="NoticeRule"/> asks for, and puts what it decides on its way in the same
/// transaction. What is due still is in the store, so that no restart forgets anyone. On the writer's thread.
/// </summary>
internal sealed class SenderNotices(BridgePlan plan, ReplyIntake replies, RegistryMemory registry, INoticeMetrics metrics) : ISenderNotices
{
    /// <summary>Reports in one transaction: a flood's notices must not hold its texts up.</summary>
    public const int AtMost = 200;

    /// <summary>What a notice says is about now: on a phone that is switched on later it could only mislead.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    private readonly IReadOnlySet<NoticeKind> _on = NoticeKinds.All.Where(
        kind => plan.Notices.TryGetValue(kind.Key(), out var notice) && notice.Enabled).ToHashSet();
    private readonly TimeSpan _after = plan.Notices.GetValueOrDefault(NoticePlan.Unavailable)?.After ?? plan.WarnAfter;

    /// <summary>
    /// From the first part: the guide has a person without an answer turn elsewhere at the deadline; what was postponed has its turn, later
    /// texts only startle.
    /// </summary>
    private TimeSpan WorthTelling => plan.ConfirmationDeadline + _after;

    public DateTimeOffset? DueFor(InboundText text) =>
        text.Msisdn is not { } msisdn || plan.TestSenders.Contains(msisdn) || _on.Count == 0 ? null : text.Inbound.ReadAt + _after;

    /// <summary>Suspended and outside Hong Kong are told at once.</summary>
    public void Released(StoreTransaction transaction, KnownReport report, ReportData data)
    {
        // Nearly every text ends here, without a look into the store.
        if (!data.OutsideHongKong && transaction.Suspensions.Since(report.Operator) is null) return;
        if (transaction.NoticeCases.ByRow(report.Row) is { } about) Decide(transaction, about, Occasion.Released);
    }

    /// <summary>
    /// The centre has taken a report: a sender who is not registered hears how things stand. Not before, for it would use up the five
    /// minutes in which unavailable may be needed.
    /// </summary>
    public void Taken(StoreTransaction transaction, long report)
    {
        if (transaction.NoticeCases.ByRow(report) is { } about) Decide(transaction, about, Occasion.Taken);
    }

    /// <summary>Tells whoever is due. True when there may be more.</summary>
    public bool Tell(StoreTransaction transaction)
    {
        var due = transaction.NoticeCases.Due(transaction.Now, AtMost);
        foreach (var about in due)
        {
            transaction.ReportProgress.SetNoticeDue(about.Row, due: null);
            Decide(transaction, about, about.Taken ? Occasion.Taken : Occasion.Waited);
        }

        return due.Count == AtMost;
    }

    private void Decide(StoreTransaction transaction, NoticeCase about, Occasion occasion)
    {
        var place = PlaceOf(transaction, about);
        var verdict = NoticeRule.Decide(Facts(transaction, about, occasion, place));
        switch (verdict)
        {
            case { Outcome: NoticeOutcome.Send, Kind: { } kind }:
                Send(transaction, about, kind, place);
                break;
            case { Outcome: NoticeOutcome.Postponed, Kind: { } kind, Until: { } until }:
                // A report that was only now released is looked at again when it is due anyway.
                if (occasion != Occasion.Released) transaction.ReportProgress.SetNoticeDue(about.Row, until);
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

    private NoticeFacts Facts(StoreTransaction transaction, NoticeCase about, Occasion occasion, Place place)
    {
        var last = transaction.AutomaticTexts.LastNotice(about.Sender, transaction.Now);
        var told = transaction.AutomaticTexts.LastNotice(about.Sender, NoticeKind.Unregistered.Key(), transaction.Now)?.At;
        return new NoticeFacts
        {
            Occasion = occasion,
            Now = transaction.Now,
            ReceivedAt = about.ReceivedAt,
            WorthTelling = WorthTelling,
            On = _on,
            IsNumber = about.Msisdn is not null,
            IsTest = about.Msisdn is { } msisdn && plan.TestSenders.Contains(msisdn),
            IsSuspended = transaction.Suspensions.Since(about.Operator) is not null,
            IsOutside = place != Place.HongKong,
            IsUnregistered = about.Msisdn is { } number && registry.HasAny && registry.Find(number) is null,
            AnotherWaits = occasion == Occasion.Taken && transaction.NoticeCases.AnyWaits(about.Sender),
            Last = last is null ? null : NoticeKinds.All.Single(kind => kind.Key() == last.Notice),
            LastAt = last?.At ?? default,
            ToldUnregisteredAt = told,
            RegistrationEndedAt = told is { } since && about.Msisdn is { } former
                ? transaction.Registrations.LastEnd(former, since)
                : null,
        };
    }

    /// <summary>From the PDU as it came, so that nothing more has to be stored of every text for the few that this is asked of.</summary>
    private Place PlaceOf(StoreTransaction transaction, NoticeCase about) =>
        plan.Operator(about.Operator) is { } operatorPlan && transaction.Parts.ForReport(about.Row) is [var first, ..]
            ? PlaceRule.Of(PduCodec.Decode(first.Pdu), about.Msisdn, operatorPlan, plan.HomeNetworks)
            : Place.HongKong;

    private void Send(StoreTransaction transaction, NoticeCase about, NoticeKind kind, Place place)
    {
        var notice = plan.Notices[kind.Key()];
        var written = transaction.Reports.NewestText(about.Conversation) is { } text ? LanguageRule.Classify(text) : null;
        var language = NoticeLanguage.Of(written, about.Msisdn is { } msisdn ? registry.Find(msisdn)?.Language : null);
        var words = place == Place.Mainland && notice.MainlandText is { } mainland ? mainland : notice.Text;
        var sent = replies.TryAccept(transaction, new AutomaticText(
            OutboundKind.Notice, kind.Key(), language, about.Sender, about.ReplyOperator, about.Address,
                NoticeLanguage.In(language, words), ValidFor)
        {
            Report = about.Report,
            Conversation = about.Conversation,
        });

        // What becomes of it on its way is counted as the operator answers.
        if (!sent) Count(transaction, about, kind, "failed");
    }

    private void Count(StoreTransaction transaction, NoticeCase about, NoticeKind kind, string outcome) =>
        transaction.AfterCommit(() => metrics.Notice(about.ReplyOperator, kind.Key(), outcome));
}
