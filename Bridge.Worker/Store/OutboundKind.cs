namespace Bridge.Worker.Store;

/// <summary>What a text to a person is for, in the order of its priority: a lower one never waits behind a higher.</summary>
public enum OutboundKind
{
    Confirmation,
    Question,

    /// <summary>An automatic text about a report: unavailable, unregistered, outside-hong-kong, suspended.</summary>
    Notice,
    Information,

    /// <summary>The automatic text that tells a person of the registration.</summary>
    Activation,
}

internal static class OutboundKinds
{
    /// <summary>As the label of a metric.</summary>
    public static string Label(this OutboundKind kind) => kind switch
    {
        OutboundKind.Confirmation => "confirmation",
        OutboundKind.Question => "question",
        OutboundKind.Notice => "notice",
        OutboundKind.Information => "information",
        _ => "activation",
    };
}
