using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>One event as a centre sees it.</summary>
/// <param name="Name">Without the "hk.992." prefix.</param>
/// <param name="Data">The event's own fields; lives as long as anyone holds it.</param>
public sealed record CentreEvent(string Name, string Id, string? ConversationId, DateTimeOffset Time, JsonElement Data)
{
    /// <summary>
    /// The data as this library's record of the event; null for an event that this version does not know. What was erased reads as empty.
    /// </summary>
    /// <exception cref="FormatException">A field is missing or of the wrong kind.</exception>
    public EventData? ReadData() => EventReader.Data(Name, Data);

    /// <summary>The data of report.received and report.amended, null for every other event. What was erased reads as empty.</summary>
    /// <exception cref="FormatException">A field is missing or of the wrong kind.</exception>
    public ReportData? Report => Name is EventNames.ReportReceived or EventNames.ReportAmended
        ? EventReader.Report(Data, amended: Name == EventNames.ReportAmended)
        : null;

    /// <summary>The data of outage.ended, null for every other event.</summary>
    /// <exception cref="FormatException">A field is missing or of the wrong kind.</exception>
    public OutageEnded? Outage => Name == EventNames.OutageEnded ? EventReader.Outage(Data) : null;

    /// <summary>Never the data: it holds texts and numbers.</summary>
    public override string ToString() => Name;
}
