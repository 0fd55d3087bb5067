using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>One event as a centre reads it.</summary>
/// <param name="Name">Its type without the "hk.992." prefix (<see cref="EventNames"/>), also one that this library does not know.</param>
/// <param name="Id">Always the same for the same event, however often it is published.</param>
/// <param name="ConversationId">Null for an event that belongs to no conversation.</param>
/// <param name="Time">When the bridge appended it.</param>
/// <param name="Data">The event's own fields. Stays valid without an owner to dispose.</param>
public sealed record CentreEvent(string Name, string Id, string? ConversationId, DateTimeOffset Time, JsonElement Data)
{
    /// <summary>
    /// The data as this library's record of the event. Null for an event that this version does not know. Fields that were erased read as
    /// empty or null.
    /// </summary>
    /// <exception cref="FormatException">A field is missing or of the wrong kind. The message names it.</exception>
    public EventData? ReadData() => EventReader.ReadData(Name, Data);

    /// <summary>
    /// The data of report.received and report.amended. Null for every other event. Fields that were erased read as empty or null.
    /// </summary>
    /// <exception cref="FormatException">A field is missing or of the wrong kind. The message names it.</exception>
    public ReportData? Report => Name is EventNames.ReportReceived or EventNames.ReportAmended
        ? EventReader.ReadReport(Data, amended: Name == EventNames.ReportAmended)
        : null;

    /// <summary>The data of outage.ended. Null for every other event.</summary>
    /// <exception cref="FormatException">A field is missing or of the wrong kind. The message names it.</exception>
    public OutageEnded? Outage => Name == EventNames.OutageEnded ? EventReader.ReadOutage(Data) : null;

    /// <summary>The name alone, because the data holds texts and numbers.</summary>
    public override string ToString() => Name;
}
