using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// The daemon between an SMSC that somebody else wrote and a real broker: every text there, every reply back, letter for letter.
/// </summary>
[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class RealSmscTests(RabbitMqServer broker)
{
    public static TheoryData<string[]> Binds => new() { new[] { "transceiver" }, new[] { "receiver", "transmitter" } };

    [PeerTheory(Peer.NodeSmpp)]
    [MemberData(nameof(Binds))]
    public Task Three_hundred_texts_of_node_smpp_are_reported_and_their_confirmations_delivered(string[] binds) =>
        EverythingArrivesAsync("node", "node/smsc.js", EmergencyTexts.Of(300), binds);

    [PeerTheory(Peer.NodeSmpp)]
    [InlineData("udh")]
    [InlineData("sar")]
    [InlineData("payload")]
    public async Task What_people_really_write_comes_out_letter_for_letter(string longText)
    {
        var texts = EmergencyTexts.Corpus();
        texts.Length.ShouldBeGreaterThanOrEqualTo(300);
        await EverythingArrivesAsync("node", "node/smsc.js", longText == "udh" ? texts : texts[^60..], ["transceiver"], longText);
    }

    [PeerTheory(Peer.NetSmpp)]
    [MemberData(nameof(Binds))]
    public Task Sixty_texts_of_Net_SMPP_are_reported_and_their_confirmations_delivered(string[] binds) =>
        EverythingArrivesAsync("perl", "perl/smsc.pl", EmergencyTexts.Of(60), binds);

    private async Task EverythingArrivesAsync(string program, string script, EmergencyText[] texts, string[] binds, string longText = "udh")
    {
        await using var run = await SmscRun.StartAsync(program, script, texts, await broker.FreshAsync(), binds, longText);

        await run.UntilDeliveredAsync();
        (await run.StopAsync(binds.Length)).ShouldBe(0);

        run.BoundAs([.. binds.Select(bind => "bind_" + bind)]);
        run.EveryTextIsOnTheBusExactlyOnce();
        run.EveryReplyReachedItsSenderExactlyOnce();
        if (program == "node") run.LongRepliesWereSentAs(longText);
    }
}
