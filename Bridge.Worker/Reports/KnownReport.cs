using Bridge.Protocol.Text;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>A report that dedupe or assembly may still meet again. Lives on the writer's thread only.</summary>
internal sealed class KnownReport
{
    public required long Row { get; init; }
    public required string Id { get; init; }
    public required long Conversation { get; init; }
    public required string ConversationId { get; init; }

    /// <summary>The sender's conversation before it; null: none is known.</summary>
    public required string? PreviousConversationId { get; init; }
    public required string Operator { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required int Total { get; init; }

    /// <summary>As it was decided when the text came: what the centre was told is what the clocks go by.</summary>
    public bool Test { get; init; }

    /// <summary>What was registered for the sender when the first of it came, whatever has become of that since.</summary>
    public Registration? Registration { get; init; }

    /// <summary>The sender was last sent an activation text.</summary>
    public bool RepliesToActivation { get; init; }

    /// <summary>Null for a text on its own.</summary>
    public GroupKey? Group { get; init; }

    /// <summary>Where it stands among those that are not whole; the memory's own.</summary>
    public LinkedListNode<KnownReport>? Place { get; set; }

    /// <summary>Octets of its PDUs that the memory counts.</summary>
    public long Held { get; set; }

    /// <summary>In the order of their coming.</summary>
    public List<KnownPart> Parts { get; } = [];

    /// <summary>Set once report.received is written.</summary>
    public bool Released { get; set; }

    /// <summary>Where its wait for missing parts began, on the monotonic clock.</summary>
    public required long WaitsSince { get; init; }

    /// <summary>
    /// Whole texts that came, the first included; how many the centre has been told of, and when (monotonic; null: not in this run).
    /// </summary>
    public int Copies { get; set; } = 1;
    public int CopiesTold { get; set; } = 1;
    public long? ToldSince { get; set; }

    /// <summary>Of a long text that was released whole: what the same text under another reference is known by.</summary>
    public long? TextKey { get; set; }

    public bool IsWhole => Parts.Count == Total;

    /// <summary>The parts that are there with their PDUs, by number. Only while the report is not whole.</summary>
    public IReadOnlyList<InboundText> Texts() => [.. Parts.OrderBy(part => part.Number).Select(part => part.Text!)];

    /// <summary>A whole text came again when each of its parts did.</summary>
    public int WholeCopies()
    {
        var least = int.MaxValue;
        foreach (var part in Parts) least = Math.Min(least, part.Copies);
        return least;
    }
}

/// <summary>One part as it first came.</summary>
internal sealed class KnownPart(KnownReport report, InboundText text)
{
    public KnownReport Report { get; } = report;
    public Fingerprint Fingerprint { get; } = text.Fingerprint;
    public DateTimeOffset FirstAt { get; } = text.Inbound.ReadAt;
    public int Number { get; } = text.Number;

    /// <summary>
    /// The PDU and all read from it; let go of once the report is whole, for the window then asks for the fingerprint alone.
    /// </summary>
    public InboundText? Text { get; private set; } = text;
    public int Copies { get; set; } = 1;

    /// <summary>The part of an earlier report that this one says again: what comes of this one counts for that.</summary>
    public KnownPart? SaysAgain { get; set; }

    public void LetGoOfText() => Text = null;
}

/// <summary>Which long text a part belongs to: the sender is in it, for two people's phones use the same references every day.</summary>
internal readonly record struct GroupKey(
    string Operator, string Sender, string Destination, ReferenceKind Kind, ushort Reference, int Total)
{
    public static GroupKey? Of(InboundText text) => text.Concatenation is { } place
        ? new GroupKey(text.Operator.Name, text.SenderKey, text.Destination, place.Kind, place.Reference, place.Total)
        : null;
}
