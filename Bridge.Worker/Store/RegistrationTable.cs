using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// Who is registered, and who was. Every change gives the row as it is then; null when it changed nothing.
/// </summary>
internal sealed class RegistrationTable(SqliteConnection connection) : IDisposable
{
    private const string Columns =
        "row, msisdn, operator, name, address, language, contacts, created_at, due_at, texted_at, activated_at, failed_at, closed_at";

    private readonly Statement _current = new(connection, $"SELECT {Columns} FROM registrations WHERE closed_at IS NULL ORDER BY row");
    private readonly Statement _currentOf = new(connection, $"SELECT {Columns} FROM registrations WHERE msisdn = ? AND closed_at IS NULL");
    private readonly Statement _byRow = new(connection, $"SELECT {Columns} FROM registrations WHERE row = ?");
    private readonly Statement _insert = new(
        connection,
        $"""
        INSERT INTO registrations (msisdn, operator, name, address, language, contacts, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {Columns}
        """);

    private readonly Statement _close = new(
        connection, $"UPDATE registrations SET closed_at = ?2 WHERE row = ?1 AND closed_at IS NULL RETURNING {Columns}");
    private readonly Statement _queued = new(
        connection, $"UPDATE registrations SET queued_at = ?2 WHERE row = ?1 AND closed_at IS NULL RETURNING {Columns}");
    private readonly Statement _texted = new(
        connection, $"UPDATE registrations SET texted_at = ?2 WHERE row = ?1 AND closed_at IS NULL RETURNING {Columns}");
    private readonly Statement _activate = new(
        connection, $"UPDATE registrations SET activated_at = ?2 WHERE row = ?1 AND activated_at IS NULL AND closed_at IS NULL RETURNING {Columns}");

    private readonly Statement _fail = new(
        connection,
        $"UPDATE registrations SET failed_at = ?2 WHERE row = ?1 AND activated_at IS NULL AND failed_at IS NULL AND closed_at IS NULL RETURNING {Columns}");

    private readonly Statement _again = new(
        connection,
        $"UPDATE registrations SET failed_at = NULL, queued_at = NULL, due_at = ?2 WHERE row = ?1 AND activated_at IS NULL AND closed_at IS NULL RETURNING {Columns}");

    private readonly Statement _toText = new(
        connection,
        $"""
        SELECT {Columns} FROM registrations
        WHERE operator = ?1 AND queued_at IS NULL AND activated_at IS NULL AND failed_at IS NULL AND closed_at IS NULL ORDER BY row LIMIT ?2
        """);

    private readonly Statement _textsWaiting = new(
        connection, "SELECT count(*) FROM replies WHERE operator = ? AND kind = 'Activation' AND accepted_at IS NULL AND ended_at IS NULL");

    private readonly Statement _due = new(
        connection,
        $"""
        SELECT {Columns} FROM registrations
        WHERE due_at <= ?1 AND activated_at IS NULL AND failed_at IS NULL AND closed_at IS NULL ORDER BY due_at LIMIT ?2
        """);

    private readonly Statement _lastText = new(
        connection,
        """
        SELECT r.kind = 'Activation' AND r.accepted_at >= ?3 AND r.accepted_at <= c.opened_at
        FROM replies r, conversations c
        WHERE c.row = ?2 AND r.sender = ?1 AND r.accepted_at IS NOT NULL ORDER BY r.accepted_at DESC LIMIT 1
        """);

    private readonly Statement _erase = new(
        connection,
        """
        UPDATE registrations SET msisdn = '', name = NULL, address = NULL, contacts = '[]' WHERE row IN
            (SELECT row FROM registrations WHERE closed_at < ?1 AND msisdn <> '' LIMIT ?2)
        """);

    /// <summary>Everyone who is registered now.</summary>
    public IEnumerable<Registration> Current()
    {
        while (_current.Step()) yield return Read(_current);
    }

    public Registration? CurrentOf(string msisdn) => One(_currentOf.Set(1, msisdn));

    /// <summary>Also one that is replaced or removed.</summary>
    public Registration? ByRow(long row) => One(_byRow.Set(1, row));

