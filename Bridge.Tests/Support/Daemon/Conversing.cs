using Bridge.Protocol.Centre;
using Bridge.Tests.Reports;

namespace Bridge.Tests.Support;

/// <summary>What a person and the centre say to each other in most tests.</summary>
internal static class Conversing
{
    /// <summary>The guide's own, in one part.</summary>
    public const string Confirmation = "收到有關報告，警員很快會到達。";

    /// <summary>The person writes; returns the id of the report.</summary>
    public static async Task<string> ReportAsync(this Rooms rooms, string text = "我在上環", string from = "91234567")
    {
        await rooms.TakeAsync(Texts.Chinese(text, from));
        return rooms.LastReport();
    }

    /// <summary>The id of the newest report.</summary>
    public static string LastReport(this Rooms rooms) => rooms.Reports()[^1].ReportId;

    /// <summary>The id of the only report with this text.</summary>
    public static string ReportOf(this Rooms rooms, string text) => rooms.Reports().Single(report => report.Text == text).ReportId;

    public static ReplySend Confirm(string id, string reportId, string text = Confirmation) =>
        new(id)
        {
            ReportId = reportId,
            Kind = ReplyKind.Confirmation,
            Text = text,
        };

    /// <summary>The centre confirms, and its command is accepted.</summary>
    public static async Task ConfirmAsync(this Rooms rooms, string reportId, string id = "k1", string text = Confirmation) =>
        (await rooms.ExecuteAsync(Confirm(id, reportId, text))).Problems.ShouldBeEmpty();

    /// <summary>The person writes and the centre confirms.</summary>
    /// <param name="validFor">Null: half an hour, as the contract has it.</param>
    public static async Task ConverseAsync(
        this Rooms rooms, string text = Confirmation, TimeSpan? validFor = null, string from = "91234567", string id = "k1")
    {
        var confirm = Confirm(id, await rooms.ReportAsync(from: from), text);
        if (validFor is { } time) confirm = confirm with { ValidFor = time };
        (await rooms.ExecuteAsync(confirm)).Problems.ShouldBeEmpty();
    }
}
