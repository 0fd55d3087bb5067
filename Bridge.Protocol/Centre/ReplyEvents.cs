namespace Bridge.Protocol.Centre;

/// <summary>An operator accepted all parts of a reply.</summary>
/// <param name="CommandId">The id of reply.send.</param>
/// <param name="ReportId">The report that was answered. Null if the reply named none.</param>
/// <param name="Operator">The operator, which need not be the one of the report.</param>
/// <param name="Parts">The parts, in their order.</param>
public sealed record ReplyAccepted(string CommandId, string? ReportId, string Operator, IReadOnlyList<AcceptedPart> Parts) : EventData
{
    /// <summary>What the person's phone may not show as it was written, in words without the content. Default: none.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Whether a part was sent again because its response had not come: the person may read it twice.</summary>
    public bool PossibleDuplicate { get; init; }

    /// <inheritdoc/>
    public override string EventName => EventNames.ReplyAccepted;
}

/// <summary>One part of a reply that the operator accepted.</summary>
/// <param name="MessageId">message_id as the operator gave it in submit_sm_resp.</param>
public sealed record AcceptedPart(string MessageId);

/// <summary>A reply was delivered to the person's phone.</summary>
/// <param name="CommandId">The id of reply.send.</param>
/// <param name="DeliveredAt">When the last part was delivered.</param>
public sealed record ReplyDelivered(string CommandId, DateTimeOffset DeliveredAt) : EventData
{
    /// <inheritdoc cref="ReplyAccepted.PossibleDuplicate"/>
    public bool PossibleDuplicate { get; init; }

    /// <inheritdoc/>
    public override string EventName => EventNames.ReplyDelivered;
}

/// <summary>A reply has failed, or has trouble while it is still being tried.</summary>
/// <param name="CommandId">The id of reply.send.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="State">UNDELIVERABLE, EXPIRED, REJECTED, DELETED or UNKNOWN, as the receipt says. Null without a receipt.</param>
/// <param name="NetworkError">The network's error, as the receipt says. Null without one.</param>
/// <param name="Final">Whether nothing more is tried.</param>
public sealed record ReplyFailed(string CommandId, string Reason, string? State, NetworkErrorData? NetworkError, bool Final) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.ReplyFailed;
}

/// <summary>network_error_code (SMPP v3.4 §5.3.2.31).</summary>
/// <param name="Type">The type of network. 3 is GSM.</param>
/// <param name="Code">The network's own code.</param>
public sealed record NetworkErrorData(int Type, int Code);
