using Bridge.Protocol.Text;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>A report of which a part may still come, for the first time or again. On the writer's thread.</summary>
/// <param name="row">Its row in the store.</param>
/// <param name="group">Null for a text on its own.</param>
internal sealed class KnownReport(long row, Report stored, Conversation conversation, GroupKey? group)
{
    public long Row => row;
    public string Id { get; } = stored.Id;

    /// <summary>The conversation's row.</summary>
    public long Conversation { get; } = conversation.Row;
    public string ConversationId { get; } = conversation.Id;

    /// <summary>The sender's conversation before it; null: none is known.</summary>
    public string? PreviousConversationId { get; } = conversation.Previous;
    public string Operator { get; } = stored.Operator;

    /// <summary>When its first part came.</summary>
    public DateTimeOffset FirstAt { get; } = stored.ReceivedAt;

    /// <summary>How many parts it has when it is whole.</summary>
    public int Total { get; } = stored.Total;

    /// <summary>
    /// Whether its sender is a system. Decided when it comes: a later configuration must not contradict what the centre was told.
    /// </summary>
    public bool Test { get; } = stored.Test;

    /// <summary>What was registered for the sender when the first part came, whatever has become of that since.</summary>
    public required Registration? Registration { get; init; }

    /// <summary>The last text to the sender was an activation text.</summary>
    public bool RepliesToActivation { get; } = stored.RepliesToActivation;

    public GroupKey? Group => group;

    /// <summary>Set and used by <see cref="PartGroups"/> alone: where it stands among the texts that are not complete.</summary>
    public LinkedListNode<KnownReport>? Node { get; set; }

    /// <summary>Octets of its PDUs that <see cref="PartGroups"/> has counted.</summary>
    public long Octets { get; set; }

    /// <summary>In the order in which they came.</summary>
    public List<KnownPart> Parts { get; } = [];

    /// <summary>Whether report.received is appended.</summary>
    public bool Released { get; set; } = stored.ReleasedAt is not null;

    /// <summary>When it began to wait for missing parts: a monotonic timestamp.</summary>
    public required long WaitsSince { get; init; }

    /// <summary>How often the whole text has come, the first time included.</summary>
    public int Copies { get; set; } = stored.Copies;

    /// <summary>How many of the copies the centre has been told of.</summary>
    public int CopiesTold { get; set; } = stored.CopiesTold;

    /// <summary>When the centre was last told of copies: a monotonic timestamp; null: not in this run.</summary>
    public long? CopiesToldAt { get; set; }

    /// <summary>Finds the same text under another reference. Null unless it is a long text that was released complete.</summary>
    public long? TextKey { get; set; }

    public bool IsWhole => Parts.Count == Total;

    /// <summary>The parts that are there with their PDUs, by number. Only while the report is not complete.</summary>
    public IReadOnlyList<InboundText> Texts() => [.. Parts.OrderBy(part => part.Number).Select(part => part.Text!)];

    /// <summary>A whole text has come again when each of its parts has.</summary>
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

    /// <summary>From 1.</summary>
    public int Number { get; } = text.Number;

    /// <summary>The PDU with all that was read from it. Null once the report is complete: dedupe needs only the fingerprint.</summary>
    public InboundText? Text { get; private set; } = text;

    /// <summary>How often it has come, the first time included.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>The part of an earlier report that this one repeats: a copy of this one is counted there. Null: none.</summary>
    public KnownPart? RepeatOf { get; set; }

    public void ForgetText() => Text = null;
}

/// <summary>
/// Which long text a part belongs to. The sender is in it: the phones of two people use the same references every day.
/// </summary>
internal readonly record struct GroupKey(
    string Operator, string Sender, string Destination, ReferenceKind Kind, ushort Reference, int Total)
{
    /// <returns>Null: a text on its own.</returns>
    public static GroupKey? For(InboundText text) => text.Concatenation is { } part
        ? new GroupKey(text.Operator.Name, text.SenderKey, text.Destination, part.Kind, part.Reference, part.Total)
        : null;
}
