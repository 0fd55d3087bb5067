namespace Bridge.Worker.Outages;

/// <summary>What was down, as outage.ended names it.</summary>
internal static class OutageCause
{
    /// <summary>The bus took no events, or brought no commands.</summary>
    public const string Bus = "bus";

    /// <summary>The store committed nothing: operators got their temporary error, or no answer.</summary>
    public const string Store = "store";

    /// <summary>An operator had no bound link.</summary>
    public const string Operator = "operator";

    /// <summary>The daemon itself did not run.</summary>
    public const string Bridge = "bridge";
}
