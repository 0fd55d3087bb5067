using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Evidence;
using Bridge.Worker.Http;
using Bridge.Worker.Notices;
using Bridge.Worker.Operators;
using Bridge.Worker.Outages;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Retention;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;
using Bridge.Worker.Telemetry;

namespace Bridge.Worker.Hosting;

/// <summary>
/// The one place where the rooms are put together, from the ground up. Tests use it too, and replace the clock, the links and the metrics.
/// Nothing runs yet: <see cref="Lifecycle"/> starts what has to run.
/// </summary>
internal static class Composition
{
    public static IServiceCollection AddBridge(this IServiceCollection services, BridgePlan plan) => services
        .AddSingleton(plan)
        .AddSingleton(TimeProvider.System)
        .AddHttp(plan)
        .AddSupervision()
        .AddOperators()
        .AddStore(plan)
        .AddReplies()
        .AddRegistry()
        .AddReports()
        .AddNotices()
        .AddCentre(plan)
        .AddEvidence()
        .AddRetention()
        .AddOutages()
        .AddTelemetry();
}
