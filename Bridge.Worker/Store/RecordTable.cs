using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// What is kept as evidence alone, because no other table has it: repetitions, submit_sm with their answers, receipts, commands, what the
/// bus confirmed, and what people did to the service. Each is a JSON object, in the chain like everything else.
/// </summary>
internal sealed class RecordTable(StoreConnection connection, EvidenceChain chain, ReplyTable replies)
{
    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO records (position, at, kind, conversation, reply, number, operator, message_key, salt, body)
        VALUES (@position, @at, @kind, @conversation, @reply, @number, @operator, @message_key, @salt, @body)
        """);

    private readonly Statement _assign = connection.Prepare(
        $"""
        UPDATE records SET reply = @reply, number = @number, conversation = (SELECT conversation FROM replies WHERE row = @reply)
        WHERE kind = '{RecordKind.Receipt}' AND reply IS NULL AND message_key = @message_key AND operator = @operator
            AND at >= (SELECT created_at FROM replies WHERE row = @reply)
        """);

    /// <summary>The chain's first record: how many events and parts the store held before there was a chain.</summary>
    public void Start(long events, long parts, DateTimeOffset now) => Insert(
        new Entry(RecordKind.Start, now, Personal: false), $$"""{"events":{{events}},"parts":{{parts}}}""");

    /// <summary>
    /// A text that came again within the window: its PDU, for the link and the time are evidence of how long the operator tried.
    /// </summary>
    public void Repeat(long conversation, long report, int number, string operatorName, string link, DateTimeOffset readAt,
        ReadOnlySpan<byte> pdu) => Insert(
        new Entry(RecordKind.Repeat, readAt, Personal: true) { Conversation = conversation, Number = number, Operator = operatorName },
        $$"""{"reportRow":{{report}},"part":{{number}},"link":{{Quoted(link)}},"pdu":"{{Convert.ToHexStringLower(pdu)}}"}""");

    /// <summary>
    /// One try to hand a reply's part to the operator. The sequence number of a submit that was not answered is not known and stands as 0.
    /// </summary>
    public void Submit(Reply reply, int number, SubmitSm submit, DateTimeOffset sentAt, RequestOutcome outcome, DateTimeOffset answeredAt)
    {
        var octets = new System.Buffers.ArrayBufferWriter<byte>();
        PduCodec.Encode(submit with { Sequence = outcome.Response?.Sequence ?? 0 }, octets);
        Insert(
            new Entry(RecordKind.Submit, sentAt, Personal: true)
            {
                Conversation = reply.Conversation,
                Reply = reply.Row,
                Number = number,
                Operator = reply.Operator,
            },
            $$"""
            {"commandId":{{Quoted(reply.CommandId)}},"part":{{number}},"pdu":"{{Convert.ToHexStringLower(octets.WrittenSpan)}}",
            """ +
            $$"""
            "result":"{{StoredNames.RequestResults.Name(outcome.Result)}}","answeredAt":"{{Time(answeredAt)}}","response":{{Hex(outcome.Response)}}}
            """);
    }

    /// <summary>A delivery receipt as it was read.</summary>
    /// <param name="submit">What it is of, if that is known already.</param>
    public void Receipt(
        string operatorName, string link, string messageKey, Submit? submit, DateTimeOffset readAt, ReadOnlySpan<byte> pdu) => Insert(
        new Entry(RecordKind.Receipt, readAt, Personal: true)
        {
            Conversation = submit is null ? null : replies.ConversationOf(submit.Reply),
            Reply = submit?.Reply,
            Number = submit?.Number,
            Operator = operatorName,
            MessageKey = messageKey,
        },
        $$"""{"link":{{Quoted(link)}},"pdu":"{{Convert.ToHexStringLower(pdu)}}"}""");

    /// <summary>
    /// A receipt may run ahead of the answer that names its id (see <see cref="UnmatchedReceiptTable"/>): its record is then given to the
    /// reply here.
    /// </summary>
    public void AssignReceipt(long reply, int number, string operatorName, string messageKey) =>
        _assign.Set("@reply", reply).Set("@number", number).Set("@message_key", messageKey).Set("@operator", operatorName).Run();

    /// <summary>A command of the centre, also one that could not be carried out.</summary>
    /// <param name="json">The command as a CloudEvent.</param>
    /// <param name="problem">Why not, in words without content.</param>
    public void Command(ReadOnlySpan<byte> json, string? problem, long? conversation, DateTimeOffset now) => Insert(
        new Entry(RecordKind.Command, now, Personal: true) { Conversation = conversation },
        $$"""{"problem":{{Quoted(problem)}},"command":{{Encoding.UTF8.GetString(json)}}}""");

    /// <summary>A bus has every event up to a sequence number for certain.</summary>
    public void Handover(string bus, long sequence, DateTimeOffset now) =>
        Insert(
            new Entry(RecordKind.Handover, now, Personal: false) { Number = sequence },
            $$"""{"bus":{{Quoted(bus)}},"sequence":{{sequence}}}""");

    /// <summary>What a person did to the service: a hold, a drain. Never any content of a text.</summary>
    /// <param name="by">As the person's command line says; null: not said.</param>
    public void Act(string act, string subject, string? by, string? reason, DateTimeOffset now, long? conversation = null) => Insert(
        new Entry(RecordKind.Act, now, Personal: false) { Conversation = conversation },
        $$"""{"act":{{Quoted(act)}},"subject":{{Quoted(subject)}},"by":{{Quoted(by)}},"reason":{{Quoted(reason)}}}""");

    private readonly record struct Entry(string Kind, DateTimeOffset At, bool Personal)
    {
        public long? Conversation { get; init; }
        public long? Reply { get; init; }
        public long? Number { get; init; }
        public string? Operator { get; init; }
        public string? MessageKey { get; init; }
    }

    private void Insert(Entry entry, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var salt = entry.Personal ? chain.Salt() : default;
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        var position = chain.Next;
        chain.Digest.ComputeRecord(digest, salt, position, entry.At, entry.Kind, entry.Operator, body);
        chain.Add(EvidenceKind.Record, position, 0, digest);
        _insert.Set("@position", position).Set("@at", entry.At).Set("@kind", entry.Kind).Set("@conversation", entry.Conversation)
            .Set("@reply", entry.Reply).Set("@number", entry.Number).Set("@operator", entry.Operator)
            .Set("@message_key", entry.MessageKey).SetOrNull("@salt", salt).Set("@body", body).Run();
    }

    private static string Quoted(string? text) => text is null ? "null" : System.Text.Json.JsonSerializer.Serialize(text);

    private static string Hex(Pdu? response) => response is null ? "null" : $"\"{Convert.ToHexStringLower(response.Octets.Span)}\"";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
