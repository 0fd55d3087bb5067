namespace Bridge.Worker.Store.Sqlite;

/// <summary>What SQLite's planner has to be told, each after its table's name in a FROM. Another engine has none.</summary>
internal static class QueryHints
{
    /// <summary>For reports: the index in whose order overdue ones are read.</summary>
    public const string ByWatch = "INDEXED BY reports_watched";
}
