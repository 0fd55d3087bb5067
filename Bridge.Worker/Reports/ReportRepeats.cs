using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// Counts the repeats of reports and tells the centre of them. A repeat is never a report of its own. On the writer's thread.
/// </summary>
internal sealed class ReportRepeats(BridgePlan plan, IntakeMemory memory, TimeProvider time)
{
    /// <summary>A part has come again.</summary>
    public void CountPart(StoreTransaction transaction, KnownPart part, InboundText text)
    {
        part = part.RepeatOf ?? part;
        var report = part.Report;
        transaction.Records.Repeat(
            report.Conversation, report.Row, part.Number, report.Operator, text.Inbound.Link, text.Inbound.ReadAt,
            text.Inbound.Pdu.Octets.Span);
        AddCopies(transaction, part, copies: 1);
        UpdateCopies(transaction, report);
    }

    /// <summary>
    /// The report that a long text repeats word for word within Dedupe:Window. A phone gives each sending a reference of its own, so the
    /// parts differ although the person only pressed send again. What comes after the end of a conversation repeats nothing.
    /// </summary>
    /// <returns>Null: there is none.</returns>
    public KnownReport? FindRepeated(KnownReport report)
    {
        var reading = ReportRelease.Read(report, report.Texts());
        return memory.FindLongText(report.Operator, reading.TextKey) is { } earlier && earlier.Total == report.Total
            && earlier.Conversation == report.Conversation && (report.FirstAt - earlier.FirstAt).Duration() <= plan.DedupeWindow
                ? earlier
                : null;
    }

    /// <summary>A long text is one more copy of an earlier one, part for part.</summary>
    public void CountLongText(StoreTransaction transaction, KnownReport copy, KnownReport earlier)
    {
        foreach (var part in copy.Parts)
        {
            part.RepeatOf = earlier.Parts.First(first => first.Number == part.Number);
            part.ForgetText();
            AddCopies(transaction, part.RepeatOf, part.Copies);
        }

        transaction.Reports.CloseAsRepeat(copy.Row, transaction.Now);
        UpdateCopies(transaction, earlier);
    }

    /// <summary>Appends report.repeated.</summary>
    public void Tell(StoreTransaction transaction, KnownReport report)
    {
        report.CopiesTold = report.Copies;
        report.CopiesToldAt = time.GetTimestamp();
        transaction.Reports.SetCopies(report.Row, report.Copies, report.CopiesTold);
        transaction.Events.Append(
            new ReportRepeated(report.Id, report.Copies, transaction.Now), transaction.Now, report.Operator, report.ConversationId);
    }

    private static void AddCopies(StoreTransaction transaction, KnownPart part, int copies)
    {
        part.Copies += copies;
        transaction.Parts.SetCopies(part.Report.Row, part.Number, part.Copies);
    }

    /// <summary>Tells the centre, now or later, when the whole text has come once more.</summary>
    private void UpdateCopies(StoreTransaction transaction, KnownReport report)
    {
        if (!report.IsWhole || report.WholeCopies() <= report.Copies) return;
        report.Copies = report.WholeCopies();
        if (memory.MayTellRepeats(report))
        {
            Tell(transaction, report);
        }
        else
        {
            transaction.Reports.SetCopies(report.Row, report.Copies, report.CopiesTold);
            memory.TellRepeatsLater(report);
        }
    }
}
