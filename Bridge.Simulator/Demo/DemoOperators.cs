namespace Bridge.Simulator.Demo;

/// <summary>The names of the two operators that the demonstration and the scenarios simulate.</summary>
internal static class DemoOperators
{
    public const string Mobile = "harbour-mobile";
    public const string Fixed = "lion-fixed";
}
