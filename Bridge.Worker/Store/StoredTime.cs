namespace Bridge.Worker.Store;

/// <summary>Times are stored as whole microseconds since 1970 in UTC.</summary>
internal static class StoredTime
{
    public static long ToMicroseconds(DateTimeOffset time) => ToMicroseconds(time - DateTimeOffset.UnixEpoch);

    public static long ToMicroseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
