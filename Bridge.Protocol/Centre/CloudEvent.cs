namespace Bridge.Protocol.Centre;

/// <summary>CloudEvents 1.0 structured JSON, to the centre and from it (contract §3).</summary>
public static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";
    public const string TypePrefix = "hk.992.";

    /// <summary>
    /// One event as UTF-8 JSON: specversion, id, source "/bridge/NODE", type, subject (absent where there is no conversation), time,
    /// datacontenttype, data. Text is written unescaped; times are RFC 3339 UTC with milliseconds.
    /// </summary>
    public static byte[] Write(string id, string node, string? conversationId, DateTimeOffset time, EventData data) =>
        EventWriter.Write(id, node, conversationId, time, data);

    /// <summary>
    /// Reads one command; every problem is named with its JSON path and what is allowed, none of them with any of its content.
    /// </summary>
    public static CommandReading ReadCommand(ReadOnlySpan<byte> json) => CommandReader.Read(json);

    /// <summary>One command as UTF-8 JSON, as a centre would send it.</summary>
    /// <param name="source">Who asks, a URI reference such as "/centre/desk-3".</param>
    public static byte[] WriteCommand(Command command, string source, DateTimeOffset time) => CommandWriter.Write(command, source, time);

    /// <summary>Reads an event as a centre would.</summary>
    /// <exception cref="FormatException">Not an event of this contract; the message names the JSON path and holds no content.</exception>
    public static CentreEvent ReadEvent(ReadOnlySpan<byte> json) => EventReader.Read(json);
}

/// <summary>Either <see cref="Command"/> or at least one of <see cref="Problems"/>. The id is there whenever it could be read.</summary>
public sealed record CommandReading(string? Id, Command? Command, IReadOnlyList<string> Problems);
