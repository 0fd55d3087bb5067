using Microsoft.Data.Sqlite;

namespace Bridge.Tests.Support;

/// <summary>
/// Whatever a test made a bridge say is in the outbox of its store, so each store is looked through when its test is over: every event that
/// any test saw, on either bus, is held to its schema.
/// </summary>
internal static class StoredEvents
{
    /// <summary>The first faults of the events in every store of a folder. A file that is no sound store is none of this.</summary>
    public static IReadOnlyList<string> Faults(string folder)
    {
        List<string> faults = [];
        foreach (var store in Directory.EnumerateFiles(folder, "*.db", SearchOption.AllDirectories)) Judge(store, faults);
        return faults;
    }

    private static void Judge(string store, List<string> faults)
    {
        try
        {
            using var connection = new SqliteConnection($"Data Source={store};Pooling=False;Mode=ReadOnly");
            connection.Open();
            using var query = connection.CreateCommand();
            query.CommandText = "SELECT json FROM events ORDER BY sequence";
            using var rows = query.ExecuteReader();
            while (rows.Read() && faults.Count < 20) faults.AddRange(BusSchemas.Faults("events", (byte[])rows[0]));
        }
        catch (SqliteException)
        {
            // Made to be unusable by its test, or never filled.
        }
    }
}
