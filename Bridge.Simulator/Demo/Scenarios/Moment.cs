using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>Something that happened in a scenario. Exactly one of the others than <paramref name="At"/> is there.</summary>
/// <param name="At">Since the story began.</param>
/// <param name="Said">The narrator's own words.</param>
/// <param name="Sent">A text that a person sent.</param>
internal sealed record Moment(
    TimeSpan At, string? Said = null, SentText? Sent = null, OperatorEvent? Operator = null, CentreMoment? Centre = null)
{
    /// <summary>An event that the centre saw for the first time.</summary>
    public CentreEvent? Event => Centre is EventSeen { Again: false } seen ? seen.Event : null;

    /// <summary>The data of report.received and report.amended.</summary>
    public ReportData? Report => Centre is EventSeen { Again: false } seen ? seen.Report : null;

    /// <summary>A text field of the event's data; null when it is no event or has none.</summary>
    public string? Field(string name) =>
        Event is { } seen && seen.Data.TryGetProperty(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <param name="Number">E.164 without the plus.</param>
internal sealed record SentText(string Operator, string Number, string Text);
