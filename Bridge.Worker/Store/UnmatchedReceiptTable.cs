using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// Receipts for which no part is known: they may come before the submit_sm_resp that names their id, and are kept until it comes. An
/// unreadable one is kept under an empty key.
/// </summary>
internal sealed class UnmatchedReceiptTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO unmatched_receipts (operator, message_key, at, pdu) VALUES (@operator, @message_key, @at, @pdu)");

    private readonly Statement _take = connection.Prepare(
        "DELETE FROM unmatched_receipts WHERE operator = @operator AND message_key = @message_key AND at >= @since RETURNING pdu");

    public void Insert(string operatorName, string messageKey, DateTimeOffset at, ReadOnlySpan<byte> pdu) =>
        _insert.Set("@operator", operatorName).Set("@message_key", messageKey).Set("@at", at).Set("@pdu", pdu).Run();

    /// <summary>Takes out the receipts that came for this id since a time.</summary>
    public IReadOnlyList<byte[]> Take(string operatorName, string messageKey, DateTimeOffset since) =>
        _take.Set("@operator", operatorName).Set("@message_key", messageKey).Set("@since", since).All(static row => row.Blob("pdu"));
}
