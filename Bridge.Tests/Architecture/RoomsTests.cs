using System.Reflection;

namespace Bridge.Tests.Architecture;

/// <summary>The rooms of the compiled assemblies, from the ground up: each may use those before it, never those after it.</summary>
public sealed class RoomsTests
{
    private static readonly RoomOrder Simulator = new(
        "Bridge.Simulator",
        "Screen",
        "Smsc, Centre, Daemon",
        "Load, Demo",
        "CommandLine");

    [Fact]
    public void The_simulators_rooms_keep_their_order() => Check(Simulator, "bridge-sim");

    private static void Check(RoomOrder order, string assembly) =>
        string.Join(Environment.NewLine, order.FindBreaches(Assembly.Load(assembly).GetTypes())).ShouldBeEmpty();
}
