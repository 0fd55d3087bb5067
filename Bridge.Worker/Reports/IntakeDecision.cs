namespace Bridge.Worker.Reports;

/// <summary>What a PDU is, seen from what is known already.</summary>
internal enum Intake
{
    /// <summary>The same PDU again within Dedupe:Window.</summary>
    Repeated,

    /// <summary>A text on its own.</summary>
    Whole,

    /// <summary>The first part of a long text that is seen.</summary>
    FirstPart,

    /// <summary>A further part of a long text.</summary>
    FurtherPart,
}

/// <summary>The intake decision as a pure function (design: retransmission, resend, and a second text; long texts).</summary>
internal static class IntakeDecision
{
    /// <param name="seen">The part with the same fingerprint that came last, if it is remembered.</param>
    /// <param name="group">The newest unfinished long text with the same key.</param>
    /// <param name="window">Dedupe:Window. Runs from the first copy and does not slide.</param>
    public static Intake Decide(InboundText text, KnownPart? seen, KnownReport? group, TimeSpan window)
    {
        // A clock that was set back must not make a repetition of everything that came "later": the distance counts, in either direction.
        if (seen is not null && (text.Inbound.ReadAt - seen.FirstAt).Duration() <= window) return Intake.Repeated;
        if (text.Concatenation is null) return Intake.Whole;
        return group is null || Contradicts(group, text) ? Intake.FirstPart : Intake.FurtherPart;
    }

    /// <summary>
    /// References have 8 bits and are used again: a number that the group has already, with another body or past the window, is a new
    /// text's.
    /// </summary>
    private static bool Contradicts(KnownReport group, InboundText text)
    {
        foreach (var part in group.Parts)
        {
            if (part.Number == text.Number) return true;
        }

        return false;
    }
}
