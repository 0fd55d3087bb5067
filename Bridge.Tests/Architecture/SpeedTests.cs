namespace Bridge.Tests.Architecture;

/// <summary>
/// Every class of tests says how long it keeps whoever waits for it, so that a change is tried with the quick ones first
/// (<c>dotnet test Bridge.Tests --filter Speed=unit</c>).
/// </summary>
[Trait("Speed", "unit")]
public sealed class SpeedTests
{
    private static readonly string[] Speeds =
    [
        "unit", // In memory, without a store, a socket or a process. Files of the checkout may be read.
        "rooms", // Rooms in this process: on a store on disk, or over sockets of the loopback.
        "peers", // Programs of somebody else, or the daemon as a process of its own.
        "slow", // One of its tests takes more than about five seconds.
    ];

    [Fact]
    public void Every_class_of_tests_has_exactly_one_speed() =>
        typeof(SpeedTests).Assembly.GetTypes().Where(HasTests).Where(type => !HasOneSpeed(type)).Select(type => type.FullName)
            .ShouldBeEmpty($"each needs one [Trait(\"Speed\", …)] of {string.Join(", ", Speeds)}");

    private static bool HasTests(Type type) => type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true));

    private static bool HasOneSpeed(Type type)
    {
        var speeds = type.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(TraitAttribute))
            .Select(trait => (Name: (string)trait.ConstructorArguments[0].Value!, Value: (string)trait.ConstructorArguments[1].Value!))
            .Where(trait => trait.Name == "Speed")
            .ToList();
        return speeds.Count == 1 && Speeds.Contains(speeds[0].Value);
    }
}
