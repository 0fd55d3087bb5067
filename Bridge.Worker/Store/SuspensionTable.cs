using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// Where the centre has suspended the service. One row may stand for every operator; an operator's own row goes before it, and one without
/// a time says that it works while the others do not. Kept in memory too, for every text asks.
/// </summary>
internal sealed class SuspensionTable
{
    /// <summary>No operator has this name.</summary>
    private const string Every = "";

    private readonly Statement _all;
    private readonly Statement _set;
    private readonly Statement _remove;
    private readonly Statement _clear;
    private Dictionary<string, DateTimeOffset?> _rows = [];

    public SuspensionTable(StoreConnection connection)
    {
        _all = connection.Prepare("SELECT operator, since FROM suspensions");
        _set = connection.Prepare(
            """
            INSERT INTO suspensions (operator, since) VALUES (@operator, @since)
            ON CONFLICT (operator) DO UPDATE SET since = excluded.since
            """);
        _remove = connection.Prepare("DELETE FROM suspensions WHERE operator = @operator");
        _clear = connection.Prepare("DELETE FROM suspensions");
        Load();
    }

    /// <summary>Since when the service is suspended at an operator; null: it is not.</summary>
    public DateTimeOffset? Since(string operatorName) =>
        _rows.TryGetValue(operatorName, out var own) ? own : _rows.GetValueOrDefault(Every);

    /// <summary>A second time changes nothing, not even since when.</summary>
    /// <param name="operatorName">Null: every operator, also one that is configured later.</param>
    public void Suspend(string? operatorName, DateTimeOffset now)
    {
        if (operatorName is not null)
        {
            if (Since(operatorName) is null) Set(operatorName, now);
            return;
        }

        foreach (var excepted in _rows.Where(row => row.Value is null).Select(row => row.Key).ToList()) Remove(excepted);
        if (!_rows.ContainsKey(Every)) Set(Every, now);
    }

    /// <param name="operatorName">Null: every operator, also those that were suspended by name.</param>
    public void Resume(string? operatorName)
    {
        if (operatorName is null)
        {
            _clear.Run();
            _rows.Clear();
        }
        else if (_rows.ContainsKey(Every))
        {
            Set(operatorName, since: null);
        }
        else
        {
            Remove(operatorName);
        }
    }

    /// <summary>What is in the store counts: at the start, and after a rollback.</summary>
    public void Load() =>
        _rows = _all.Each(static row => (Operator: row.Text("operator"), Since: row.TimeOrNull("since")))
            .ToDictionary(row => row.Operator, row => row.Since);

    private void Set(string operatorName, DateTimeOffset? since)
    {
        _set.Set("@operator", operatorName).Set("@since", since).Run();
        _rows[operatorName] = since;
    }

    private void Remove(string operatorName)
    {
        _remove.Set("@operator", operatorName).Run();
        _rows.Remove(operatorName);
    }
}
