using Bridge.Protocol.Centre;

namespace Bridge.Tests.Support;

/// <summary>Ordinary reports to vary from.</summary>
internal static class SampleReports
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ReportData New(string text, string reportId = "r-1", string conversationId = "c-1") =>
        Of(text, reportId, conversationId, amended: false);

    public static ReportData Amended(string text) => Of(text, "r-1", "c-1", amended: true);

    private static ReportData Of(string text, string reportId, string conversationId, bool amended) => new(amended)
    {
        ReportId = reportId,
        ConversationId = conversationId,
        Operator = "harbour-mobile",
        Network = "mobile",
        Link = "a",
        Sender = new Sender("85291234567", "91234567", 2, 1),
        ShortCode = "992",
        Text = text,
        Alphabet = "ucs2",
        Language = "zh-Hant",
        ReceivedAt = ReceivedAt,
        ConfirmBy = ReceivedAt.AddMinutes(5),
        Parts = new PartCount(1, 1, []),
        Complete = true,
        Problems = [],
        Raw = [],
    };
}
