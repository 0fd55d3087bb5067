using System.Buffers;
using System.Globalization;
using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Tests.Operators;

/// <summary>
/// A store that stands still, and an operator that pours: what cannot be taken stays with the operator, in its own buffers, in its order.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class BackPressureTests
{
    private const int Texts = 12_000;
    private const int BodyOctets = 1_500;

    private readonly int _unansweredAtMost = new SessionSettings { Role = SessionRole.Esme }.MaxInbound;
    private readonly CountedMetrics _metrics = new();
    private long _poured;

    [Fact]
    public async Task A_store_that_stands_still_closes_the_operators_window_and_takes_everything_in_order_afterwards()
    {
        using var folder = new TempFolder();
        await using var rooms = Rooms.Open(folder);
        await using var smsc = new FakeOperator();
        var plan = rooms.Plan with { Operators = [LinksFixture.Operator(TestPlan.Mobile, LinksFixture.Link(TestPlan.Mobile, smsc.Port))] };
        await using var links = new OperatorLinks(
            plan, rooms.Texts, rooms.Receipts, rooms.Service<ILinkListener>(), _metrics, new PeerVersions(), TimeProvider.System,
            NullLogger<OperatorLinks>.Instance);
        var starting = links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAndBindAsync();
        await starting;
        await Eventually.TrueAsync(
            () => rooms.Events<LinkChanged>().Count == 1, "the centre knows of the link, so the store has nothing else to do");

        var held = Hold(rooms);
        var pouring = PourAsync(connection.Peer);
        await Eventually.TrueAsync(StandsStillAsync, "the operator cannot write any more");

        Read.ShouldBe(_unansweredAtMost, "no more is read than may wait for its answer");
        pouring.IsCompleted.ShouldBeFalse();
        Volatile.Read(ref _poured)
            .ShouldBeLessThan(Texts * BodyOctets * 3L / 4, "the rest is held by the operator: not one octet of it is here");
        links.Links.ShouldHaveSingleItem().Bound.ShouldBeTrue();

        held.SetResult();

        for (uint sequence = 1; sequence <= Texts; sequence++)
        {
            var answer = await connection.Peer.ReadAsync<DeliverSmResp>();
            (answer.Sequence, answer.Status).ShouldBe((sequence, CommandStatus.Ok));
        }

        await pouring;
        rooms.Outbox.ReadAfter(0, 2 * Texts).Where(e => e.Name == "report.received").Select(e => Number(e.Json))
            .ShouldBe(Enumerable.Range(1, Texts));
    }

    /// <summary>The writer's thread is busy until it is told.</summary>
    private static TaskCompletionSource Hold(Rooms rooms)
    {
        var held = new TaskCompletionSource();
        _ = rooms.Writer.RunAsync(
            _ =>
            {
                held.Task.GetAwaiter().GetResult();
                return true;
            },
            CancellationToken.None);
        return held;
    }

    private static int Number(byte[] json) => int.Parse(json.AsSpan(json.AsSpan().IndexOf("nr "u8) + 3, 6), CultureInfo.InvariantCulture);

    private async Task PourAsync(RawPeer peer)
    {
        var octets = new ArrayBufferWriter<byte>(2 * BodyOctets);
        for (var n = 1; n <= Texts; n++)
        {
            octets.ResetWrittenCount();
            PduCodec.Encode(
                new DeliverSm
                {
                    Sequence = (uint)n,
                    Source = new Address(1, 1, $"8529123{n % 100:0000}"),
                    Destination = new Address(3, 0, "992"),
                    Tlvs = [new Tlv(TlvTag.MessagePayload, Encoding.ASCII.GetBytes($"nr {n:000000} ".PadRight(BodyOctets, 'x')))],
                },
                octets);
            await peer.SendOctetsAsync(octets.WrittenMemory);
            Interlocked.Add(ref _poured, octets.WrittenCount);
        }
    }

    private int Read => _metrics.Count("In deliver_sm ESME_ROK");

    /// <summary>As much is read as may be, and the operator's writes have come to a stop: the connection's window is closed.</summary>
    private async Task<bool> StandsStillAsync()
    {
        var before = Volatile.Read(ref _poured);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        return Read >= _unansweredAtMost && Volatile.Read(ref _poured) == before;
    }
}
