namespace Bridge.Worker.Configuration;

/// <summary>So that the table of keys reads as one.</summary>
internal static class Spans
{
    public static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    public static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    public static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);

    public static TimeSpan Hours(int count) => TimeSpan.FromHours(count);

    public static TimeSpan Days(int count) => TimeSpan.FromDays(count);
}
