using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A legal hold: its conversation is not erased until every hold of it is removed.</summary>
/// <param name="Target">The id as it was given: a conversation's or one of its reports'.</param>
/// <param name="By">Who, as the command line said; null: it did not say.</param>
internal sealed record Hold(string Target, string ConversationId, DateTimeOffset AddedAt, string? By, string? Reason)
{
    public override string ToString() => Target;
}

/// <summary>Holds, those that were removed too: who held what when stays known.</summary>
internal sealed class HoldTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _add = new(
        connection, "INSERT INTO holds (conversation, target, added_at, added_by, reason) VALUES (?, ?, ?, ?, ?)");
    private readonly Statement _remove = new(
        connection, "UPDATE holds SET removed_at = ?2, removed_by = ?3 WHERE target = ?1 AND removed_at IS NULL RETURNING conversation");
    private readonly Statement _isHeld = new(connection, "SELECT 1 FROM holds WHERE target = ? AND removed_at IS NULL");
    private readonly Statement _conversation = new(
        connection,
        """
        SELECT row, erased_at IS NOT NULL FROM conversations WHERE id = ?1
        UNION ALL SELECT c.row, c.erased_at IS NOT NULL FROM reports r JOIN conversations c ON c.row = r.conversation WHERE r.id = ?1
        """);

    private readonly Statement _active = new(
        connection,
        """
        SELECT h.target, c.id, h.added_at, h.added_by, h.reason FROM holds h JOIN conversations c ON c.row = h.conversation
        WHERE h.removed_at IS NULL ORDER BY h.added_at, h.row
        """);

    public void Add(long conversation, string target, string? by, string? reason, DateTimeOffset at) =>
        _add.Set(1, conversation).Set(2, target).Set(3, at).Set(4, by).Set(5, reason).Run();

    /// <summary>The conversation that was held under this id, null when none was.</summary>
    public long? Remove(string target, string? by, DateTimeOffset at)
    {
        long? conversation = null;
        _remove.Set(1, target).Set(2, at).Set(3, by);
        while (_remove.Step()) conversation = _remove.Long(0);
        return conversation;
    }

    public bool IsHeld(string target)
    {
        var held = _isHeld.Set(1, target).Step();
        _isHeld.Reset();
        return held;
    }

    /// <summary>The conversation that a conversation's or a report's id names.</summary>
    public (long Row, bool Erased)? Conversation(string target)
    {
        if (!_conversation.Set(1, target).Step()) return null;
        var found = (_conversation.Long(0), _conversation.Bool(1));
        _conversation.Reset();
        return found;
    }

    /// <summary>In the order of their adding.</summary>
    public IReadOnlyList<Hold> Active()
    {
        List<Hold> holds = [];
        while (_active.Step())
        {
            holds.Add(new Hold(_active.Text(0), _active.Text(1), _active.Time(2), _active.TextOrNull(3), _active.TextOrNull(4)));
        }

        return holds;
    }

    public void Dispose()
    {
        _add.Dispose();
        _remove.Dispose();
        _isHeld.Dispose();
        _conversation.Dispose();
        _active.Dispose();
    }
}
