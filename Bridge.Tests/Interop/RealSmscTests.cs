using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>The daemon between an SMSC that somebody else wrote and a real broker: every text there, every reply back, letter for letter.</summary>
[Collection(RabbitMqTests.Name)]
public class RealSmscTests(RabbitMqServer broker)
{
    public static TheoryData<string[]> Binds => new() { new[] { "transceiver" }, new[] { "receiver", "transmitter" } };

    [PeerTheory(Peer.NodeSmpp)]
    [MemberData(nameof(Binds))]
    public Task Three_hundred_texts_of_node_smpp_are_reported_and_their_confirmations_delivered(string[] binds) =>
        EverythingArrivesAsync("node", "node/smsc.js", texts: 300, binds);

    [PeerTheory(Peer.NetSmpp)]
    [MemberData(nameof(Binds))]
    public Task Sixty_texts_of_Net_SMPP_are_reported_and_their_confirmations_delivered(string[] binds) =>
        EverythingArrivesAsync("perl", "perl/smsc.pl", texts: 60, binds);

    private async Task EverythingArrivesAsync(string program, string script, int texts, string[] binds)
    {
        await using var run = await SmscRun.StartAsync(program, script, EmergencyTexts.Of(texts), await broker.FreshAsync(), binds);

        await run.UntilDeliveredAsync();
        (await run.StopAsync(binds.Length)).ShouldBe(0);

        run.BoundAs([.. binds.Select(bind => "bind_" + bind)]);
        run.EveryTextIsOnTheBusExactlyOnce();
        run.EveryReplyReachedItsSenderExactlyOnce();
    }
}
