using Bridge.Protocol.Smpp;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A report as the room of notices sees it: what became of it, and how its sender is reached.</summary>
/// <param name="Operator">Where the text came from.</param>
/// <param name="Taken">The centre has taken or confirmed it.</param>
/// <param name="Conversation">The conversation's row.</param>
/// <param name="Sender">What tells one sender from another, as in conversations.</param>
/// <param name="ReplyOperator">Where the sender last wrote: texts to them go there, under <paramref name="Address"/>.</param>
internal sealed record NoticeCase(
    long Row, string Report, string Operator, DateTimeOffset ReceivedAt, bool Taken, long Conversation, string Sender, string? Msisdn,
    string ReplyOperator, Address Address)
{
    public override string ToString() => Report;
}

/// <summary>Reports with their conversations, as notices are decided from them.</summary>
internal sealed class NoticeCases(StoreConnection connection)
{
    private const string Cases =
        """
        SELECT r.row, r.id, r.operator, r.received_at, r.taken_at IS NOT NULL OR r.confirmed_at IS NOT NULL AS taken,
            c.row AS conversation, c.sender, c.msisdn, c.operator AS reply_operator, c.address, c.ton, c.npi
        FROM reports r JOIN conversations c ON c.row = r.conversation
        """;

    private readonly Statement _byRow = connection.Prepare($"{Cases} WHERE r.row = @row");
    private readonly Statement _due = connection.Prepare($"{Cases} WHERE r.notice_due <= @now ORDER BY r.notice_due LIMIT @at_most");
    private readonly Statement _anyWaits = connection.Prepare(
        """
        SELECT 1 FROM conversations c JOIN reports r ON r.conversation = c.row
        WHERE c.sender = @sender AND r.notice_due IS NOT NULL AND r.taken_at IS NULL AND r.confirmed_at IS NULL LIMIT 1
        """);

    public NoticeCase? ByRow(long row) => _byRow.Set("@row", row).One(Read);

    /// <summary>Reports whose senders are to be looked after by now, the longest due first.</summary>
    public IReadOnlyList<NoticeCase> Due(DateTimeOffset now, int atMost) => _due.Set("@now", now).Set("@at_most", atMost).All(Read);

    /// <summary>Whether a report of the sender is not taken, and its sender still looked after.</summary>
    public bool AnyWaits(string sender) => _anyWaits.Set("@sender", sender).Any();

    private static NoticeCase Read(Row row) => new(
        row.Long("row"), row.Text("id"), row.Text("operator"), row.Time("received_at"), row.Bool("taken"), row.Long("conversation"),
        row.Text("sender"), row.TextOrNull("msisdn"), row.Text("reply_operator"), row.Address());
}
