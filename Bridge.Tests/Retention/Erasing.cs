using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Retention;

namespace Bridge.Tests.Retention;

/// <summary>What comes before an erasure, the erasure itself, and how it is seen.</summary>
internal static class Erasing
{
    /// <summary>The centre has every event: what it does not have yet is not erased.</summary>
    public static Task HandOverAsync(this Rooms rooms) => rooms.Outbox.AdvanceAsync(rooms.Plan.Bus.Kind, rooms.Outbox.Last, default);

    /// <summary>Everything that is due by the rooms' clock.</summary>
    public static async Task EraseAsync(this Rooms rooms)
    {
        var rule = new RetentionRule(rooms.Plan, rooms.Memory);
        while (await rooms.Writer.RunAsync(rule.Erase, default) is { More: true })
        {
        }

        await rooms.Writer.RunAsync(RetentionRule.Finish, default);
    }

    /// <summary>Nothing in it tells of a person any more.</summary>
    public static bool IsErased(this ReportData report) =>
        report is { Text: "", Sender: { Msisdn: null, Raw: "" }, Registration: null, Raw.Count: 0 };
}
