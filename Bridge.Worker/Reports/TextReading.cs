using Bridge.Protocol.Text;

namespace Bridge.Worker.Reports;

/// <summary>Parts to text, as <see cref="TextJoiner.Join"/> does it.</summary>
internal delegate DecodedText TextJoin(IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet);

/// <summary>A text as the centre will read it, with what follows from its words.</summary>
/// <param name="Language">As <see cref="LanguageRule"/> names it.</param>
/// <param name="TextKey">Finds a resend of the text: see <see cref="Fingerprint.TextKey"/>.</param>
internal sealed record TextReading(DecodedText Decoded, string Language, long TextKey)
{
    public const string OwnFault = "the bridge failed to read this text: its octets are in raw";

    /// <summary>
    /// Joins and decodes a text. Never throws: if a fault of ours refused the text, it would refuse each repeat of it, and the centre would
    /// never see it. Instead the octets are forwarded, with the fault as a problem and in bridge_decode_problems_total.
    /// </summary>
    /// <param name="total">How many parts it has when it is whole.</param>
    public static TextReading Read(
        IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet, string sender, string destination, TextJoin join)
    {
        try
        {
            return From(join(pieces, total, defaultAlphabet), sender, destination);
        }
        catch (Exception)
        {
            return From(new DecodedText("", Alphabet.Binary, [OwnFault]), sender, destination);
        }
    }

    public override string ToString() => nameof(TextReading);

    private static TextReading From(DecodedText decoded, string sender, string destination) =>
        new(decoded, LanguageRule.Classify(decoded.Text), Fingerprint.TextKey(sender, destination, decoded.Text));
}
