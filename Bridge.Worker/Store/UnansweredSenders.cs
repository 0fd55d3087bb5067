using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A person who wrote and has no delivered confirmation.</summary>
/// <param name="Sender">What tells one sender from another; the msisdn where it is a number.</param>
/// <param name="Operator">Of the newest of the texts.</param>
/// <param name="Since">When the oldest text that is not confirmed came.</param>
/// <param name="Reports">Their ids, the oldest first.</param>
/// <param name="Taken">The centre has seen one of them.</param>
/// <param name="ReplyTaken">The operator took a reply since, of which no delivery is known.</param>
internal sealed record Unanswered(
    string Sender, string? Msisdn, string Operator, DateTimeOffset Since, List<string> Reports, bool Taken, bool ReplyTaken)
{
    public override string ToString() => nameof(Unanswered);
}

/// <summary>
/// Whom an outage has left without an answer, the longest waiting first: after one somebody has to ask after each of them. System tests are
/// left out.
/// </summary>
internal static class UnansweredSenders
{
    private const string Query =
        """
        SELECT c.sender, c.msisdn, r.operator, r.received_at, r.id, r.taken_at IS NOT NULL,
               EXISTS (SELECT 1 FROM replies p WHERE p.conversation = c.row AND p.accepted_at IS NOT NULL AND p.created_at >= r.received_at
                       AND p.kind NOT IN ('Notice', 'Activation'))
        FROM reports r JOIN conversations c ON c.row = r.conversation
        WHERE r.confirmed_at IS NULL AND r.test = 0 AND
        """;

    /// <summary>Reads beside a running daemon, and without one.</summary>
    /// <param name="since">By the wall clock.</param>
    /// <exception cref="StoreUnusableException">There is no store, or it cannot be read.</exception>
    public static IReadOnlyList<Unanswered> Since(SqliteDatabase database, DateTimeOffset since)
    {
        if (!File.Exists(database.Path)) throw new StoreUnusableException($"there is no store at {database.Path}");
        try
        {
            using var connection = database.Open();
            return Read(connection, "r.received_at", since);
        }
        catch (SqliteException fault)
        {
            throw new StoreUnusableException($"the store {database.Path} cannot be read: {fault.Message}");
        }
    }

    /// <param name="from">By the steady clock.</param>
    public static IReadOnlyList<Unanswered> Watched(SqliteConnection connection, DateTimeOffset from) =>
        Read(connection, "r.watched_from", from);

    /// <summary>
    /// In the order of the clock by which they are asked for; one entry for a sender, however many conversations there were.
    /// </summary>
    private static List<Unanswered> Read(SqliteConnection connection, string clock, DateTimeOffset from)
    {
        List<Unanswered> inOrder = [];
        Dictionary<string, int> places = [];
        using var query = new Statement(connection, $"{Query} {clock} >= ?1 ORDER BY {clock}, r.row");
        query.Set(1, from);
        while (query.Step())
        {
            var sender = query.Text(0);
            if (!places.TryGetValue(sender, out var place))
            {
                places.Add(sender, inOrder.Count);
                inOrder.Add(new Unanswered(
                    sender, query.TextOrNull(1), query.Text(2), query.Time(3), [query.Text(4)], query.Bool(5), query.Bool(6)));
                continue;
            }

            var known = inOrder[place];
            known.Reports.Add(query.Text(4));
            inOrder[place] = known with
            {
                Operator = query.Text(2),
                Taken = known.Taken || query.Bool(5),
                ReplyTaken = known.ReplyTaken || query.Bool(6),
            };
        }

        return inOrder;
    }
}
