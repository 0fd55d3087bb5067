using System.Text;
using BenchmarkDotNet.Attributes;
using Bridge.Protocol.Text;

namespace Bridge.Benchmarks;

/// <summary>Octets to text, text to parts, and the language rule.</summary>
[MemoryDiagnoser, MinColumn, MedianColumn, MaxColumn]
public class TextBenchmarks
{
    private static readonly string Chinese = string.Concat(Enumerable.Repeat("我在上水天平邨天喜樓", 7));
    private static readonly string English = string.Concat(Enumerable.Repeat("Fire at 10 Queens Road, help ", 6))[..160];
    private static readonly string Escaped = string.Concat(Enumerable.Repeat("Fire @ 10 Queens Road £5 help {} ", 5))[..150];

    private readonly byte[] _ucs2 = Encoding.BigEndianUnicode.GetBytes(Chinese);
    private readonly byte[] _gsm7 = Encoding.ASCII.GetBytes(English);

    private readonly byte[] _packed = SeptetPacking.Pack(Encoding.ASCII.GetBytes(English));
    private readonly byte[] _escaped = TextSplitter.Split(Escaped, LongTextForm.Udh, 1)[0].UserData.ToArray();

    private readonly ReceivedPart[] _ten = Parts(string.Concat(Enumerable.Repeat("上水天平邨", 134)), Alphabet.Gsm7);
    private readonly ReceivedPart[] _tenPacked = Parts(
        string.Concat(Enumerable.Repeat("Fire at 10 Queens Road, help. ", 51)), Alphabet.Gsm7Packed);

    [Benchmark(Baseline = true, Description = ".NET's own UTF-16BE decoder, 70 units")]
    public string Framework() => Encoding.BigEndianUnicode.GetString(_ucs2);

    [Benchmark(Description = "70 UCS-2 units to text")]
    public DecodedText Ucs2() => TextDecoder.Decode(_ucs2, 8, Alphabet.Gsm7);

    [Benchmark(Description = "160 septets to text")]
    public DecodedText Gsm7() => TextDecoder.Decode(_gsm7, 0, Alphabet.Gsm7);

    [Benchmark(Description = "160 septets with escapes to text")]
    public DecodedText Gsm7Escaped() => TextDecoder.Decode(_escaped, 0, Alphabet.Gsm7);

    [Benchmark(Description = "160 septets in 140 octets to text")]
    public DecodedText Gsm7Packed() => TextDecoder.Decode(_packed, 0, Alphabet.Gsm7Packed);

    [Benchmark(Description = "language of 70 characters")]
    public string Language() => LanguageRule.Classify(Chinese);

    [Benchmark(Description = "ten parts joined")]
    public DecodedText Join() => TextJoiner.Join(_ten, _ten.Length, Alphabet.Gsm7);

    [Benchmark(Description = "ten packed parts joined")]
    public DecodedText JoinPacked() => TextJoiner.Join(_tenPacked, _tenPacked.Length, Alphabet.Gsm7Packed);

    [Benchmark(Description = "70 characters to a part")]
    public IReadOnlyList<TextPart> Split() => TextSplitter.Split(Chinese, LongTextForm.Udh, 1);

    private static ReceivedPart[] Parts(string text, Alphabet alphabet) =>
        [
            .. TextSplitter
                .Split(text, LongTextForm.Udh, 1, alphabet)
                .Select((part, i) => new ReceivedPart(i + 1, part.DataCoding, part.UserData, part.HasUdh)),
        ];
}
