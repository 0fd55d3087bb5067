namespace Bridge.Worker.Telemetry;

/// <summary>The labels of one time series, built once: a counter on the hot path then costs a look-up and no allocation.</summary>
internal static class SeriesLabels
{
    public static KeyValuePair<string, object?>[] Create(params (string Name, string Value)[] labels) =>
        [.. labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value))];
}