    /// <summary>The number has to be free: <see cref="Close"/> comes first.</summary>
    public Registration Insert(
        string msisdn, string operatorName, string name, string address, string language, IReadOnlyList<string> contacts, DateTimeOffset at,
            DateTimeOffset dueAt) =>
        One(_insert.Set(1, msisdn).Set(2, operatorName).Set(3, name).Set(4, address).Set(5, language)
            .Set(6, JsonSerializer.Serialize(contacts)).Set(7, at).Set(8, dueAt))!;

    public Registration? Close(long row, DateTimeOffset at) => One(_close.Set(1, row).Set(2, at));

    /// <summary>The activation text is on its way to the operator.</summary>
    public Registration? TextQueued(long row, DateTimeOffset at) => One(_queued.Set(1, row).Set(2, at));

    /// <summary>The operator has accepted the activation text.</summary>
    public Registration? TextAccepted(long row, DateTimeOffset at) => One(_texted.Set(1, row).Set(2, at));

    /// <summary>Null: it was active before, or is registered no more.</summary>
    public Registration? Activate(long row, DateTimeOffset at) => One(_activate.Set(1, row).Set(2, at));

    /// <summary>Null: it is active, or failed before, or is registered no more.</summary>
    public Registration? Fail(long row, DateTimeOffset at) => One(_fail.Set(1, row).Set(2, at));

    /// <summary>A failed one gets another activation text.</summary>
    public Registration? TryAgain(long row, DateTimeOffset dueAt) => One(_again.Set(1, row).Set(2, dueAt));

    /// <summary>Those of an operator whose activation text has yet to be put on its way, the oldest first.</summary>
    public IReadOnlyList<Registration> ToText(string operatorName, int atMost) => All(_toText.Set(1, operatorName).Set(2, (long)atMost));

    /// <summary>Activation texts on their way that the operator has not taken yet.</summary>
    public int TextsWaiting(string operatorName)
    {
        _textsWaiting.Set(1, operatorName).Step();
        var count = _textsWaiting.Int(0);
        _textsWaiting.Reset();
        return count;
    }

    /// <summary>Those that are not active at their time, and of whom the centre has not been told.</summary>
    public IReadOnlyList<Registration> Due(DateTimeOffset now, int atMost) => All(_due.Set(1, now).Set(2, (long)atMost));

    /// <summary>
    /// Whether the newest text that any operator took for this sender is an activation text, taken since a time, and before the
    /// conversation began: what a person writes who was in a conversation already is no answer to it.
    /// </summary>
    public bool LastTextIsActivation(string sender, long conversation, DateTimeOffset since)
    {
        var found = _lastText.Set(1, sender).Set(2, conversation).Set(3, since).Step() && _lastText.Bool(0);
        _lastText.Reset();
        return found;
    }

    /// <summary>Erases what is personal of registrations that were closed before a time; that there was one, and when, is kept.</summary>
    public void EraseClosedBefore(DateTimeOffset time, int atMost) => _erase.Set(1, time).Set(2, (long)atMost).Run();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_current, _currentOf, _byRow, _insert, _close, _queued, _texted, _activate, _fail, _again,
            _toText, _textsWaiting, _due, _lastText, _erase])
        {
            statement.Dispose();
        }
    }

    private static Registration? One(Statement statement)
    {
        var one = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return one;
    }

    private static List<Registration> All(Statement statement)
    {
        List<Registration> all = [];
        while (statement.Step()) all.Add(Read(statement));
        return all;
    }

    private static Registration Read(Statement row) => new(
        row.Long(0), row.Text(1), string.Intern(row.Text(2)), row.TextOrNull(3), row.TextOrNull(4), string.Intern(row.Text(5)),
            Contacts(row.Text(6)))
    {
        CreatedAt = row.Time(7),
        DueAt = row.Time(8),
        TextedAt = row.TimeOrNull(9),
        ActivatedAt = row.TimeOrNull(10),
        FailedAt = row.TimeOrNull(11),
        ClosedAt = row.TimeOrNull(12),
    };

    private static IReadOnlyList<string> Contacts(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
