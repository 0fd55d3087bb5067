using System.Text;
using BenchmarkDotNet.Attributes;
using Bridge.Protocol.Text;

namespace Bridge.Benchmarks;

/// <summary>Octets to text, text to parts, and the language rule.</summary>
[MemoryDiagnoser]
public class TextBenchmarks
{
    private static readonly string Chinese = string.Concat(Enumerable.Repeat("我在上水天平邨天喜樓", 7));
    private static readonly string English = string.Concat(Enumerable.Repeat("Fire at 10 Queens Road, help ", 6))[..160];

    private readonly byte[] _ucs2 = Encoding.BigEndianUnicode.GetBytes(Chinese);
    private readonly byte[] _gsm7 = Encoding.ASCII.GetBytes(English);

    private readonly TextPiece[] _ten = [.. TextSplitter.Split(string.Concat(Enumerable.Repeat("上水天平邨", 134)), LongTextForm.Udh, 1)
        .Select((part, i) => new TextPiece(i + 1, part.DataCoding, part.UserData, part.HasUdh))];

    [Benchmark(Baseline = true, Description = ".NET's own UTF-16BE decoder, 70 units")]
    public string Framework() => Encoding.BigEndianUnicode.GetString(_ucs2);

    [Benchmark(Description = "70 UCS-2 units to text")]
    public DecodedText Ucs2() => TextDecoder.Decode(_ucs2, 8, Alphabet.Gsm7);

    [Benchmark(Description = "160 septets to text")]
    public DecodedText Gsm7() => TextDecoder.Decode(_gsm7, 0, Alphabet.Gsm7);

    [Benchmark(Description = "language of 70 characters")]
    public string Language() => LanguageRule.Of(Chinese);

    [Benchmark(Description = "ten parts joined")]
    public DecodedText Join() => LongText.Join(_ten, _ten.Length, Alphabet.Gsm7);

    [Benchmark(Description = "70 characters to a part")]
    public IReadOnlyList<TextPart> Split() => TextSplitter.Split(Chinese, LongTextForm.Udh, 1);
}
