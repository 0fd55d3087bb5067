namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Store.</summary>
internal static class StoreSection
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";

    public static readonly KeyTable Keys = new();

    private static readonly Key<string> Kind = Keys.Optional("Kind", Kinds.OneOf(Sqlite, Postgres), Sqlite,
        "What keeps the store; `postgres` is not in this version.");

    private static readonly Key<string> Path = Keys.Optional("Path", Kinds.Path, "var/bridge.db",
        "The store's file, on a local disk. Other files of the same name with `-wal`, `-shm` and `.lock` stand beside it.");

    public static StorePlan Read(SectionReader store)
    {
        var (kind, path) = (store.Read(Kind), store.Read(Path));
        if (Directory.Exists(path)) store.Fault(Path, ConfigurationFault.Quote(path) + ", which is a directory", "the path of a file");
        if (kind == Postgres) store.Fault(Kind, ConfigurationFault.Quote(kind) + ", which this version does not support yet", Sqlite);
        return new(kind, path);
    }
}
