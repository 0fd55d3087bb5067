namespace Bridge.Worker.Store;

/// <summary>What became of a text to a person. It is stored, and stands as a label, in lower case.</summary>
public enum ReplyOutcome
{
    /// <summary>The operator has accepted every part. The end only where the operator gives no receipts.</summary>
    Accepted,
    Delivered,
    Failed,

    /// <summary>Its validity ended first.</summary>
    Expired,
}

internal static class ReplyOutcomes
{
    /// <summary>As stored, and as the label of a metric.</summary>
    public static string Label(this ReplyOutcome outcome) => outcome switch
    {
        ReplyOutcome.Accepted => "accepted",
        ReplyOutcome.Delivered => "delivered",
        ReplyOutcome.Failed => "failed",
        _ => "expired",
    };
}
