using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration.Sections;

namespace Bridge.Worker.Configuration;

public enum Network
{
    Mobile,
    Fixed,
}

public sealed record OperatorPlan
{
    public required string Name { get; init; }
    public required Network Network { get; init; }

    /// <summary>What data_coding 0 means.</summary>
    public required Alphabet DefaultAlphabet { get; init; }

    /// <summary>The address that our replies come from.</summary>
    public required Address Sender { get; init; }

    /// <summary>
    /// The address that activation texts come from, so that nobody can answer them; null: from <see cref="Sender"/>, like replies.
    /// </summary>
    public required Address? ActivationSender { get; init; }

    /// <summary>The answer to a deliver_sm that could not be stored.</summary>
    public required CommandStatus TemporaryError { get; init; }
    public required ReceiptIdFormat ReceiptIdFormat { get; init; }

    /// <summary>Whether it returns delivery receipts.</summary>
    public required bool Receipts { get; init; }

    /// <summary>submit_sm a second; null is unlimited.</summary>
    public required double? SubmitRate { get; init; }
    public required LongTextForm LongText { get; init; }

    /// <summary>What its phones can show. A reply with other characters is sent all the same, and the centre is told.</summary>
    public required Displays Displays { get; init; }

    /// <summary>How often a test text comes over it, so that its silence can be noticed; null: none is arranged.</summary>
    public required TimeSpan? Heartbeat { get; init; }

    /// <summary>The TLV that carries the serving network; null: the operator sends none.</summary>
    public required ushort? ServingNetworkTag { get; init; }

    /// <summary>
    /// Senders whose numbers (E.164 without the plus) begin so count as outside Hong Kong, unless the serving network says otherwise.
    /// </summary>
    public required IReadOnlyList<string> OutsidePrefixes { get; init; }
    public required IReadOnlyList<LinkPlan> Links { get; init; }

    /// <summary>
    /// Stands in for an operator that is no longer configured while texts of it are still in the store, so that they are released too.
    /// </summary>
    public static OperatorPlan Former(string name) => new()
    {
        Name = name,
        Network = Network.Mobile,
        DefaultAlphabet = OperatorSection.DefaultAlphabet.Default,
        Sender = Address.None,
        ActivationSender = null,
        TemporaryError = OperatorSection.TemporaryError.Default,
        ReceiptIdFormat = OperatorSection.ReceiptIdFormat.Default,
        Receipts = false,
        SubmitRate = null,
        LongText = OperatorSection.LongText.Default,
        Displays = OperatorSection.Displays.Default,
        Heartbeat = null,
        ServingNetworkTag = null,
        OutsidePrefixes = [],
        Links = [],
    };
}
