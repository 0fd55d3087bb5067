using Bridge.Protocol.Smpp;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <param name="Sender">What tells one sender from another: the msisdn, or operator and raw address when it is no number.</param>
/// <param name="Operator">Where the sender last wrote: replies go there.</param>
/// <param name="Address">The sender as the operator last wrote it: replies are addressed so.</param>
/// <param name="LastAt">The sender's newest text or the centre's newest answer.</param>
/// <param name="Previous">The id of the sender's conversation before it.</param>
internal sealed record Conversation(
    long Row, string Id, string Sender, string Operator, Address Address, string? Msisdn, DateTimeOffset LastAt, DateTimeOffset? ClosedAt,
        string? Previous)
{
    /// <summary>
    /// Stands where the sender stood: no sender's key, for those are digits or begin with an operator's name and a slash.
    /// </summary>
    public const string ErasedSender = "erased";

    /// <summary>Its personal data were erased with age: nobody is known any more whom a reply could go to.</summary>
    public bool IsErased => Sender == ErasedSender;

    public override string ToString() => Id;
}

internal sealed class ConversationTable(SqliteConnection connection) : IDisposable
{
    private const string Columns = "row, id, sender, operator, address, ton, npi, msisdn, last_at, closed_at, previous";

    private readonly Statement _newestOf = new(
        connection, $"SELECT {Columns} FROM conversations WHERE sender = ? AND erased_at IS NULL ORDER BY last_at DESC, row DESC LIMIT 1");

    private readonly Statement _byId = new(connection, $"SELECT {Columns} FROM conversations WHERE id = ?");
    private readonly Statement _byRow = new(connection, $"SELECT {Columns} FROM conversations WHERE row = ?");
    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO conversations (id, sender, operator, address, ton, npi, msisdn, opened_at, last_at, previous) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)
        RETURNING row
        """);

    private readonly Statement _touch = new(
        connection, "UPDATE conversations SET last_at = max(last_at, ?2), operator = ?3, address = ?4, ton = ?5, npi = ?6 WHERE row = ?1");

    private readonly Statement _answered = new(
        connection, "UPDATE conversations SET last_at = max(last_at, ?2), closed_at = NULL WHERE row = ?1");
    private readonly Statement _close = new(connection, "UPDATE conversations SET closed_at = ?2 WHERE row = ?1 AND closed_at IS NULL");

    /// <summary>The one in which sender or centre last wrote, whether it has ended or not.</summary>
    public Conversation? NewestOf(string sender) => One(_newestOf.Set(1, sender));

    public Conversation? ById(string id) => One(_byId.Set(1, id));

    public Conversation? ByRow(long row) => One(_byRow.Set(1, row));

    public Conversation Open(string sender, string operatorName, Address address, string? msisdn, DateTimeOffset now, string? previous)
    {
        var id = Ids.New('c', now);
        _insert.Set(1, id).Set(2, sender).Set(3, operatorName).Set(4, address.Value).Set(5, address.Ton).Set(6, address.Npi).Set(7, msisdn)
            .Set(8, now).Set(9, previous);
        _insert.Step();
        var row = _insert.Long(0);
        _insert.Reset();
        return new Conversation(row, id, sender, operatorName, address, msisdn, now, null, previous);
    }

    public void Touch(long row, DateTimeOffset at, string operatorName, Address address) =>
        _touch.Set(1, row).Set(2, at).Set(3, operatorName).Set(4, address.Value).Set(5, address.Ton).Set(6, address.Npi).Run();

    /// <summary>The centre wrote: that is a sign of life like the sender's, and opens again what had ended.</summary>
    public void Answered(long row, DateTimeOffset at) => _answered.Set(1, row).Set(2, at).Run();

    public void Close(long row, DateTimeOffset at) => _close.Set(1, row).Set(2, at).Run();

    public void Dispose()
    {
        _newestOf.Dispose();
        _byId.Dispose();
        _byRow.Dispose();
        _insert.Dispose();
        _touch.Dispose();
        _answered.Dispose();
        _close.Dispose();
    }

    private static Conversation? One(Statement found)
    {
        if (!found.Step()) return null;
        var conversation = new Conversation(
            found.Long(0), found.Text(1), found.Text(2), found.Text(3), new Address((byte)found.Int(5), (byte)found.Int(6), found.Text(4)),
            found.TextOrNull(7), found.Time(8), found.TimeOrNull(9), found.TextOrNull(10));
        found.Reset();
        return conversation;
    }
}
