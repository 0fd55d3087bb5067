namespace Bridge.Protocol.Centre;

/// <summary>
/// Reads and writes the messages between bridge and centre: CloudEvents 1.0 in structured JSON, as docs/bus.md describes them.
/// </summary>
public static class CloudEvent
{
    /// <summary>The media type of a message.</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    /// <summary>What the <c>type</c> of every message begins with. The name of the event or command follows.</summary>
    public const string TypePrefix = "hk.992.";

    /// <summary>
    /// Writes one event as UTF-8 JSON. Text is unescaped, and a lone surrogate becomes U+FFFD. Times are RFC 3339 UTC with milliseconds.
    /// </summary>
    /// <param name="id">The event's id. Use the same id whenever the event is written again.</param>
    /// <param name="node">The name of the bridge. <c>source</c> becomes "/bridge/NODE".</param>
    /// <param name="conversationId">Becomes <c>subject</c>, which is left out if this is null.</param>
    /// <param name="time">When the event was appended.</param>
    /// <param name="data">The event's own fields. Its type decides the event's name.</param>
    /// <returns>A new array, which belongs to the caller.</returns>
    public static byte[] WriteEvent(string id, string node, string? conversationId, DateTimeOffset time, EventData data) =>
        EventWriter.Write(id, node, conversationId, time, data);

    /// <summary>Reads an event as a centre does.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="FormatException">It is no event of docs/bus.md. The message names the field, without its content.</exception>
    public static CentreEvent ReadEvent(ReadOnlySpan<byte> json) => EventReader.Read(json);

    /// <summary>Writes one command as UTF-8 JSON, as a centre does.</summary>
    /// <param name="command">The command. Its id is the id of the message.</param>
    /// <param name="source">Who sends it: a URI reference such as "/centre/desk-3".</param>
    /// <param name="time">When it was given.</param>
    /// <returns>A new array, which belongs to the caller.</returns>
    public static byte[] WriteCommand(Command command, string source, DateTimeOffset time) => CommandWriter.Write(command, source, time);

    /// <summary>Reads one command. Never throws: every problem goes into the result.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    public static CommandReadResult ReadCommand(ReadOnlySpan<byte> json) => CommandReader.Read(json);
}

/// <summary>What was read of a command: either the command or at least one problem.</summary>
/// <param name="Id">The command's id. Null if it could not be read.</param>
/// <param name="Command">Null if there are problems.</param>
/// <param name="Problems">
/// Every problem at once, each with its JSON path and what is allowed, without the content. Empty if there is none.
/// </param>
public sealed record CommandReadResult(string? Id, Command? Command, IReadOnlyList<string> Problems);
