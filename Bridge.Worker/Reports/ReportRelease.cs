using Bridge.Protocol.Centre;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>Releases reports: joins their parts and tells the centre, in one transaction. On the writer's thread.</summary>
internal sealed class ReportRelease(BridgePlan plan, IntakeMemory memory, ISenderNotices notices, IReportMetrics metrics)
{
    private readonly ReportEvents _events = new(plan);

    /// <summary>Appends report.received, or report.amended when the text was released with gaps before.</summary>
    public ReportData Release(StoreTransaction transaction, KnownReport report)
    {
        var texts = report.Texts();
        var reading = Read(report, texts);
        var resendOf = transaction.Reports.SameText(
            report.Conversation, reading.TextKey, exceptRow: report.Row, report.FirstAt - plan.ConversationIdle);
        var amended = report.Released;
        transaction.Reports.Release(
            report.Row, transaction.Now, report.IsWhole, reading.TextKey, resendOf, reading.Decoded.Text, reading.Language,
            report.Parts.Max(part => part.FirstAt), transaction.Events.Next);
        memory.Groups.MarkReleased(report);
        if (report.IsWhole && !amended) memory.RememberLongText(report, reading.TextKey);
        return Tell(transaction, report, texts, reading, resendOf, amended);
    }

    /// <summary>Appends the event of a report whose row says already that it is released.</summary>
    /// <param name="texts">The parts that are there, by number.</param>
    /// <param name="resendOf">The id of the report that it resends; null: none.</param>
    /// <param name="amended">Whether it was released with gaps before.</param>
    public ReportData Tell(
        StoreTransaction transaction, KnownReport report, IReadOnlyList<InboundText> texts, TextReading reading, string? resendOf,
        bool amended)
    {
        var data = _events.Write(report, texts, reading, resendOf, amended);
        transaction.Events.Append(
            data, transaction.Now, report.Operator, report.ConversationId, amended ? report.Parts[^1].FirstAt : report.FirstAt);
        if (!amended) notices.Released(transaction, report, data);
        if (report.IsWhole)
        {
            foreach (var part in report.Parts) part.ForgetText();
        }

        return data;
    }

    public void Count(ReportData released)
    {
        metrics.Report(released.Operator, released.Alphabet, released.Complete);
        foreach (var problem in released.Problems) metrics.DecodeProblem(released.Operator, problem);
    }

    /// <summary>What the parts of a long text say together.</summary>
    /// <param name="texts">The parts that are there, by number.</param>
    public static TextReading Read(KnownReport report, IReadOnlyList<InboundText> texts)
    {
        var first = texts[0];
        return TextReading.Read(
            [.. texts.SelectMany(text => text.Pieces)], report.Total, first.Operator.DefaultAlphabet, first.SenderKey, first.Destination,
            TextJoiner.Join);
    }
}
