using System.Diagnostics.Metrics;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;
using Bridge.Worker.Telemetry;

namespace Bridge.Tests.Operators;

/// <summary>Real links before a real store whose writer stands still.</summary>
[Trait("Speed", "rooms")]
public sealed class StalledStoreTests
{
    private const int Texts = 10;
    private static readonly TimeSpan EnquireLink = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task While_the_store_stands_still_keep_alive_goes_on_and_then_every_text_is_answered_and_there()
    {
        using var folder = new TempFolder();
        await using var rooms = Rooms.Open(folder);
        await using var smsc = new FakeOperator();
        var link = LinksFixture.Link(TestPlan.Mobile, smsc.Port, window: Texts) with
        {
            EnquireLink = EnquireLink,
            ResponseTimeout = ResponseTimeout,
        };
        var plan = rooms.Plan with { Operators = [rooms.Plan.Operators[0] with { Links = [link] }] };
        using var meter = new Meter("Bridge.Tests.StalledStore");
        var log = new LogLines<OperatorLinks>();
        await using var links = new OperatorLinks(
            plan, rooms.Texts, rooms.Receipts, rooms.Service<ILinkListener>(), new LinkMetrics(meter, plan), new PeerVersions(),
            TimeProvider.System, log);
        var starting = links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAndBindAsync();
        await starting;

        using var release = new ManualResetEventSlim();
        var held = rooms.Writer.RunAsync(
            _ =>
            {
                release.Wait();
                return true;
            },
            CancellationToken.None);
        for (var n = 1u; n <= Texts; n++)
        {
            await connection.Peer.SendAsync(
                new DeliverSm
                {
                    Sequence = n,
                    Source = new Address(1, 1, $"852912345{n:00}"),
                    ShortMessage = "help"u8.ToArray(),
                });
        }

        try
        {
            var slowest = await KeepAliveAsync(connection, (EnquireLink + ResponseTimeout) * 1.5);
            slowest.ShouldBeLessThan(ResponseTimeout);
            held.IsCompleted.ShouldBeFalse();
            links.Links.ShouldHaveSingleItem().Bound.ShouldBeTrue();
        }
        finally
        {
            release.Set();
        }

        await held;
        var answered = new List<uint>();
        while (answered.Count < Texts)
        {
            var read = await connection.Peer.ReadAsync();
            if (read is EnquireLink theirs)
            {
                await connection.Peer.SendAsync(new EnquireLinkResp { Sequence = theirs.Sequence });
                continue;
            }

            var answer = read.ShouldBeOfType<DeliverSmResp>();
            answer.Status.ShouldBe(CommandStatus.Ok);
            answered.Add(answer.Sequence);
        }

        answered.ShouldBe(Enumerable.Range(1, Texts).Select(n => (uint)n));
        rooms.Reports().Count.ShouldBe(Texts);
        log.Count(nameof(OperatorLog.Dropped)).ShouldBe(0);
    }

    /// <summary>
    /// Asks again as soon as it is answered, for so long; nothing but keep-alive may come meanwhile. Returns the slowest answer.
    /// </summary>
    private static async Task<TimeSpan> KeepAliveAsync(OperatorConnection connection, TimeSpan during)
    {
        var began = TimeProvider.System.GetTimestamp();
        var slowest = TimeSpan.Zero;
        while (TimeProvider.System.GetElapsedTime(began) < during)
        {
            var asked = TimeProvider.System.GetTimestamp();
            var meanwhile = await connection.SyncAsync();
            var took = TimeProvider.System.GetElapsedTime(asked);
            foreach (var theirs in meanwhile)
            {
                await connection.Peer.SendAsync(new EnquireLinkResp { Sequence = theirs.ShouldBeOfType<EnquireLink>().Sequence });
            }
            if (took > slowest) slowest = took;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return slowest;
    }
}
