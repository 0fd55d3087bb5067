using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Something that is down and has not come back.</summary>
/// <param name="Operator">Empty where the cause is no operator.</param>
/// <param name="Since">By the steady clock.</param>
internal readonly record struct OpenOutage(string Cause, string Operator, DateTimeOffset Since);

/// <summary>The outages that go on: in the store, so that a restart in the middle of one neither forgets it nor tells it twice.</summary>
internal sealed class OutageTable(StoreConnection connection)
{
    private readonly Statement _open = connection.Prepare(
        "INSERT INTO outages (cause, operator, since) VALUES (@cause, @operator, @since) ON CONFLICT DO NOTHING");

    private readonly Statement _close = connection.Prepare("DELETE FROM outages WHERE cause = @cause AND operator = @operator");
    private readonly Statement _all = connection.Prepare("SELECT cause, operator, since FROM outages ORDER BY since, cause, operator");
    private readonly Statement _shift = connection.Prepare("UPDATE outages SET since = since + @shift");
    private readonly Statement _bound = connection.Prepare("UPDATE outages SET since = @now WHERE since > @now");

    public void Open(OpenOutage outage) =>
        _open.Set("@cause", outage.Cause).Set("@operator", outage.Operator).Set("@since", outage.Since).Run();

    public void Close(OpenOutage outage) => _close.Set("@cause", outage.Cause).Set("@operator", outage.Operator).Run();

    public IReadOnlyList<OpenOutage> All() =>
        _all.All(static row => new OpenOutage(row.Text("cause"), row.Text("operator"), row.Time("since")));

    /// <summary>Brings every time onto another run's steady clock.</summary>
    public void Shift(TimeSpan shift) => _shift.Set("@shift", StoredTime.ToMicroseconds(shift)).Run();

    /// <summary>What would begin only later begins now.</summary>
    public void BoundBy(DateTimeOffset now) => _bound.Set("@now", now).Run();
}
