namespace Bridge.Worker.Supervision;

/// <summary>
/// Prevents what comes again and again from filling the log. A line about a thing is due when the thing is new, and again when it still
/// comes an interval later. Any thread.
/// </summary>
/// <param name="interval">
/// From one line about a thing to the next. <see cref="TimeSpan.MaxValue"/>: one line until <see cref="Clear"/>.
/// </param>
internal sealed class LogOnce<T>(TimeSpan interval, TimeProvider time)
    where T : notnull
{
    /// <summary>Things that are remembered: a hostile peer can invent any number of them.</summary>
    private const int MaxThings = 1_000;

    private readonly Dictionary<T, Line> _lines = [];

    /// <summary>Whether a line about this is due.</summary>
    public bool IsDue(T thing) => IsDue(thing, out _);

    /// <summary>Whether a line about this is due.</summary>
    /// <param name="suppressed">How often it came since its last line; 0 when it is new.</param>
    public bool IsDue(T thing, out int suppressed)
    {
        lock (_lines)
        {
            var isKnown = _lines.TryGetValue(thing, out var line);
            suppressed = line.Suppressed;
            if (isKnown && time.GetElapsedTime(line.LoggedAt) < interval)
            {
                _lines[thing] = line with { Suppressed = suppressed + 1 };
                return false;
            }

            if (!isKnown && _lines.Count >= MaxThings) _lines.Clear();
            _lines[thing] = new Line(time.GetTimestamp(), Suppressed: 0);
            return true;
        }
    }

    /// <summary>Forgets all things: whatever comes next is new.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Clear()
    {
        lock (_lines)
        {
            var had = _lines.Count > 0;
            _lines.Clear();
            return had;
        }
    }

    private readonly record struct Line(long LoggedAt, int Suppressed);
}
