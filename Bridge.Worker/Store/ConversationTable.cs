using Bridge.Protocol.Smpp;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

internal sealed class ConversationTable(StoreConnection connection)
{
    private const string Columns = "row, id, sender, operator, address, ton, npi, msisdn, last_at, closed_at, previous";

    private readonly Statement _newestOf = connection.Prepare(
        $"SELECT {Columns} FROM conversations WHERE sender = @sender AND erased_at IS NULL ORDER BY last_at DESC, row DESC LIMIT 1");

    private readonly Statement _byId = connection.Prepare($"SELECT {Columns} FROM conversations WHERE id = @id");
    private readonly Statement _byReport = connection.Prepare(
        $"SELECT {Columns} FROM conversations WHERE row = (SELECT conversation FROM reports WHERE id = @report)");

    private readonly Statement _byRow = connection.Prepare($"SELECT {Columns} FROM conversations WHERE row = @row");
    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO conversations (id, sender, operator, address, ton, npi, msisdn, opened_at, last_at, previous)
        VALUES (@id, @sender, @operator, @address, @ton, @npi, @msisdn, @now, @now, @previous) RETURNING row
        """);

    private readonly Statement _touch = connection.Prepare(
        """
        UPDATE conversations SET operator = @operator, address = @address, ton = @ton, npi = @npi,
            last_at = CASE WHEN last_at < @at THEN @at ELSE last_at END
        WHERE row = @row
        """);

    private readonly Statement _answer = connection.Prepare(
        "UPDATE conversations SET last_at = CASE WHEN last_at < @at THEN @at ELSE last_at END, closed_at = NULL WHERE row = @row");

    private readonly Statement _close = connection.Prepare(
        "UPDATE conversations SET closed_at = @at WHERE row = @row AND closed_at IS NULL");

    /// <summary>The one in which sender or centre last wrote, whether it has ended or not.</summary>
    public Conversation? NewestOf(string sender) => _newestOf.Set("@sender", sender).One(Read);

    public Conversation? ById(string id) => _byId.Set("@id", id).One(Read);

    /// <param name="id">A conversation's id, or that of a report in it.</param>
    public Conversation? ByIdOrReport(string id) => ById(id) ?? _byReport.Set("@report", id).One(Read);

    public Conversation? ByRow(long row) => _byRow.Set("@row", row).One(Read);

    public Conversation Open(string sender, string operatorName, Address address, string? msisdn, DateTimeOffset now, string? previous)
    {
        var id = Identifier.Create('c', now);
        var row = _insert.Set("@id", id).Set("@sender", sender).Set("@operator", operatorName).SetAddress(address).Set("@msisdn", msisdn)
            .Set("@now", now).Set("@previous", previous).One(static inserted => inserted.Long("row"));
        return new Conversation(row, id, sender, operatorName, address, msisdn, now, null, previous);
    }

    /// <summary>The sender wrote.</summary>
    public void Touch(long row, DateTimeOffset at, string operatorName, Address address) =>
        _touch.Set("@operator", operatorName).SetAddress(address).Set("@at", at).Set("@row", row).Run();

    /// <summary>The centre wrote: that is a sign of life like the sender's, and opens again what had ended.</summary>
    public void Answer(long row, DateTimeOffset at) => _answer.Set("@at", at).Set("@row", row).Run();

    public void Close(long row, DateTimeOffset at) => _close.Set("@at", at).Set("@row", row).Run();

    private static Conversation Read(Row row) => new(
        row.Long("row"), row.Text("id"), row.Text("sender"), row.Text("operator"), row.Address(), row.TextOrNull("msisdn"),
        row.Time("last_at"), row.TimeOrNull("closed_at"), row.TextOrNull("previous"));
}
