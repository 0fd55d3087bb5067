using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A person who wrote and has no delivered confirmation.</summary>
/// <param name="Sender">What tells one sender from another; the msisdn where it is a number.</param>
/// <param name="Operator">Of the newest of the texts.</param>
/// <param name="Since">When the oldest text that is not confirmed came.</param>
/// <param name="Reports">Their ids, the oldest first.</param>
/// <param name="Taken">The centre has seen one of them.</param>
/// <param name="ReplyAccepted">An operator accepted a reply since, of which no delivery is known.</param>
internal sealed record Unanswered(
    string Sender, string? Msisdn, string Operator, DateTimeOffset Since, List<string> Reports, bool Taken, bool ReplyAccepted)
{
    public override string ToString() => nameof(Unanswered);
}

/// <summary>
/// Whom an outage has left without an answer, the longest waiting first: after one somebody has to ask after each of them. System tests are
/// left out.
/// </summary>
internal sealed class UnansweredSenders(StoreConnection connection)
{
    private const string Query =
        $"""
        SELECT c.sender, c.msisdn, r.operator, r.received_at, r.id, r.taken_at IS NOT NULL AS taken,
            EXISTS (
                SELECT 1 FROM replies p WHERE p.conversation = c.row AND p.accepted_at IS NOT NULL AND p.created_at >= r.received_at
                    AND p.kind NOT IN ('{StoredNames.Notice}', '{StoredNames.Activation}')) AS reply_accepted
        FROM reports r JOIN conversations c ON c.row = r.conversation
        WHERE r.confirmed_at IS NULL AND r.test = 0
        """;

    private readonly Statement _since = connection.Prepare($"{Query} AND r.received_at >= @from ORDER BY r.received_at, r.row");
    private readonly Statement _watchedSince = connection.Prepare($"{Query} AND r.watched_from >= @from ORDER BY r.watched_from, r.row");

    /// <summary>Of the texts since a time by the wall clock.</summary>
    public IReadOnlyList<Unanswered> Since(DateTimeOffset from) => BySender(_since.Set("@from", from));

    /// <summary>Of the texts since a time by the steady clock.</summary>
    public IReadOnlyList<Unanswered> WatchedSince(DateTimeOffset from) => BySender(_watchedSince.Set("@from", from));

    /// <summary>
    /// In the order of the clock by which they are asked for; one entry for a sender, however many conversations there were.
    /// </summary>
    private static List<Unanswered> BySender(Statement query)
    {
        List<Unanswered> inOrder = [];
        Dictionary<string, int> places = [];
        foreach (var text in query.Each(Read))
        {
            if (places.TryAdd(text.Sender, inOrder.Count))
            {
                inOrder.Add(text);
                continue;
            }

            var known = inOrder[places[text.Sender]];
            known.Reports.AddRange(text.Reports);
            inOrder[places[text.Sender]] = known with
            {
                Operator = text.Operator,
                Taken = known.Taken || text.Taken,
                ReplyAccepted = known.ReplyAccepted || text.ReplyAccepted,
            };
        }

        return inOrder;
    }

    private static Unanswered Read(Row row) => new(
        row.Text("sender"), row.TextOrNull("msisdn"), row.Text("operator"), row.Time("received_at"), [row.Text("id")], row.Bool("taken"),
        row.Bool("reply_accepted"));
}
