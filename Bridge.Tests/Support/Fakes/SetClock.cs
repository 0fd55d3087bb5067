using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Support;

/// <summary>
/// A clock in the test's hand whose wall can be set, as by NTP or by a hand: the monotonic clock and the timers run on undisturbed.
/// </summary>
internal sealed class SetClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _shift;

    /// <summary>Sets the wall clock forward; back when negative.</summary>
    public void SetBy(TimeSpan shift) => _shift += shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
