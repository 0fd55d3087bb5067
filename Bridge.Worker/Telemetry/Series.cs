namespace Bridge.Worker.Telemetry;

/// <summary>The labels of one time series, built once: a counter on the hot path then costs a look-up and no allocation.</summary>
internal static class Series
{
    public static KeyValuePair<string, object?>[] Of(params (string Label, string Value)[] labels) =>
        [.. labels.Select(l => new KeyValuePair<string, object?>(l.Label, l.Value))];
}
