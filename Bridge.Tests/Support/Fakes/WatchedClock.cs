using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Support;

/// <summary>
/// A clock in the test's hand that also tells which timers were set, so that a test lets pass exactly the time that something waits for.
/// </summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _set.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next timer of this kind; those set before it are passed over.</summary>
    public async Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> kind)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            var due = await _set.Reader.ReadAsync(patience.Token);
            if (kind(due)) return due;
        }
    }

    /// <summary>In steps that a periodic timer can follow.</summary>
    public void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (; time > step; time -= step) Advance(step);
        Advance(time);
    }
}
