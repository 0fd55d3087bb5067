namespace Bridge.Worker.Store;

/// <summary>
/// Identifiers that outsiders see: a letter for what it names, then a UUID of version 7, so that they sort by time and never repeat between
/// nodes.
/// </summary>
internal static class Ids
{
    public static string New(char kind, DateTimeOffset now) =>
        string.Create(33, (kind, Guid.CreateVersion7(now)), static (span, id) =>
        {
            span[0] = id.kind;
            id.Item2.TryFormat(span[1..], out _, "N");
        });
}
