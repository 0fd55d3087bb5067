using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>Something that happened in a scenario. Exactly one of the properties beside <see cref="At"/> is set.</summary>
internal sealed record TimelineEntry
{
    /// <summary>Since the scenario began; set by <see cref="Timeline.Add"/>.</summary>
    public TimeSpan At { get; init; }

    /// <summary>An explanation by the scenario itself.</summary>
    public string? Comment { get; init; }

    /// <summary>A text that a person sent.</summary>
    public SentText? Text { get; init; }

    public OperatorEvent? Operator { get; init; }

    public CentreActivity? Centre { get; init; }

    /// <summary>An event that the centre saw for the first time.</summary>
    public CentreEvent? Event => Centre is EventSeen { SeenBefore: false } seen ? seen.Event : null;

    /// <summary>The data of report.received and report.amended, seen for the first time.</summary>
    public ReportData? Report => Centre is EventSeen { SeenBefore: false } seen ? seen.Report : null;

    /// <summary>A string in the event's data; null when this is no event or has no such field.</summary>
    public string? Field(string name) => Event?.TextField(name);
}

/// <param name="Number">E.164 without the plus.</param>
internal sealed record SentText(string Operator, string Number, string Text);
