namespace Bridge.Tests.Architecture;

/// <summary>The checker itself, over the planted rooms.</summary>
[Trait("Speed", "unit")]
public sealed class RoomOrderTests
{
    private const string Root = "Bridge.Tests.Architecture.Planted";

    [Fact]
    public void Every_planted_breach_is_found_with_the_types_on_both_ends() =>
        FindBreaches("Ground", "Left, Right", "Empty").ShouldBe(
        [
            Root + ".Attic.Unlisted stands in no listed room",
            "Empty is listed and has no types",
            "Ground.CallsInLambda -> Left.Caller",
            "Ground.Catches -> Left.LeftException",
            "Ground.Compares -> Left.Caller",
            "Ground.HoldsInField -> Left.Caller",
            "Left.UsesNeighbour -> Right.Neighbour",
        ]);

    [Fact]
    public void Using_what_stands_before_is_no_breach() =>
        FindBreaches("Attic", "Right", "Left", "Ground").ShouldBe(
        [
            "Left.Caller -> Ground.Inner.Helper",
            "Left.Implements -> Ground.IImplemented",
        ]);

    private static IReadOnlyList<string> FindBreaches(params string[] tiers)
    {
        var planted = typeof(RoomOrderTests).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith(Root, StringComparison.Ordinal) ?? false);
        return new RoomOrder(Root, tiers).FindBreaches([.. planted]);
    }
}
