using Bridge.Protocol.Smpp;
using Bridge.Tests.Smpp;
using Xunit.Abstractions;

namespace Bridge.Tests.Fuzz;

/// <summary>The short run; docs/operations.md names the long one.</summary>
[Trait("Speed", "unit")]
public class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Half_a_million_damaged_PDUs_are_read_as_slow_obvious_rules_read_them()
    {
        var seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"seed {seed}");

        var (count, failure) = new FuzzRun(seed, inputs: 500_000, threads: 2, TimeProvider.System).Run();

        failure.ShouldBeNull($"seed {seed}");
        count.Inputs.ShouldBe(500_000);
        count.Sound.ShouldBeGreaterThan(100_000, "an oracle that sees nothing sound says nothing");
        (count.Framed - count.Sound).ShouldBeGreaterThan(100_000, "nor one that sees nothing unsound");
    }

    /// <summary>Shows that the oracle bites: a codec that misread any of these would be found.</summary>
    [Fact]
    public void A_PDU_that_says_something_else_than_its_octets_is_complained_of()
    {
        var octets = Wired.Encoded(new DeliverSm
        {
            Sequence = 9,
            Source = new(1, 1, "85291234567"),
            Destination = new(3, 0, "992"),
            ShortMessage = "help"u8.ToArray(),
            Tlvs = [Tlv.Octet(TlvTag.SarTotalSegments, 2)],
        });
        var read = Wired.Decoded<DeliverSm>(octets);

        Oracle.Complaint(octets, read, out _).ShouldBeNull();
        Pdu[] misread =
        [
            read with { Sequence = 8 },
            read with { Status = CommandStatus.SysErr },
            read with { Source = new(1, 1, "85291234568") },
            read with { Source = new(1, 1, "8529123456") },
            read with { Source = new(1, 0, "85291234567") },
            read with { DataCoding = 8 },
            read with { ShortMessage = "hel"u8.ToArray() },
            read with { Tlvs = [] },
            read with { Tlvs = [Tlv.Octet(TlvTag.SarTotalSegments, 3)] },
            read with { Tlvs = [.. read.Tlvs, .. read.Tlvs] },
            read with { Fault = new("TLV", 0, "") },
            read with { Octets = octets.AsMemory(1) },
        ];
        foreach (var pdu in misread) Oracle.Complaint(octets, pdu, out _).ShouldNotBeNull();
        var cut = octets.AsMemory(0, octets.Length - 1);
        Oracle.Complaint(cut.Span, PduCodec.Decode(cut) with { Fault = null }, out _).ShouldNotBeNull();
    }

    [Fact]
    public void The_same_seed_and_number_give_the_same_input() =>
        new FuzzInput().Make(992, 17).Span.SequenceEqual(new FuzzInput().Make(992, 17).Span).ShouldBeTrue();
}
