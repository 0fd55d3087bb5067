using System.Collections.Concurrent;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>Kannel's bearerbox, the gateway that most of the world's ESMEs are, bound to our session in the role of the SMSC.</summary>
[Trait("Speed", "peers")]
public sealed class BearerboxTests
{
    private const int Texts = 300;

    [PeerFact(Peer.Kannel)]
    public async Task A_bearerbox_binds_takes_three_hundred_texts_and_replies_to_each_and_unbinds()
    {
        var happened = new ConcurrentQueue<OperatorEvent>();
        await using var smsc = new SimulatedOperator(
            new OperatorSettings { Name = "harbour", SystemId = "kannel", Password = "secret08" }, TimeProvider.System, happened.Enqueue);
        await using var proxy = new RecordingProxy(smsc.Port, weAreCalled: true);
        await using var kannel = new Bearerbox(proxy.Port, reply: "Taken");
        await kannel.StartAsync(() => smsc.Receivers == 1);

        var deliveries = await Task.WhenAll(Enumerable.Range(0, Texts).Select(n => smsc.DeliverTextAsync(Text(n), CancellationToken.None)));
        await Eventually.TrueAsync(() => happened.OfType<PartSubmitted>().Count() == Texts, "every text has its reply", () =>
            $"{happened.OfType<PartSubmitted>().Count()}");
        await kannel.StopAsync();
        await Eventually.TrueAsync(() => happened.OfType<LinkEnded>().Any(), "bearerbox unbinds");

        deliveries.ShouldAllBe(delivery => delivery.Transmissions == 1);
        var replies = happened.OfType<PartSubmitted>().ToList();
        replies.Select(reply => reply.Submit.Destination.Value).ShouldBe(Enumerable.Range(0, Texts).Select(Number), ignoreOrder: true);
        replies.Select(reply => (reply.Answer, Encoding.ASCII.GetString(reply.Submit.UserData.Span))).Distinct().ShouldHaveSingleItem()
            .ShouldBe((CommandStatus.Ok, "Taken"));
        happened.OfType<LinkBound>().ShouldHaveSingleItem().Mode.ShouldBe(BindMode.Transceiver);
        happened.OfType<LinkEnded>().ShouldHaveSingleItem().End.Reason.ShouldBe(SessionEndReason.Unbind);
        happened.OfType<OperatorFailed>().ShouldBeEmpty();
        var written = proxy.Written().ShouldHaveSingleItem().Select(octets => PduCodec.Decode(octets)).ToList();
        written.ShouldAllBe(pdu => pdu.Fault == null);
        written.Count(pdu => pdu is DeliverSmResp { Status: CommandStatus.Ok }).ShouldBe(Texts);
        written.Count(pdu => pdu is SubmitSm).ShouldBe(Texts);
    }

    private static string Number(int number) => $"8529{number:0000000}";

    private static DeliverSm Text(int number) => new()
    {
        Source = new Address(1, 1, Number(number)),
        Destination = new Address(3, 0, "992"),
        DataCoding = 8,
        ShortMessage = Encoding.BigEndianUnicode.GetBytes($"救命{number}"),
    };
}
