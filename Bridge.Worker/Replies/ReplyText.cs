using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Worker.Replies;

/// <summary>The words of a text to a person as the parts that an operator gets. On the writer's thread.</summary>
internal sealed class ReplyText(PeerVersions peers)
{
    /// <summary>
    /// Two texts to one phone must not share a reference while their parts are under way: it counts up, from a random number after a
    /// restart.
    /// </summary>
    private byte _reference = (byte)Random.Shared.Next(256);

    /// <summary>How many parts a text needs at an operator. <see cref="TextSplitter.MaxParts"/> are possible.</summary>
    public static int CountParts(string text, OperatorPlan operatorPlan) => TextSplitter.CountParts(text, operatorPlan.DefaultAlphabet);

    /// <returns>Null: it needs more parts than are possible.</returns>
    public IReadOnlyList<TextPart>? Split(string text, OperatorPlan operatorPlan) =>
        CountParts(text, operatorPlan) > TextSplitter.MaxParts
            ? null
            : TextSplitter.Split(text, FormFor(operatorPlan), _reference++, operatorPlan.DefaultAlphabet);

    /// <summary>
    /// An SMSC of v3.3 would not read TLVs, and with them the text (SMPP v3.4 §3.3.2). A UDH goes through every one.
    /// </summary>
    private LongTextForm FormFor(OperatorPlan operatorPlan) =>
        peers.TakesTlvs(operatorPlan.Name) == false ? LongTextForm.Udh : operatorPlan.LongText;
}
