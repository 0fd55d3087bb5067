using System.Buffers.Text;
using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Load;

/// <summary>
/// The texts of one run. What a text says, who sends it and how many parts it has follow from its number alone. Every text begins with a
/// marker that no other text of this or another run has, so the audit can tell the texts apart whatever ids the bridge gives them.
/// </summary>
/// <param name="runId">Six letters or digits that no other run has had.</param>
/// <param name="senders">How many telephones the texts come from, in turn.</param>
/// <param name="longShare">0 to 1: the share of texts sent in three parts.</param>
internal sealed class LoadTexts(string runId, int senders, double longShare)
{
    public const int PartsOfLongText = 3;
    private const int NumberDigits = 9;

    // Short enough: marker and sentence fit into one UCS-2 part behind a UDH (67 characters).
    private static readonly string[] Sentences =
    [
        "上水天平邨天喜樓10字樓，有人入屋行劫，賊人仍在屋內",
        "I am trapped at 12/F, 100 Queen's Road Central. Fire. Two people hurt.",
        "我在上環地鐵站A出口附近撞車受傷，要救護車",
        "我在屯门良景邨，有人打斗，请派警察",
    ];

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes($"#{runId}-");

    public int Senders => senders;

    public int SenderOf(int text) => text % senders;

    /// <summary>Long texts are spread evenly: text n is long when n times the share passes a whole number.</summary>
    public bool IsLong(int text) => Math.Floor((text + 1) * longShare) > Math.Floor(text * longShare);

    /// <summary>The whole text, as the centre has to see it.</summary>
    public string TextOf(int text) =>
        IsLong(text) ? PartText(text, 1) + PartText(text, 2) + PartText(text, 3) : Marker(text) + " " + SentenceOf(text);

    /// <summary>The sender's number: a Hong Kong number in a range that is not assigned to anyone.</summary>
    public string SenderNumber(int text) => $"{85200000000L + 50000000 + SenderOf(text)}";

    public IReadOnlyList<DeliverSm> PdusOf(int text)
    {
        var source = new Address(1, 1, SenderNumber(text));
        if (!IsLong(text)) return [Pdu(source, TextOf(text), udh: [])];

        // A phone counts its references up (3GPP TS 23.040 §9.2.3.24.1), so one repeats after 256 texts of its sender.
        var reference = (byte)(text / senders);
        return [.. Enumerable.Range(1, PartsOfLongText)
            .Select(number => Pdu(source, PartText(text, number), [0x05, 0x00, 0x03, reference, PartsOfLongText, (byte)number]))];
    }

    /// <summary>Reads the number of the text from its marker; -1 when it is no text of this run.</summary>
    public int ReadNumber(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.StartsWith(_prefix) || utf8.Length < _prefix.Length + NumberDigits) return -1;
        return Utf8Parser.TryParse(utf8.Slice(_prefix.Length, NumberDigits), out int number, out var read) && read == NumberDigits
            ? number
            : -1;
    }

    private static DeliverSm Pdu(Address source, string text, byte[] udh)
    {
        // ASCII letters, digits and the punctuation used here have the same codes in GSM 7-bit (3GPP TS 23.038 §6.2.1).
        var ascii = Ascii.IsValid(text);
        var body = ascii ? Encoding.ASCII.GetBytes(text) : Encoding.BigEndianUnicode.GetBytes(text);
        return new DeliverSm
        {
            Source = source,
            Destination = new Address(3, 0, "992"),
            EsmClass = udh.Length == 0 ? default : new EsmClass(0).WithUdh(),
            DataCoding = (byte)(ascii ? 0x00 : 0x08),
            ShortMessage = (byte[])[.. udh, .. body],
        };
    }

    private static string SentenceOf(int text) => Sentences[text % Sentences.Length];

    private string Marker(int text) => $"#{runId}-{text:D9}";

    // The marker is in every part: a part with the same octets as another one of the sender would be taken for a retransmission.
    private string PartText(int text, int number) => $"{Marker(text)} {number}/{PartsOfLongText} {SentenceOf(text)} ";
}
