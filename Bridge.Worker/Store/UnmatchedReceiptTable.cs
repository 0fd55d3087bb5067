using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// Receipts for which no part is known: they may come before the submit_sm_resp that names their id, and are kept until it comes. An
/// unreadable one is kept under an empty key.
/// </summary>
internal sealed class UnmatchedReceiptTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection, "INSERT INTO unmatched_receipts (operator, message_key, at, pdu) VALUES (?, ?, ?, ?)");
    private readonly Statement _take = new(
        connection, "DELETE FROM unmatched_receipts WHERE operator = ?1 AND message_key = ?2 AND at >= ?3 RETURNING pdu");

    public void Insert(string operatorName, string messageKey, DateTimeOffset at, ReadOnlySpan<byte> pdu) =>
        _insert.Set(1, operatorName).Set(2, messageKey).Set(3, at).Set(4, pdu).Run();

    /// <summary>Takes out the receipts that came for this id since a time.</summary>
    public IReadOnlyList<byte[]> Take(string operatorName, string messageKey, DateTimeOffset since)
    {
        List<byte[]> pdus = [];
        _take.Set(1, operatorName).Set(2, messageKey).Set(3, since);
        while (_take.Step()) pdus.Add(_take.Blob(0));
        return pdus;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _take.Dispose();
    }
}
