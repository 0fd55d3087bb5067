using System.Text.Json;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

internal static class CentreEventFields
{
    /// <summary>A string in the event's data; null when there is no such field or it is no string.</summary>
    public static string? TextField(this CentreEvent centreEvent, string name) =>
        centreEvent.Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
