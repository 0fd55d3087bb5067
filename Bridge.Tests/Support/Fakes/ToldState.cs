using Bridge.Worker.Centre;
using Bridge.Worker.Operators;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Support;

/// <summary>What the rooms say of themselves, as the test wants it.</summary>
internal sealed class ToldState : IServiceState, IOperatorLinks, IBusStatus, IPathWatch
{
    public ServiceState State { get; set; } = new(StoreUp: true, 0, null, null, 0, null);

    public bool Up { get; set; } = true;

    public bool Broken { get; set; }

    public IReadOnlyList<LinkState> Links { get; set; } = [];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<IServiceState>(this).AddSingleton<IOperatorLinks>(this).AddSingleton<IBusStatus>(this);

    public IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> SilentPaths => [];

    public ServiceState Read() => Broken ? throw new InvalidOperationException("the disk is gone") : State;

    public IReadOnlyList<ReportProgress> Newest(int atMost) => [];
}
