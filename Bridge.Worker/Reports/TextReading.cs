using Bridge.Protocol.Text;

namespace Bridge.Worker.Reports;

/// <summary>Parts to text, as <see cref="TextJoiner.Join"/> does it.</summary>
internal delegate DecodedText TextJoin(IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet);

/// <summary>A text as the centre will read it, with what is worked out from it.</summary>
/// <param name="Key">What a resent text is found by; see <see cref="Fingerprint.OfText"/>.</param>
internal sealed record TextReading(DecodedText Decoded, string Language, long Key)
{
    public const string OwnFault = "the bridge failed to read this text: its octets are in raw";

    /// <summary>
    /// Never throws: a fault of ours in reading would otherwise refuse the text, and refuse it again each time the operator repeats it, so
    /// that the centre never saw it. The octets go on instead, with the fault in words and in bridge_decode_problems_total.
    /// </summary>
    public static TextReading Of(
        IReadOnlyList<ReceivedPart> pieces, int total, Alphabet defaultAlphabet, string sender, string destination, TextJoin join)
    {
        try
        {
            return Of(join(pieces, total, defaultAlphabet), sender, destination);
        }
        catch (Exception)
        {
            return Of(new DecodedText("", Alphabet.Binary, [OwnFault]), sender, destination);
        }
    }

    public override string ToString() => nameof(TextReading);

    private static TextReading Of(DecodedText decoded, string sender, string destination) =>
        new(decoded, LanguageRule.Classify(decoded.Text), Fingerprint.OfText(sender, destination, decoded.Text));
}
