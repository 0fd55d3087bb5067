using Bridge.Protocol.Text;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Reports as they come: their parts, their text, their copies. What becomes of them is <see cref="ReportProgressTable"/>'s.</summary>
internal sealed class ReportTable(StoreConnection connection)
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns =
        """
        row, id, conversation, operator, link, received_at, last_part_at, reference_kind, reference, total, released_at, complete,
        resend_of, copies, copies_told, taken_at, confirmed_at, test, watched_from, registration, replies_to_activation, text_key
        """;

    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO reports (
            id, conversation, operator, link, received_at, last_part_at, text_key, reference_kind, reference, total, released_at, complete,
            resend_of, copies, copies_told, text, overdue, test, watched_from, event, registration, replies_to_activation, notice_due, language)
        VALUES (
            @id, @conversation, @operator, @link, @received_at, @received_at, @text_key, @reference_kind, @reference, @total, @released_at,
            @complete, @resend_of, 1, 1, @text, @overdue, @test, @watched_from, @event, @registration, @replies_to_activation, @notice_due,
            @language)
        RETURNING row
        """);

    private readonly Statement _release = connection.Prepare(
        """
        UPDATE reports SET released_at = coalesce(released_at, @at), complete = @complete, text_key = @text_key, resend_of = @resend_of,
            text = @text, language = @language, last_part_at = @last_part_at, event = coalesce(event, @event)
        WHERE row = @row
        """);

    private readonly Statement _sameText = connection.Prepare(
        """
        SELECT id FROM reports
        WHERE text_key = @text_key AND row <> @except AND (conversation = @conversation OR received_at >= @since) ORDER BY row DESC LIMIT 1
        """);

    private readonly Statement _closeAsRepeat = connection.Prepare(
        "UPDATE reports SET complete = 1, confirmed_at = @at, notice_due = NULL WHERE row = @row AND released_at IS NULL");

    private readonly Statement _setCopies = connection.Prepare(
        "UPDATE reports SET copies = @copies, copies_told = @copies_told WHERE row = @row");

    private readonly Statement _setLastPart = connection.Prepare("UPDATE reports SET last_part_at = @at WHERE row = @row");
    private readonly Statement _byId = connection.Prepare($"SELECT {Columns} FROM reports WHERE id = @id");
    private readonly Statement _newestIn = connection.Prepare(
        "SELECT row FROM reports WHERE conversation = @conversation AND event IS NOT NULL ORDER BY event DESC LIMIT 1");

    private readonly Statement _newestText = connection.Prepare(
        "SELECT text FROM reports WHERE conversation = @conversation AND released_at IS NOT NULL ORDER BY row DESC LIMIT 1");

    private readonly Statement _unsettled = connection.Prepare(
        $"""
        SELECT {Columns} FROM reports
        WHERE (last_part_at >= @parts_since AND NOT (released_at IS NULL AND complete = 1))
            OR (complete = 0 AND received_at >= @incomplete_since) OR copies <> copies_told
        ORDER BY row
        """);

    // The sender's other conversations too: a phone does not know where one ends.
    private readonly Statement _isSuperseded = connection.Prepare(
        """
        SELECT 1 FROM reports AS earlier JOIN conversations AS one ON one.row = earlier.conversation
            JOIN conversations AS other ON other.sender = one.sender JOIN reports AS later ON later.conversation = other.row
        WHERE earlier.row = @row AND later.row > earlier.row AND later.operator = earlier.operator AND later.total = earlier.total
            AND later.reference_kind = earlier.reference_kind AND later.reference = earlier.reference
        LIMIT 1
        """);

    /// <summary>
    /// A report that is released as it is written (<paramref name="report"/>'s ReleasedAt) or still waits for its parts. Row is ignored;
    /// the new one is returned.
    /// </summary>
    /// <param name="language">As the event says it; null while parts are missing.</param>
    /// <param name="sequence">Of the event by which the centre is told; null while it is not.</param>
    public long Insert(Report report, long? textKey, string? text, string? language, long? sequence) =>
        _insert.Set("@id", report.Id).Set("@conversation", report.Conversation).Set("@operator", report.Operator).Set("@link", report.Link)
            .Set("@received_at", report.ReceivedAt).Set("@text_key", textKey).Set("@reference_kind", (long?)report.ReferenceKind)
            .Set("@reference", report.Reference).Set("@total", report.Total).Set("@released_at", report.ReleasedAt)
            .Set("@complete", report.Complete).Set("@resend_of", report.ResendOf).Set("@text", text)
            .Set("@overdue", report.Test ? ReportProgressTable.AllStages : 0).Set("@test", report.Test)
            .Set("@watched_from", report.WatchedFrom).Set("@event", sequence).Set("@registration", report.Registration)
            .Set("@replies_to_activation", report.RepliesToActivation).Set("@notice_due", report.NoticeDue).Set("@language", language)
            .One(static row => row.Long("row"));

    public void Release(
        long row, DateTimeOffset at, bool complete, long textKey, string? resendOf, string text, string language, DateTimeOffset lastPartAt,
        long sequence) =>
        _release.Set("@at", at).Set("@complete", complete).Set("@text_key", textKey).Set("@resend_of", resendOf).Set("@text", text)
            .Set("@language", language).Set("@last_part_at", lastPartAt).Set("@event", sequence).Set("@row", row).Run();

    /// <summary>The newest other report of the sender with the same text, in the conversation or since a time.</summary>
    /// <param name="textKey">The sender is in it.</param>
    public string? SameText(long conversation, long textKey, long exceptRow, DateTimeOffset since) =>
        _sameText.Set("@text_key", textKey).Set("@except", exceptRow).Set("@conversation", conversation).Set("@since", since)
            .One(static row => row.Text("id"));

    /// <summary>
    /// A long text that turned out to repeat another: nobody is told of it and nothing is waited for. Its row and parts stay, for they are
    /// evidence; complete and never released is how it is known.
    /// </summary>
    public void CloseAsRepeat(long row, DateTimeOffset at) => _closeAsRepeat.Set("@at", at).Set("@row", row).Run();

    public void SetCopies(long row, int copies, int told) =>
        _setCopies.Set("@copies", copies).Set("@copies_told", told).Set("@row", row).Run();

    public void SetLastPart(long row, DateTimeOffset at) => _setLastPart.Set("@at", at).Set("@row", row).Run();

    public Report? ById(string id) => _byId.Set("@id", id).One(Read);

    /// <summary>The row of the conversation's report that the centre was told of last, 0 when there is none.</summary>
    public long NewestIn(long conversation) => _newestIn.Set("@conversation", conversation).One(static row => row.Long("row"));

    /// <summary>The conversation's newest text; null when none is released, or it is erased.</summary>
    public string? NewestText(long conversation) =>
        _newestText.Set("@conversation", conversation).One(static row => row.TextOrNull("text"));

    /// <summary>
    /// What dedupe and assembly must know after a restart: texts of the window, texts not yet whole, repeats not yet told.
    /// </summary>
    public IReadOnlyList<Report> Unsettled(DateTimeOffset partsSince, DateTimeOffset incompleteSince) =>
        _unsettled.Set("@parts_since", partsSince).Set("@incomplete_since", incompleteSince).All(Read);

    /// <summary>Whether the sender's phone has used the reference for a newer text since: no part that comes now is this one's.</summary>
    public bool IsSuperseded(long row) => _isSuperseded.Set("@row", row).Any();

    public static Report Read(Row row) => new(
        row.Long("row"), row.Text("id"), row.Long("conversation"), row.Text("operator"), row.Text("link"), row.Time("received_at"),
        row.Time("last_part_at"), (ReferenceKind?)row.IntOrNull("reference_kind"), (ushort)row.Int("reference"), row.Int("total"),
        row.TimeOrNull("released_at"), row.Bool("complete"), row.TextOrNull("resend_of"), row.Int("copies"), row.Int("copies_told"),
        row.TimeOrNull("taken_at"), row.TimeOrNull("confirmed_at"))
    {
        Test = row.Bool("test"),
        WatchedFrom = row.Time("watched_from"),
        Registration = row.LongOrNull("registration"),
        RepliesToActivation = row.Bool("replies_to_activation"),
        TextKey = row.LongOrNull("text_key"),
    };
}
