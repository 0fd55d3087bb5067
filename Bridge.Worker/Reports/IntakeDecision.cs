namespace Bridge.Worker.Reports;

/// <summary>What the text of a PDU is, given what is known already.</summary>
internal enum IntakeKind
{
    /// <summary>A part that has come before, within Dedupe:Window.</summary>
    Repeat,

    /// <summary>A text on its own.</summary>
    WholeText,

    /// <summary>The first part of a long text to come, whatever its number.</summary>
    FirstPart,

    /// <summary>A further part of a long text.</summary>
    FurtherPart,
}

/// <summary>The intake decision: a pure function.</summary>
internal static class IntakeDecision
{
    /// <param name="seen">The latest part with the same fingerprint; null: none is known.</param>
    /// <param name="group">The newest long text with the same key that is not complete; null: there is none.</param>
    /// <param name="window">Dedupe:Window. It runs from the first copy and does not slide.</param>
    public static IntakeKind Decide(InboundText text, KnownPart? seen, KnownReport? group, TimeSpan window)
    {
        // The distance counts, in either direction: a clock that was set back must not make repeats of all that came "later".
        if (seen is not null && (text.Inbound.ReadAt - seen.FirstAt).Duration() <= window) return IntakeKind.Repeat;
        if (text.Concatenation is null) return IntakeKind.WholeText;
        return group is null || HasNumber(group, text.Number) ? IntakeKind.FirstPart : IntakeKind.FurtherPart;
    }

    /// <summary>
    /// A reference has 8 bits and is soon used again. When the group has a part of this number already, the part belongs to a new text.
    /// </summary>
    private static bool HasNumber(KnownReport group, int number)
    {
        foreach (var part in group.Parts)
        {
            if (part.Number == number) return true;
        }

        return false;
    }
}
