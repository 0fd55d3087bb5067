using System.Text.Json;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// Who is registered, and who was. Every change gives the row as it is then; null when it changed nothing.
/// </summary>
internal sealed class RegistrationTable(StoreConnection connection)
{
    private const string Columns =
        "row, msisdn, operator, name, address, language, contacts, created_at, due_at, texted_at, activated_at, failed_at, closed_at";

    /// <summary>Registered, neither active nor failed.</summary>
    private const string Pending = "activated_at IS NULL AND failed_at IS NULL AND closed_at IS NULL";

    private readonly Statement _current = connection.Prepare($"SELECT {Columns} FROM registrations WHERE closed_at IS NULL ORDER BY row");
    private readonly Statement _currentOf = connection.Prepare(
        $"SELECT {Columns} FROM registrations WHERE msisdn = @msisdn AND closed_at IS NULL");

    private readonly Statement _byRow = connection.Prepare($"SELECT {Columns} FROM registrations WHERE row = @row");
    private readonly Statement _insert = connection.Prepare(
        $"""
        INSERT INTO registrations (msisdn, operator, name, address, language, contacts, created_at, due_at)
        VALUES (@msisdn, @operator, @name, @address, @language, @contacts, @created_at, @due_at) RETURNING {Columns}
        """);

    private readonly Statement _close = connection.Prepare(
        $"UPDATE registrations SET closed_at = @at WHERE row = @row AND closed_at IS NULL RETURNING {Columns}");

    private readonly Statement _setQueued = connection.Prepare(
        $"UPDATE registrations SET queued_at = @at WHERE row = @row AND closed_at IS NULL RETURNING {Columns}");

    private readonly Statement _setAccepted = connection.Prepare(
        $"UPDATE registrations SET texted_at = @at WHERE row = @row AND closed_at IS NULL RETURNING {Columns}");

    private readonly Statement _activate = connection.Prepare(
        $"""
        UPDATE registrations SET activated_at = @at WHERE row = @row AND activated_at IS NULL AND closed_at IS NULL RETURNING {Columns}
        """);

    private readonly Statement _fail = connection.Prepare(
        $"UPDATE registrations SET failed_at = @at WHERE row = @row AND {Pending} RETURNING {Columns}");

    private readonly Statement _tryAgain = connection.Prepare(
        $"""
        UPDATE registrations SET failed_at = NULL, queued_at = NULL, due_at = @due_at
        WHERE row = @row AND activated_at IS NULL AND closed_at IS NULL RETURNING {Columns}
        """);

    private readonly Statement _toText = connection.Prepare(
        $"""
        SELECT {Columns} FROM registrations WHERE operator = @operator AND queued_at IS NULL AND {Pending} ORDER BY row LIMIT @at_most
        """);

    private readonly Statement _due = connection.Prepare(
        $"SELECT {Columns} FROM registrations WHERE due_at <= @now AND {Pending} ORDER BY due_at LIMIT @at_most");

    private readonly Statement _lastEnd = connection.Prepare(
        "SELECT max(closed_at) AS closed_at FROM registrations WHERE msisdn = @msisdn AND closed_at >= @since");

    private readonly Statement _eraseClosed = connection.Prepare(
        """
        UPDATE registrations SET msisdn = '', name = NULL, address = NULL, contacts = '[]' WHERE row IN (
            SELECT row FROM registrations WHERE closed_at < @before AND msisdn <> '' LIMIT @at_most)
        """);

    /// <summary>Everyone who is registered now, one after another: there may be very many.</summary>
    public IEnumerable<Registration> Current() => _current.Each(Read);

    public Registration? CurrentOf(string msisdn) => _currentOf.Set("@msisdn", msisdn).One(Read);

    /// <summary>Also one that is replaced or removed.</summary>
    public Registration? ByRow(long row) => _byRow.Set("@row", row).One(Read);

    /// <summary>The number has to be free: <see cref="Close"/> comes first.</summary>
    public Registration Insert(
        string msisdn, string operatorName, string name, string address, string language, IReadOnlyList<string> contacts, DateTimeOffset at,
        DateTimeOffset dueAt) =>
        _insert.Set("@msisdn", msisdn).Set("@operator", operatorName).Set("@name", name).Set("@address", address)
            .Set("@language", language).Set("@contacts", JsonSerializer.Serialize(contacts)).Set("@created_at", at)
            .Set("@due_at", dueAt).One(Read)!;

    public Registration? Close(long row, DateTimeOffset at) => _close.Set("@at", at).Set("@row", row).One(Read);

    /// <summary>The activation text is on its way to the operator.</summary>
    public Registration? SetTextQueued(long row, DateTimeOffset at) => _setQueued.Set("@at", at).Set("@row", row).One(Read);

    /// <summary>The operator has accepted the activation text.</summary>
    public Registration? SetTextAccepted(long row, DateTimeOffset at) => _setAccepted.Set("@at", at).Set("@row", row).One(Read);

    /// <summary>Null: it was active before, or is registered no more.</summary>
    public Registration? Activate(long row, DateTimeOffset at) => _activate.Set("@at", at).Set("@row", row).One(Read);

    /// <summary>Null: it is active, or failed before, or is registered no more.</summary>
    public Registration? Fail(long row, DateTimeOffset at) => _fail.Set("@at", at).Set("@row", row).One(Read);

    /// <summary>A failed one gets another activation text.</summary>
    public Registration? TryAgain(long row, DateTimeOffset dueAt) => _tryAgain.Set("@due_at", dueAt).Set("@row", row).One(Read);

    /// <summary>Those of an operator whose activation text has yet to be put on its way, the oldest first.</summary>
    public IReadOnlyList<Registration> ToText(string operatorName, int atMost) =>
        _toText.Set("@operator", operatorName).Set("@at_most", atMost).All(Read);

    /// <summary>Those that are not active at their time, and of whom the centre has not been told.</summary>
    public IReadOnlyList<Registration> Due(DateTimeOffset now, int atMost) => _due.Set("@now", now).Set("@at_most", atMost).All(Read);

    /// <summary>When a registration of the number last ended, since a time; null: none did.</summary>
    public DateTimeOffset? LastEnd(string msisdn, DateTimeOffset since) =>
        _lastEnd.Set("@msisdn", msisdn).Set("@since", since).One(static row => row.TimeOrNull("closed_at"));

    /// <summary>Erases what is personal of registrations that were closed before a time; that there was one, and when, is kept.</summary>
    public void EraseClosed(DateTimeOffset before, int atMost) => _eraseClosed.Set("@before", before).Set("@at_most", atMost).Run();

    private static Registration Read(Row row) => new(
        row.Long("row"), row.Text("msisdn"), string.Intern(row.Text("operator")), row.TextOrNull("name"), row.TextOrNull("address"),
        string.Intern(row.Text("language")), ReadContacts(row.Text("contacts")))
    {
        CreatedAt = row.Time("created_at"),
        DueAt = row.Time("due_at"),
        TextedAt = row.TimeOrNull("texted_at"),
        ActivatedAt = row.TimeOrNull("activated_at"),
        FailedAt = row.TimeOrNull("failed_at"),
        ClosedAt = row.TimeOrNull("closed_at"),
    };

    private static IReadOnlyList<string> ReadContacts(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
