namespace Bridge.Worker.Configuration;

/// <summary>
/// The checked configuration, immutable after start. Every value is in range; secrets are read from their files. Units, ranges and defaults
/// stand with the keys (<see cref="Sections"/>, docs/configuration.md), never here.
/// </summary>
public sealed record BridgePlan
{
    public required string NodeName { get; init; }
    public required string ShortCode { get; init; }
    public required IReadOnlyList<OperatorPlan> Operators { get; init; }
    public required StorePlan Store { get; init; }
    public required BusPlan Bus { get; init; }
    public required HttpPlan Http { get; init; }
    public required TimeSpan DedupeWindow { get; init; }

    /// <summary>Counted from the first part of a long text.</summary>
    public required TimeSpan AssemblyWait { get; init; }

    /// <summary>The age at which a report that nobody at the centre has taken is overdue.</summary>
    public required TimeSpan WarnAfter { get; init; }

    /// <summary>The age by which a report has to be confirmed.</summary>
    public required TimeSpan ConfirmationDeadline { get; init; }

    /// <summary>How long an outage has to have lasted for its end to be told.</summary>
    public required TimeSpan OutageAtLeast { get; init; }
    public required TimeSpan ConversationIdle { get; init; }

    /// <summary>How long an activation text is tried; after that the centre is told that the registration is not active.</summary>
    public required TimeSpan ActivateWithin { get; init; }
    public required TimeSpan Retention { get; init; }
    public required ReplyPlan Replies { get; init; }
    public required TimeSpan Shutdown { get; init; }

    /// <summary>MCC, or MCC and MNC, of the networks that count as Hong Kong.</summary>
    public required IReadOnlyList<string> HomeNetworks { get; init; }

    /// <summary>E.164 without the plus.</summary>
    public required IReadOnlySet<string> TestSenders { get; init; }

    /// <summary>By kind.</summary>
    public required IReadOnlyDictionary<string, NoticePlan> Notices { get; init; }

    /// <summary>Whether a text of this number is a system's test and nobody's call for help.</summary>
    /// <param name="msisdn">E.164 without the plus; null for a sender that is no number.</param>
    public bool IsTest(string? msisdn) => msisdn is not null && TestSenders.Contains(msisdn);

    public OperatorPlan? Operator(string name) => Operators.FirstOrDefault(o => o.Name == name);
}

public sealed record StorePlan(string Kind, string Path);

public sealed record BusPlan(string Kind, Uri? Uri)
{
    /// <summary>Never the URI: it holds a password.</summary>
    public override string ToString() => Kind;
}

public sealed record HttpPlan(Uri Listen, string? Token)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => Listen.ToString();
}

/// <param name="FallbackAfter">
/// How long the sender's own operator may have been down before another takes a reply; null: no other ever does.
/// </param>
/// <param name="WarnAfter">How long a reply may be undelivered before the centre is told so; null: it is told only at its end.</param>
public sealed record ReplyPlan(TimeSpan? FallbackAfter, TimeSpan? WarnAfter);
