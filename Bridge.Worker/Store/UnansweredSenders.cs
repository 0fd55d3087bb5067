using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A person who wrote and has no delivered confirmation.</summary>
/// <param name="Since">The oldest text that is not confirmed.</param>
/// <param name="Taken">The centre has seen the newest of them.</param>
/// <param name="ReplyTaken">The operator took a reply, of which no delivery is known.</param>
internal sealed record Unanswered(string Sender, string Operator, DateTimeOffset Since, int Texts, bool Taken, bool ReplyTaken)
{
    public override string ToString() => nameof(Unanswered);
}

/// <summary>
/// Whom an outage has left without an answer, the longest first: after one somebody has to ask after each of them. System tests are left out.
/// Reads beside a running daemon, and without one.
/// </summary>
internal static class UnansweredSenders
{
    private const string Query =
        """
        WITH waiting AS (
            SELECT conversation, min(received_at) AS since, count(*) AS texts, max(taken_at IS NOT NULL) AS taken
            FROM reports WHERE confirmed_at IS NULL AND received_at >= ?1 GROUP BY conversation)
        SELECT coalesce(c.msisdn, c.sender), c.operator, w.since, w.texts, w.taken,
               EXISTS (SELECT 1 FROM replies r WHERE r.conversation = c.row AND r.accepted_at IS NOT NULL AND r.created_at >= w.since)
        FROM waiting w JOIN conversations c ON c.row = w.conversation ORDER BY w.since
        """;

    /// <exception cref="StoreUnusableException">There is no store, or it cannot be read.</exception>
    public static IReadOnlyList<Unanswered> Since(SqliteDatabase database, DateTimeOffset since, IReadOnlySet<string> testSenders)
    {
        if (!File.Exists(database.Path)) throw new StoreUnusableException($"there is no store at {database.Path}");
        try
        {
            using var connection = database.Open();
            return Read(connection, since, testSenders);
        }
        catch (SqliteException fault)
        {
            throw new StoreUnusableException($"the store {database.Path} cannot be read: {fault.Message}");
        }
    }

    private static List<Unanswered> Read(SqliteConnection connection, DateTimeOffset since, IReadOnlySet<string> testSenders)
    {
        List<Unanswered> senders = [];
        using var query = new Statement(connection, Query);
        query.Set(1, since);
        while (query.Step())
        {
            if (!testSenders.Contains(query.Text(0)))
            {
                senders.Add(new Unanswered(query.Text(0), query.Text(1), query.Time(2), query.Int(3), query.Bool(4), query.Bool(5)));
            }
        }

        return senders;
    }
}
