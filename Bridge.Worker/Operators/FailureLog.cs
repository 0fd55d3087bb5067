namespace Bridge.Worker.Operators;

internal enum FailureNote
{
    /// <summary>Said already, and not long ago.</summary>
    Silent,

    /// <summary>The first of its kind, or another kind than before.</summary>
    New,

    /// <summary>Still the same after a long time.</summary>
    Reminder,
}

/// <summary>
/// Which of many like failures is worth a line in the log: the first, the first of another kind, and one in a long while.
/// </summary>
internal sealed class FailureLog(TimeSpan remindAfter)
{
    private string? _reason;
    private DateTimeOffset _notedAt;

    public FailureNote Note(string reason, DateTimeOffset now)
    {
        var note = reason != _reason ? FailureNote.New : now - _notedAt >= remindAfter ? FailureNote.Reminder : FailureNote.Silent;
        if (note == FailureNote.Silent) return note;
        _reason = reason;
        _notedAt = now;
        return note;
    }

    /// <summary>It works again: the next failure is news.</summary>
    public void Clear() => _reason = null;
}
