using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Benchmarks;

/// <summary>The ordinary text of 992: a deliver_sm with 70 UCS-2 units, octets to PDU and back.</summary>
[MemoryDiagnoser, MinColumn, MedianColumn, MaxColumn]
public class CodecBenchmarks
{
    private const int PdusInStream = 100;

    private readonly ArrayBufferWriter<byte> _output = new(1_024);
    private byte[] _octets = [];
    private ReadOnlySequence<byte> _stream;
    private DeliverSm _pdu = new();

    [GlobalSetup]
    public void Setup()
    {
        _pdu = new DeliverSm
        {
            Sequence = 1,
            Source = new Address(1, 1, "85291234567"),
            Destination = new Address(3, 0, "992"),
            DataCoding = 8,
            ShortMessage = Encoding.BigEndianUnicode.GetBytes(string.Concat(Enumerable.Repeat("我在上水天平邨天喜樓", 7))),
        };
        PduCodec.Encode(_pdu, _output);
        _octets = _output.WrittenSpan.ToArray();
        _stream = new([.. Enumerable.Repeat(_octets, PdusInStream).SelectMany(octets => octets)]);
    }

    [Benchmark(Baseline = true, Description = "copy the octets")]
    public byte[] Copy() => _octets.AsSpan().ToArray();

    [Benchmark(Description = "decode deliver_sm")]
    public Pdu Decode() => PduCodec.Decode(_octets);

    [Benchmark(Description = "decode deliver_sm, text included")]
    public DecodedText DecodeWithText()
    {
        var pdu = (DeliverSm)PduCodec.Decode(_octets);
        return TextDecoder.Decode(pdu.ShortMessage.Span, pdu.DataCoding, Alphabet.Gsm7);
    }

    [Benchmark(Description = "cut deliver_sm out of a stream of 100", OperationsPerInvoke = PdusInStream)]
    public long Cut()
    {
        var buffer = _stream;
        long octets = 0;
        while (Framer.TryCut(ref buffer, 70_000, out var pdu) == FrameResult.Frame) octets += pdu.Length;
        return octets;
    }

    [Benchmark(Description = "encode deliver_sm")]
    public int Encode()
    {
        _output.ResetWrittenCount();
        PduCodec.Encode(_pdu, _output);
        return _output.WrittenCount;
    }
}
