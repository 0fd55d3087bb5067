using System.Collections.Immutable;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>Everything that has happened in a scenario, in order. Any thread may add to it or wait for an entry.</summary>
/// <param name="show">Called for each entry in order, on the thread that adds it: must be quick.</param>
internal sealed class Timeline(TimeProvider time, Action<TimelineEntry> show)
{
    /// <summary>How long <see cref="WaitForAsync"/> waits for an entry before the scenario has failed.</summary>
    public static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private long _began = time.GetTimestamp();
    private ImmutableList<TimelineEntry> _entries = [];
    private TaskCompletionSource _added = NewSignal();

    /// <summary>Since the scenario began.</summary>
    public TimeSpan Now => time.GetElapsedTime(Volatile.Read(ref _began));

    public IReadOnlyList<TimelineEntry> Entries
    {
        get
        {
            lock (_lock) return _entries;
        }
    }

    /// <summary>The scenario begins now; what was added before, such as the binds, stays.</summary>
    public void Restart() => Volatile.Write(ref _began, time.GetTimestamp());

    /// <summary>Adds the entry and sets its time.</summary>
    public void Add(TimelineEntry entry)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            // The time is set and the entry shown inside the lock, so that the times never run back.
            var timed = entry with { At = Now };
            _entries = _entries.Add(timed);
            show(timed);
            added = _added;
            _added = NewSignal();
        }

        added.TrySetResult();
    }

    /// <summary>The first entry that matches, among those already there too; waits until there is one.</summary>
    /// <param name="description">Names what was waited for, should it never come.</param>
    /// <exception cref="ScenarioFailedException">There was none within <see cref="StepTimeout"/>.</exception>
    public async Task<TimelineEntry> WaitForAsync(string description, Func<TimelineEntry, bool> matches, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        for (var next = 0; ;)
        {
            ImmutableList<TimelineEntry> entries;
            Task added;
            lock (_lock) (entries, added) = (_entries, _added.Task);
            for (; next < entries.Count; next++)
            {
                if (matches(entries[next])) return entries[next];
            }

            var left = StepTimeout - time.GetElapsedTime(since);
            try
            {
                await added.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancel);
            }
            catch (TimeoutException)
            {
                throw new ScenarioFailedException($"never seen: {description}");
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
