using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Tests.Support;

/// <summary>What the desk shows, as the test sets it.</summary>
internal sealed class SettableState : IServiceState
{
    private volatile IReadOnlyList<ReportProgress> _newest = [];

    public IReadOnlyList<ReportProgress> Reports
    {
        get => _newest;
        set => _newest = value;
    }

    public bool StoreUp { get; set; } = true;

    public ServiceState Read() => new(StoreUp, Reports.Count(report => report.ConfirmedAt is null), null, null, 0, null);

    public IReadOnlyList<ReportProgress> Newest(int atMost) => [.. Reports.Take(atMost)];
}

internal sealed class SettableLinks(params LinkState[] links) : IOperatorLinks
{
    public IReadOnlyList<LinkState> Links { get; set; } = links;
}
