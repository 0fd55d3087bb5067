using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A legal hold: its conversation is not erased until every hold of it is removed.</summary>
/// <param name="Target">The id as it was given: a conversation's or one of its reports'.</param>
/// <param name="By">Who, as the command line said; null: it did not say.</param>
internal sealed record Hold(string Target, string ConversationId, DateTimeOffset AddedAt, string? By, string? Reason)
{
    public override string ToString() => Target;
}

/// <summary>Holds, those that were removed too: who held what when stays known.</summary>
internal sealed class HoldTable(StoreConnection connection)
{
    private readonly Statement _add = connection.Prepare(
        """
        INSERT INTO holds (conversation, target, added_at, added_by, reason) VALUES (@conversation, @target, @at, @by, @reason)
        """);

    private readonly Statement _remove = connection.Prepare(
        """
        UPDATE holds SET removed_at = @at, removed_by = @by WHERE target = @target AND removed_at IS NULL RETURNING conversation
        """);

    private readonly Statement _isHeld = connection.Prepare("SELECT 1 FROM holds WHERE target = @target AND removed_at IS NULL");
    private readonly Statement _active = connection.Prepare(
        """
        SELECT h.target, c.id, h.added_at, h.added_by, h.reason FROM holds h JOIN conversations c ON c.row = h.conversation
        WHERE h.removed_at IS NULL ORDER BY h.added_at, h.row
        """);

    public void Add(long conversation, string target, string? by, string? reason, DateTimeOffset at) =>
        _add.Set("@conversation", conversation).Set("@target", target).Set("@at", at).Set("@by", by).Set("@reason", reason).Run();

    /// <summary>The conversation that was held under this id, null when none was.</summary>
    public long? Remove(string target, string? by, DateTimeOffset at) =>
        _remove.Set("@at", at).Set("@by", by).Set("@target", target).One(static row => (long?)row.Long("conversation"));

    public bool IsHeld(string target) => _isHeld.Set("@target", target).Any();

    /// <summary>In the order of their adding.</summary>
    public IReadOnlyList<Hold> Active() => _active.All(static row => new Hold(
        row.Text("target"), row.Text("id"), row.Time("added_at"), row.TextOrNull("added_by"), row.TextOrNull("reason")));
}
