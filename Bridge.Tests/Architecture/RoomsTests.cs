using System.Reflection;

namespace Bridge.Tests.Architecture;

/// <summary>The rooms of the compiled assemblies, from the ground up: each may use those before it, never those after it.</summary>
[Trait("Speed", "unit")]
public sealed class RoomsTests
{
    /// <summary>Decode is a command that stands beside the daemon: it uses nothing but the protocol.</summary>
    internal static readonly RoomOrder Worker = new(
        "Bridge.Worker",
        "Configuration, Decode",
        "Http",
        "Supervision",
        "Operators",
        "Store",
        "Replies",
        "Registry",
        "Reports",
        "Notices",
        "Centre",
        "Evidence, Retention, Outages, Desk",
        "Telemetry",
        "Hosting");

    internal static readonly RoomOrder Simulator = new(
        "Bridge.Simulator",
        "Screen",
        "Smsc, Centre, Daemon",
        "Load, Demo",
        "CommandLine");

    [Fact]
    public void The_workers_rooms_keep_their_order() => Check(Worker, "bridge");

    [Fact]
    public void The_simulators_rooms_keep_their_order() => Check(Simulator, "bridge-sim");

    private static void Check(RoomOrder order, string assembly) =>
        string.Join(Environment.NewLine, order.FindBreaches(Assembly.Load(assembly).GetTypes())).ShouldBeEmpty();
}
