using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>Three operators are broken, each in its own way, and stay so; the senders of the fourth notice nothing.</summary>
[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class TroubledOperatorsTests(RabbitMqServer broker)
{
    [PeerFact(Peer.NodeSmpp)]
    public async Task Operators_that_refuse_are_down_or_hang_are_told_once_and_cost_the_others_nothing()
    {
        using var folder = new TempFolder();
        EmergencyText[] texts = [.. EmergencyTexts.Of(10_000).Where(text => text.Text.Length <= 70)];
        EmergencyTexts.Write(folder.File("texts.json"), texts);
        await using var sound = new JsonLines("node", Peer.Script("node/smsc.js"), folder.File("texts.json"), "secret08", "by-hand");
        await using var refusing = new JsonLines("node", Peer.Script("node/smsc.js"), folder.File("texts.json"), "another");
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await sound.UntilAsync("listening");
        await refusing.UntilAsync("listening");
        await using var toSound = new RecordingProxy(Port(sound));
        await using var toRefusing = new RecordingProxy(Port(refusing));
        var uri = await broker.FreshAsync();
        await using var daemon = await BridgeDaemon.StartAsync(
            new()
            {
                ["hanging"] = Operator(((IPEndPoint)hanging.LocalEndpoint).Port),
                ["refusing"] = Operator(toRefusing.Port),
                ["absent"] = Operator(FreePort.Take()),
                ["sound"] = Operator(toSound.Port),
            },
            uri);
        await using var centre = await BusCentre.OpenAsync(uri, _ => "收到有關報告，警員很快會到達。");
        await sound.UntilAsync("bound");

        // Until every trouble has come twice at least: said at the second time too, it would be said for ever.
        var sent = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await sound.TellAsync("next");
                await sound.UntilAsync("answered", ++sent);
                return await daemon.MetricAsync("bridge_link_drops_total", ("operator", "hanging"), ("reason", "timeout")) >= 2
                    && await daemon.MetricAsync("bridge_link_drops_total", ("operator", "refusing"), ("reason", "refused")) >= 2
                    && daemon.Log().Any(line => line.Contains("absent/a"));
            },
            "every trouble has come twice");

        foreach (var name in (string[])["hanging", "refusing", "absent"])
        {
            (await daemon.MetricAsync("bridge_link_up", ("operator", name))).ShouldBe(0, name);
        }
        (await daemon.MetricAsync("bridge_link_up", ("operator", "sound"))).ShouldBe(1);
        (await daemon.MetricAsync("bridge_link_drops_total", ("operator", "sound"))).ShouldBe(0);
        await centre.UntilAsync("reply.delivered", sent, sound.ShouldBeRunning);
        (await daemon.StopAsync()).ShouldBe(0);

        LinesOf(daemon, "refusing").ShouldHaveSingleItem().ShouldContain("refused with ESME_RINVPASWD");
        LinesOf(daemon, "absent").ShouldHaveSingleItem().ShouldContain("ConnectionRefused");
        LinesOf(daemon, "hanging").ShouldHaveSingleItem().ShouldContain("not bound within");
        sound.Of("answered").ShouldAllBe(answer => answer.Number("status") == 0);
        centre
            .Of("report.received")
            .Select(report => report.Text("text"))
            .ShouldBe(texts.Take(sent).Select(text => text.Text), ignoreOrder: true);
    }

    private static IEnumerable<string> LinesOf(BridgeDaemon daemon, string name) => daemon.Log().Where(line => line.Contains(name + "/a"));

    private static int Port(JsonLines smsc) => (int)smsc.Of("listening")[0].Number("port");

    private static JsonObject Operator(int port) => BridgeDaemon.Operator(new()
    {
        ["a"] = BridgeDaemon.Link(port, more: new JsonObject
        {
            ["Reconnect"] = new JsonObject { ["Min"] = "00:00:00.050", ["Max"] = "00:00:00.500", ["Refused"] = "00:00:01" },
        }),
    });
}
