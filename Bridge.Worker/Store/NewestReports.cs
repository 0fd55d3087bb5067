using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The newest reports and how far each has come, system tests among them.</summary>
internal sealed class NewestReports(StoreConnection connection)
{
    private readonly Statement _newest = connection.Prepare(
        """
        SELECT r.id, r.operator, c.msisdn, r.text, r.complete, r.received_at, r.taken_at, r.confirmed_at, r.test,
            (SELECT min(accepted_at) FROM replies p WHERE p.conversation = r.conversation AND p.confirms_up_to >= r.row) AS reply_accepted_at
        FROM reports r JOIN conversations c ON c.row = r.conversation WHERE r.released_at IS NOT NULL ORDER BY r.row DESC LIMIT @at_most
        """);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ReportProgress> Read(int atMost) => _newest.Set("@at_most", atMost).All(Read);

    private static ReportProgress Read(Row row) => new(
        row.Text("id"), row.Text("operator"), row.TextOrNull("msisdn"), row.Text("text"), row.Bool("complete"), row.Time("received_at"),
        row.TimeOrNull("taken_at"), row.TimeOrNull("reply_accepted_at"), row.TimeOrNull("confirmed_at"))
    {
        Test = row.Bool("test"),
    };
}
