using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Something that is down and has not come back.</summary>
/// <param name="Operator">Empty where the cause is no operator.</param>
/// <param name="Since">By the steady clock.</param>
internal readonly record struct OpenOutage(string Cause, string Operator, DateTimeOffset Since);

/// <summary>The outages that go on: in the store, so that a restart in the middle of one neither forgets it nor tells it twice.</summary>
internal sealed class OutageTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _open = new(
        connection, "INSERT INTO outages (cause, operator, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    private readonly Statement _close = new(connection, "DELETE FROM outages WHERE cause = ?1 AND operator = ?2");
    private readonly Statement _all = new(connection, "SELECT cause, operator, since FROM outages ORDER BY since, cause, operator");

    public void Open(OpenOutage outage) => _open.Set(1, outage.Cause).Set(2, outage.Operator).Set(3, outage.Since).Run();

    public void Close(OpenOutage outage) => _close.Set(1, outage.Cause).Set(2, outage.Operator).Run();

    public IReadOnlyList<OpenOutage> All()
    {
        List<OpenOutage> outages = [];
        while (_all.Step()) outages.Add(new OpenOutage(_all.Text(0), _all.Text(1), _all.Time(2)));
        return outages;
    }

    public void Dispose()
    {
        _open.Dispose();
        _close.Dispose();
        _all.Dispose();
    }
}
