using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Load;
using Bridge.Tests.Support;
using Xunit.Abstractions;

namespace Bridge.Tests.Faults;

[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class HostileOperatorTests(ITestOutputHelper output)
{
    private const long Megabyte = 1 << 20;

    private int _noises;

    [Fact]
    public async Task One_that_never_reads_and_one_that_pours_noise_cost_their_own_links_and_bounded_memory()
    {
        const int Texts = 4_000;
        await using var load = new LoadUnderFault(new LoadPlan { Count = Texts, Rate = 400, Window = 50, Senders = 40 });
        await using var deaf = new HostileOperator(PourUnreadAsync);
        await using var noisy = new HostileOperator(PourNoiseAsync);
        await using var daemon = await BridgeDaemon.StartAsync(new()
        {
            ["harbour-mobile"] = Operator(load.Smsc.Port),
            ["deaf"] = Operator(deaf.Port, new JsonObject { ["ResponseTimeout"] = "00:00:02" }),
            ["noisy"] = Operator(noisy.Port),
        });
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);

        var running = load.RunAsync(bus);
        await Eventually.TrueAsync(() => load.Answered > 500, "texts are taken meanwhile");
        var before = Resident(daemon);
        await Eventually.TrueAsync(async () => await DropsAsync(daemon, "deaf") >= 2, "the one that never reads is dropped, and again");
        await Eventually.TrueAsync(
            async () => await DropsAsync(daemon, "noisy") >= 20, "the one that pours noise is dropped, again and again");
        var figures = await running;
        var after = Resident(daemon);

        output.WriteLine(
            $"deaf: {deaf.Connections} connections, {deaf.Octets / Megabyte} MB poured; noisy: {noisy.Connections}, "
            + $"{noisy.Octets / Megabyte} MB; resident {before / Megabyte} MB, then {after / Megabyte} MB");
        figures.ShouldBeSound(Texts);
        (await FaultsAsync(daemon, "deaf", "peer_deaf")).ShouldBeGreaterThanOrEqualTo(2);
        (await FaultsAsync(daemon, "noisy", "framing_lost")).ShouldBeGreaterThanOrEqualTo(10);
        (await FaultsAsync(daemon, "noisy", "unknown_command") + await FaultsAsync(daemon, "noisy", "unasked_response"))
            .ShouldBeGreaterThan(0);
        (await daemon.MetricAsync("bridge_smpp_faults_total", ("operator", "harbour-mobile")))
            .ShouldBe(0, "of a sound operator there is nothing to tell");
        load.Binds.ShouldBe(1, "the third operator's link was never touched");
        load.SentAgain.ShouldBeEmpty();
        after.ShouldBeLessThan(before + 150 * Megabyte);
        (await daemon.StopAsync()).ShouldBe(0);
    }

    /// <summary>One that is soon dialled again.</summary>
    private static JsonObject Operator(int port, JsonObject? link = null)
    {
        link ??= [];
        link["Reconnect"] = new JsonObject { ["Min"] = "00:00:00.050", ["Max"] = "00:00:00.200" };
        return BridgeDaemon.Operator(new() { ["a"] = BridgeDaemon.Link(port, more: link) });
    }

    private static async Task<double> DropsAsync(BridgeDaemon daemon, string name) =>
        await daemon.MetricAsync("bridge_link_drops_total", ("operator", name)) ?? 0;

    private static async Task<double> FaultsAsync(BridgeDaemon daemon, string name, string fault) =>
        await daemon.MetricAsync("bridge_smpp_faults_total", ("fault", fault), ("link", "a"), ("operator", name)) ?? 0;

    private static long Resident(BridgeDaemon daemon)
    {
        using var process = Process.GetProcessById(daemon.Id);
        return process.WorkingSet64;
    }

    /// <summary>enquire_link without end, and not one answer is read.</summary>
    private static async Task PourUnreadAsync(RawPeer peer, Action<int> poured, CancellationToken cancel)
    {
        var block = new ArrayBufferWriter<byte>();
        for (uint i = 1; i <= 4096; i++) PduCodec.Encode(new EnquireLink { Sequence = i }, block);
        while (true)
        {
            await peer.Stream.WriteAsync(block.WrittenMemory, cancel);
            poured(block.WrittenCount);
        }
    }

    /// <summary>Octets of no meaning: on every other connection in frames of a possible length, so that each has to be looked at.</summary>
    private async Task PourNoiseAsync(RawPeer peer, Action<int> poured, CancellationToken cancel)
    {
        var random = new Random(992);
        var block = new byte[64 * 1024];
        random.NextBytes(block);
        if (Interlocked.Increment(ref _noises) % 2 == 0)
        {
            for (var at = 0; at < block.Length; at += 64) BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(at), 64);
        }
        for (var i = 0; i < 200; i++)
        {
            await peer.Stream.WriteAsync(block, cancel);
            poured(block.Length);
        }
    }
}
