using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// One way through everything: an SMSC that is a script over somebody else's SMPP, the daemon, RabbitMQ, a centre that confirms each
/// report.
/// </summary>
internal sealed class SmscRun : IAsyncDisposable
{
    private const string Operator = "harbour-mobile";

    private readonly TempFolder _folder = new();
    private readonly JsonLines _smsc;
    private readonly EmergencyText[] _texts;
    private RecordingProxy? _proxy;
    private BridgeDaemon? _daemon;
    private BusCentre? _centre;
    private int _answers;

    private SmscRun(string program, string script, EmergencyText[] texts)
    {
        _texts = texts;
        EmergencyTexts.Write(_folder.File("texts.json"), texts);
        _smsc = new JsonLines(program, Peer.Script(script), _folder.File("texts.json"));
    }

    private BridgeDaemon Daemon => _daemon!;

    private BusCentre Centre => _centre!;

    /// <summary>What the bridge wrote on each of its connections. After <see cref="StopAsync"/>.</summary>
    public IReadOnlyList<IReadOnlyList<byte[]>> Written => _proxy!.Written();

    /// <param name="binds">A link for each: transceiver, receiver, transmitter.</param>
    public static async Task<SmscRun> StartAsync(
        string program, string script, EmergencyText[] texts, Uri broker, string[] binds, string longText = "udh")
    {
        var run = new SmscRun(program, script, texts);
        try
        {
            await run.StartAsync(broker, binds, longText);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until every text is confirmed to its sender, by the receipt of the peer.</summary>
    public async Task UntilDeliveredAsync()
    {
        await Centre.UntilAsync("report.received", _texts.Length, _smsc.ShouldBeRunning);
        await Centre.UntilAsync("reply.delivered", _texts.Length, _smsc.ShouldBeRunning);
    }

    /// <summary>TERM; returns the exit code when the last word of the bridge is on the bus.</summary>
    public async Task<int?> StopAsync(int links)
    {
        var code = await Daemon.StopAsync();
        await Eventually.TrueAsync(
            () => Centre.Of("link.changed").Count(e => e.Text("state") == "down") >= links,
            "the links are told to be down");
        await _smsc.UntilAsync("unbound", links);
        return code;
    }

    public void BoundAs(params string[] commands)
    {
        var bound = _smsc.Of("bound");
        bound.Select(line => line.Text("command")).ShouldBe(commands, ignoreOrder: true);
        bound.ShouldAllBe(line => line.Text("systemId") == BridgeDaemon.SystemId && line.Text("password") == BridgeDaemon.Password);
    }

    public void EveryTextIsOnTheBusExactlyOnce()
    {
        var reports = Centre.Of("report.received");
        reports.Select(report => (report.Text("sender.msisdn"), report.Text("text"), report.Text("alphabet")))
            .ShouldBe(_texts.Select(text => (text.From, text.Text, text.Coding == 8 ? "ucs2" : "gsm7")), ignoreOrder: true);
        reports.ShouldAllBe(report => report.Data.Flag("complete") && report.Data.At("problems").GetArrayLength() == 0);
        Centre.All.Select(e => e.Id).ShouldBeUnique();
        Centre.All.Select(e => e.Name).Distinct()
            .ShouldBe(["link.changed", "report.received", "reply.accepted", "reply.delivered"], ignoreOrder: true);
        _smsc.Of("answered").ShouldAllBe(answer => answer.Number("status") == 0);
    }

    public void LongRepliesWereSentAs(string longText) =>
        _smsc.Of("submitted").Select(line => line.Text("form")).Distinct().ShouldBe(["short", longText], ignoreOrder: true);

    public void EveryReplyReachedItsSenderExactlyOnce()
    {
        var senders = Centre.Of("report.received").ToDictionary(report => report.Text("reportId"), report => report.Text("sender.msisdn"));
        var said = Centre.Answers.Select(answer => (senders[answer.Key], answer.Value));
        Heard().ShouldBe(said, ignoreOrder: true);
        Centre.Of("reply.delivered").Select(e => e.Text("commandId"))
            .ShouldBe(Centre.Answers.Keys.Select(BusCentre.CommandId), ignoreOrder: true);
        _smsc.Of("submitted").ShouldAllBe(line => line.Text("from") == "992");
        _smsc.Of("receipted").ShouldAllBe(answer => answer.Number("status") == 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_centre is not null) await _centre.DisposeAsync();
        if (_daemon is not null) await _daemon.DisposeAsync();
        if (_proxy is not null) await _proxy.DisposeAsync();
        await _smsc.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(Uri broker, string[] binds, string longText)
    {
        await _smsc.UntilAsync("listening");
        _proxy = new RecordingProxy((int)_smsc.Of("listening")[0].Number("port"));
        var links = binds.ToDictionary(bind => bind, bind => BridgeDaemon.Link(_proxy.Port, bind));
        _daemon = await BridgeDaemon.StartAsync(
            new() { [Operator] = BridgeDaemon.Operator(links, new JsonObject { ["LongText"] = longText }) },
            broker,
            new JsonObject { ["NodeName"] = "bridge-1" });
        _centre = await BusCentre.OpenAsync(broker, _ => EmergencyTexts.Answer(Interlocked.Increment(ref _answers)));
    }

    /// <summary>
    /// The replies as the peer decoded them, their parts put together by their UDH: reference, total, number (3GPP TS 23.040 §9.2.3.24.1).
    /// </summary>
    private IEnumerable<(string To, string Text)> Heard() =>
        _smsc
            .Of("submitted")
            .Select(line => (To: line.Text("to"), Text: line.Text("text"), Udh: Element(line)))
            .GroupBy(part =>
                part.Udh is [0, 3, var reference, var total, _] ? $"{part.To} {reference} of {total}" : Guid.NewGuid().ToString())
            .Select(parts =>
                (parts.First().To, string.Concat(parts.OrderBy(part => part.Udh.ElementAtOrDefault(4)).Select(part => part.Text))));

    private static int[] Element(JsonElement line) =>
        line.Items("udh").FirstOrDefault() is { ValueKind: JsonValueKind.Array } element
            ? [.. element.EnumerateArray().Select(octet => octet.GetInt32())]
            : [];
}
