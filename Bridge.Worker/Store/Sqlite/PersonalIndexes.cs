namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// The indexes whose keys tell of a person. secure_delete overwrites what is deleted, but not the copy that a page keeps in its gap when
/// SQLite splits it: numbers come in no order, so these indexes split. Once something was erased they are made anew on clean pages, and
/// hold only what is not erased.
/// </summary>
internal sealed class PersonalIndexes(StoreConnection connection)
{
    private static readonly string[] Names =
    [
        "conversations_by_sender", "replies_by_sender", "replies_taken_by_sender", "replies_notices", "reports_by_text",
        "registrations_current", "registrations_closed",
    ];

    private readonly Statement[] _rebuild = [.. Names.Select(index => connection.Prepare($"REINDEX {index}"))];

    public void Rebuild()
    {
        foreach (var index in _rebuild) index.Run();
    }
}
