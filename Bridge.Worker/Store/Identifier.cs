namespace Bridge.Worker.Store;

/// <summary>
/// Identifiers that outsiders see: a letter for what it names, then a UUID of version 7, so that they sort by time and never repeat between
/// nodes.
/// </summary>
internal static class Identifier
{
    public static string Create(char kind, DateTimeOffset now) =>
        string.Create(33, (Kind: kind, Uuid: Guid.CreateVersion7(now)), static (span, parts) =>
        {
            span[0] = parts.Kind;
            parts.Uuid.TryFormat(span[1..], out _, "N");
        });
}
