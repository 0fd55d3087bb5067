using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A notice that a sender got, or may still get.</summary>
/// <param name="Notice">Its key under Notices.</param>
/// <param name="At">When the operator accepted it; when it ended unaccepted; now while it is still on its way.</param>
internal sealed record LastNotice(string Notice, DateTimeOffset At);

/// <summary>The replies that are automatic texts: what the next one is decided from.</summary>
internal sealed class AutomaticTextTable(StoreConnection connection)
{
    private const string IsNotice = $"sender = @sender AND kind = '{StoredNames.Notice}'";

    private readonly Statement _lastNotice = connection.Prepare(
        $"SELECT notice, coalesce(accepted_at, ended_at) AS at FROM replies WHERE {IsNotice} ORDER BY row DESC LIMIT 1");

    private readonly Statement _lastNoticeOfKind = connection.Prepare(
        $"""
        SELECT notice, coalesce(accepted_at, ended_at) AS at FROM replies WHERE {IsNotice} AND notice = @notice ORDER BY row DESC LIMIT 1
        """);

    private readonly Statement _endActivation = connection.Prepare(
        $"""
        UPDATE replies SET ended_at = @at, outcome = '{StoredNames.Failed}'
        WHERE registration = @registration AND kind = '{StoredNames.Activation}' AND ended_at IS NULL
        """);

    private readonly Statement _activationsWaiting = connection.Prepare(
        $"""
        SELECT count(*) AS replies FROM replies
        WHERE operator = @operator AND kind = '{StoredNames.Activation}' AND accepted_at IS NULL AND ended_at IS NULL
        """);

    private readonly Statement _lastTextIsActivation = connection.Prepare(
        $"""
        SELECT r.kind = '{StoredNames.Activation}' AND r.accepted_at >= @since AND r.accepted_at <= c.opened_at AS is_activation
        FROM replies r, conversations c
        WHERE r.sender = @sender AND c.row = @conversation AND r.accepted_at IS NOT NULL ORDER BY r.accepted_at DESC LIMIT 1
        """);

    /// <summary>The newest notice to a sender.</summary>
    public LastNotice? LastNotice(string sender, DateTimeOffset now) =>
        _lastNotice.Set("@sender", sender).One(row => ReadNotice(row, now));

    /// <summary>The newest notice of one kind to a sender.</summary>
    public LastNotice? LastNotice(string sender, string notice, DateTimeOffset now) =>
        _lastNoticeOfKind.Set("@sender", sender).Set("@notice", notice).One(row => ReadNotice(row, now));

    /// <summary>A registration is replaced or removed: its activation text would tell of what is no more.</summary>
    public void EndActivation(long registration, DateTimeOffset at) =>
        _endActivation.Set("@at", at).Set("@registration", registration).Run();

    /// <summary>Activation texts on their way that the operator has not accepted yet.</summary>
    public int ActivationsWaiting(string operatorName) =>
        _activationsWaiting.Set("@operator", operatorName).One(static row => row.Int("replies"));

    /// <summary>
    /// Whether the newest text that any operator accepted for this sender is an activation text, accepted since a time, and before the
    /// conversation began: what a person writes who was in a conversation already is no answer to it.
    /// </summary>
    public bool LastTextIsActivation(string sender, long conversation, DateTimeOffset since) =>
        _lastTextIsActivation.Set("@since", since).Set("@sender", sender).Set("@conversation", conversation)
            .One(static row => row.Bool("is_activation"));

    private static LastNotice ReadNotice(Row row, DateTimeOffset now) => new(row.Text("notice"), row.TimeOrNull("at") ?? now);
}
