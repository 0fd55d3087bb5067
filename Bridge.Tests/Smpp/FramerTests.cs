using System.Buffers;
using System.Buffers.Binary;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class FramerTests
{
    private const int Max = 70_000;

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(Max + 1u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_length_that_cannot_be_true_loses_the_framing_before_anything_is_waited_for(uint length)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, length);
        var buffer = new ReadOnlySequence<byte>(octets);

        Framer.TryCut(ref buffer, Max, out _).ShouldBe(FrameResult.Corrupt);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(Max)]
    public void The_smallest_and_the_largest_are_taken(int length)
    {
        var buffer = new ReadOnlySequence<byte>(Frame(length));

        Framer.TryCut(ref buffer, Max, out var pdu).ShouldBe(FrameResult.Frame);
        pdu.Length.ShouldBe(length);
        buffer.IsEmpty.ShouldBeTrue();
    }

    /// <summary>12: a ceiling below a 64 KiB message_payload would lose the longest text there can be.</summary>
    [Fact]
    public void The_default_ceiling_admits_a_64_KiB_message_payload_with_every_field_at_its_largest()
    {
        var output = new ArrayBufferWriter<byte>();
        PduCodec.Encode(
            new DeliverSm
            {
                ServiceType = new('S', 5),
                Source = new(5, 0, new('1', 20)),
                Destination = new(1, 1, new('2', 20)),
                ScheduleDeliveryTime = new('0', 16),
                ValidityPeriod = new('0', 16),
                ShortMessage = new byte[255],
                Tlvs =
                [
                    new(TlvTag.MessagePayload, new byte[65_535]),
                    new(TlvTag.AdditionalStatusInfoText, new byte[256]),
                    new(TlvTag.ReceiptedMessageId, new byte[65]),
                ],
            },
            output);
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);

        Framer.TryCut(ref buffer, new SessionSettings { Role = SessionRole.Esme }.MaxPduOctets, out _).ShouldBe(FrameResult.Frame);
    }

    [Fact]
    public void Every_cut_of_a_stream_frames_the_same()
    {
        byte[] stream = [.. Frame(16), .. Frame(33), .. Frame(17), .. Frame(16)];

        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                Lengths(stream[..first], stream[first..second], stream[second..])
                    .ShouldBe([16, 33, 17, 16], $"cut at {first} and {second}");
            }
        }
    }

    /// <summary>As a pipe does: what was not consumed comes again with what came since.</summary>
    private static List<long> Lengths(params byte[][] reads)
    {
        var lengths = new List<long>();
        byte[] kept = [];
        foreach (var read in reads)
        {
            var buffer = Segments.Of(kept, read);
            while (Framer.TryCut(ref buffer, Max, out var pdu) == FrameResult.Frame) lengths.Add(pdu.Length);
            kept = buffer.ToArray();
        }

        kept.ShouldBeEmpty();
        return lengths;
    }

    private static byte[] Frame(int length)
    {
        var octets = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(octets, length);
        return octets;
    }
}
