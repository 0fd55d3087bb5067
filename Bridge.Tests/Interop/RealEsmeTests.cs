using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Our session in the role of the SMSC, with ESMEs that somebody else wrote: texts there, submits back in every form, receipts, unbind.
/// </summary>
[Trait("Speed", "peers")]
public sealed class RealEsmeTests
{
    private const int Texts = 90;

    [PeerFact(Peer.NodeSmpp)]
    public Task An_ESME_of_node_smpp_takes_texts_and_submits_and_unbinds() => EverythingArrivesAsync("node", "node/esme.js");

    [PeerFact(Peer.NetSmpp)]
    public Task An_ESME_of_Net_SMPP_takes_texts_and_submits_and_unbinds() => EverythingArrivesAsync("perl", "perl/esme.pl");

    private static async Task EverythingArrivesAsync(string program, string script)
    {
        var happened = new ConcurrentQueue<OperatorEvent>();
        await using var smsc = new SimulatedOperator(
            new OperatorSettings { Name = "harbour", SystemId = program, Password = "secret08" }, TimeProvider.System, happened.Enqueue);
        await using var proxy = new RecordingProxy(smsc.Port, weAreCalled: true);
        await using var esme = new JsonLines(program, Peer.Script(script), proxy.Port.ToString(CultureInfo.InvariantCulture));
        await esme.UntilAsync("bound");
        await smsc.WaitForReceiverAsync(CancellationToken.None);
        var texts = Enumerable.Range(0, Texts).ToDictionary(n => $"8529{n:0000000}", n => $"火警！旺角彌敦道{n}號𠮷野家😀有人被困");

        var deliveries = await Task.WhenAll(
            texts.Select(text => smsc.DeliverTextAsync(Text(text.Key, text.Value), CancellationToken.None)));
        await esme.UntilAsync("accepted", Texts);
        await esme.UntilAsync("receipt", Texts);
        await esme.TellAsync("unbind");
        await esme.UntilAsync("unbound");
        await Eventually.TrueAsync(() => happened.OfType<LinkEnded>().Any(), "the session is over");

        var bound = esme.Of("bound")[0];
        (bound.Number("status"), bound.Text("systemId"), bound.Number("version")).ShouldBe((0, "harbour", 0x34));
        esme.Of("alive").ShouldHaveSingleItem().Number("status").ShouldBe(0);
        deliveries.ShouldAllBe(delivery => delivery.Transmissions == 1);
        esme.Of("text")
            .ToDictionary(line => line.Text("from"), line => line.Text("text"))
            .ShouldBe(texts, ignoreOrder: true);
        var submitted = happened.OfType<PartSubmitted>().ToList();
        submitted
            .ToDictionary(part => part.Submit.Destination.Value, part => Encoding.BigEndianUnicode.GetString(part.Submit.UserData.Span))
            .ShouldBe(texts, ignoreOrder: true);
        submitted.ShouldAllBe(part => part.Submit.Fault == null && part.Answer == CommandStatus.Ok);
        submitted.Count(part => part.Submit.Tlv(TlvTag.MessagePayload) is not null).ShouldBe(Texts / 3);
        submitted.Count(part => part.Submit.Tlv(TlvTag.SarTotalSegments) is { Length: 1 }).ShouldBe(Texts / 3);
        var ids = submitted.Select(part => part.MessageId).ToList();
        esme.Of("accepted").Select(line => line.Text("id")).ShouldBe(ids, ignoreOrder: true);
        esme.Of("receipt").Select(line => line.Text("id")).ShouldBe(ids, ignoreOrder: true);
        esme.Of("receipt").ShouldAllBe(line => line.Number("state") == (int)MessageState.Delivered);
        esme.Of("error").ShouldBeEmpty();
        happened.OfType<LinkEnded>().ShouldHaveSingleItem().End.Reason.ShouldBe(SessionEndReason.Unbind);
        happened.OfType<OperatorFailed>().ShouldBeEmpty();
    }

    private static DeliverSm Text(string from, string text) => new()
    {
        Source = new Address(1, 1, from),
        Destination = new Address(3, 0, "992"),
        DataCoding = 8,
        ShortMessage = Encoding.BigEndianUnicode.GetBytes(text),
    };
}
