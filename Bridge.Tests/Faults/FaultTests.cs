namespace Bridge.Tests.Faults;

/// <summary>One after the other: each has processes of its own, and two cores are soon busy.</summary>
[CollectionDefinition(Name)]
public sealed class FaultTests
{
    public const string Name = "Faults";
}
