using System.Text;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Tests.Support;
using Bridge.Tests.Text;

namespace Bridge.Tests.Interop;

/// <summary>
/// Operators whose PDUs lie, from a node-smpp SMSC through the real daemon to the bus. Each text is answered ESME_ROK and told, as it was
/// written where that can be known, with the doubt in words and its octets; and it is counted.
/// </summary>
[Trait("Speed", "peers")]
public sealed class LyingOperatorsTests
{
    private const string Crash = "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷", Fire = "Fire at Tin Hei House, Tin Ping Estate, Sheung Shui, 10/F",
        Accents = "Señora Peña está herida, café Über";
    private const string Shown = "火警！有人被困屋內，樓下 10 字樓";

    /// <param name="Text">What the person wrote, in the alphabet of <paramref name="Encoder"/>.</param>
    /// <param name="Front">Octets before it, in hexadecimal.</param>
    /// <param name="Back">How many octets are lost at the end.</param>
    private sealed record Lie(
        string DefaultAlphabet, int Coding, string Text, string Encoder, string[] Problems, string Front = "", int Back = 0,
            bool Udhi = false, string? Payload = null, string? Reads = null);

    private static readonly Lie[] Lies =
    [
        new("gsm7", 0x00, Crash, OthersEncoders.Ucs2, ["declared gsm7, read as ucs2"]),
        new("gsm7", 0x00, "मदद करो, आग लगी है", OthersEncoders.Ucs2, ["declared gsm7, read as ucs2"]),
        new("gsm7", 0x00, Fire, OthersEncoders.Ucs2, ["declared gsm7, read as ucs2"]),
        new("gsm7", 0xF1, Crash, OthersEncoders.Ucs2, ["declared gsm7, read as ucs2"]),
        new("gsm7", 0x00, Fire, OthersEncoders.Packed, ["declared gsm7, read as gsm7-packed"]),
        new("gsm7-packed", 0x00, Fire, OthersEncoders.Gsm7, ["declared gsm7-packed, read as ascii"]),
        new("gsm7-packed", 0x00, Crash, OthersEncoders.Ucs2, ["declared gsm7-packed, read as ucs2"]),
        new("gsm7", 0x00, Accents, OthersEncoders.Latin1, ["declared gsm7, read as latin1"]),
        new("latin1", 0x00, Crash, OthersEncoders.Ucs2, ["declared latin1, read as ucs2"]),
        new("ascii", 0x00, Accents, OthersEncoders.Latin1, ["declared ascii, read as latin1"]),
        new("gsm7", 0x01, Accents, OthersEncoders.Latin1, ["declared ascii, read as latin1"]),
        new("gsm7", 0x00, Crash, OthersEncoders.Utf8, ["declared gsm7, read as utf-8"]),
        new("gsm7", 0x04, Crash, OthersEncoders.Utf8, ["declared binary, read as utf-8"]),
        new("gsm7", 0x08, Crash, OthersEncoders.Utf8, ["declared ucs2, read as utf-8"]),
        new("gsm7", 0x04, Crash, OthersEncoders.Ucs2, ["declared binary, read as ucs2"]),
        new("gsm7", 0x9B, Crash, OthersEncoders.Ucs2, ["data_coding names no known alphabet: 0x9B", "declared binary, read as ucs2"]),
        new("gsm7", 0x08, Crash, OthersEncoders.Ucs2, [], Front: "FEFF"),
        new("gsm7", 0x00, Crash, OthersEncoders.Ucs2, ["declared gsm7, read as ucs2"], Front: "FEFF"),
        new("gsm7", 0x08, Crash, OthersEncoders.Ucs2LittleEndian, ["ucs2 little-endian"]),
        new("gsm7", 0x08, "도와주세요", OthersEncoders.Ucs2LittleEndian, ["ucs2 little-endian"], Front: "FFFE"),
        new("gsm7", 0x00, Crash, OthersEncoders.Ucs2LittleEndian, ["declared gsm7, read as ucs2 little-endian"]),
        new("gsm7", 0x08, Crash, OthersEncoders.Ucs2, ["odd octet count under ucs2"], Back: 1, Reads: Crash[..^1]),
        new("gsm7", 0x08, "救命🚗", OthersEncoders.Ucs2, ["lone surrogate"], Back: 2, Reads: "救命[U+D83D]"),
        new("gsm7", 0x08, Shown, OthersEncoders.Ucs2, ["udh overruns the text"], Udhi: true),
        new("gsm7", 0x08, Shown, OthersEncoders.Ucs2, ["odd octet count under ucs2", "udh element overruns the udh"],
            Front: "06000A2A020101", Udhi: true, Reads: "\n⨂ā" + Shown),
        new("gsm7", 0x08, Shown, OthersEncoders.Ucs2, ["both short_message and message_payload carry text: both are shown"], Payload: Crash,
            Reads: Shown + "\n" + Crash),
        new("gsm7", 0x08, Shown, OthersEncoders.Ucs2, ["both short_message and message_payload carry text: the same"], Payload: Shown),
        new("gsm7", 0x08, "\uECDA賊喺\uECD1門\uF8FF", OthersEncoders.Ucs2,
            ["private-use characters converted: 2", "private-use characters unknown: U+F8FF"], Reads: "啲賊喺嘅門\uF8FF[U+F8FF]"),
    ];

    [PeerFact(Peer.NodeSmpp)]
    public async Task Every_lie_is_taken_told_and_counted()
    {
        using var folder = new TempFolder();
        var bodies = new List<byte[]>();
        foreach (var lie in Lies) bodies.Add(await BodyAsync(lie));

        // An SMSC for each operator, one for each meaning of data_coding 0.
        var operators = Lies.Select((lie, i) => (lie, i)).GroupBy(each => each.lie.DefaultAlphabet).ToList();
        List<JsonLines> smscs = [];
        try
        {
            var configured = new Dictionary<string, JsonObject>();
            foreach (var lies in operators)
            {
                var file = folder.File(lies.Key + ".json");
                var texts = lies.Select(async each => await WrittenAsync(each.lie, Sender(each.i), bodies[each.i]));
                File.WriteAllText(file, new JsonArray(await Task.WhenAll(texts)).ToJsonString());
                var smsc = new JsonLines("node", Peer.Script("node/smsc.js"), file);
                smscs.Add(smsc);
                await smsc.UntilAsync("listening");
                var port = (int)smsc.Of("listening")[0].Number("port");
                configured[lies.Key] = BridgeDaemon.Operator(
                    new() { ["a"] = BridgeDaemon.Link(port) },
                    new JsonObject { ["DefaultAlphabet"] = lies.Key });
            }

            await using var daemon = await BridgeDaemon.StartAsync(configured);
            var reports = await ReportsAsync(daemon, Lies.Length);
            for (var i = 0; i < Lies.Length; i++) Judge(Lies[i], reports[Sender(i)], bodies[i]);

            foreach (var smsc in smscs) smsc.Of("answered").ShouldAllBe(answer => answer.Number("status") == 0);
            smscs.Sum(smsc => smsc.Of("answered").Count).ShouldBe(Lies.Length);
            foreach (
                var (operatorName, problem) in Lies.SelectMany(
                        lie => lie.Problems,
                        (lie, problem) => (lie.DefaultAlphabet, problem.Split(':')[0]))
                    .Distinct())
            {
                var times = Lies.Count(
                    lie => lie.DefaultAlphabet == operatorName && lie.Problems.Any(each => each.Split(':')[0] == problem));
                (await daemon.MetricAsync("bridge_decode_problems_total", ("operator", operatorName), ("problem", problem)))
                    .ShouldBe(times, problem);
            }
        }
        finally
        {
            foreach (var smsc in smscs) await smsc.DisposeAsync();
        }
    }

    private static void Judge(Lie lie, ReportData report, byte[] body)
    {
        report.Text.ShouldBe(lie.Reads ?? lie.Text);
        report.Problems.ShouldBe(lie.Problems, ignoreOrder: true, lie.ToString());
        report.Raw[0].ToArray().ShouldBe(body);
        if (lie.Payload is { } payload && payload != lie.Text)
        {
            report.Raw[1].ToArray().ShouldBe(Encoding.BigEndianUnicode.GetBytes(payload));
        }

        report.Text.ShouldNotContain("\uFFFD");
    }

    private static string Sender(int lie) => $"8529{lie:D7}";

    private static async Task<byte[]> BodyAsync(Lie lie)
    {
        var text = (await OthersEncoders.EncodeAsync(lie.Encoder, [lie.Text]))[0];
        return [.. Convert.FromHexString(lie.Front), .. text[..^lie.Back]];
    }

    private static async Task<JsonNode> WrittenAsync(Lie lie, string sender, byte[] body) => new JsonObject
    {
        ["from"] = sender,
        ["coding"] = lie.Coding,
        ["hex"] = Convert.ToHexString(body),
        ["udhi"] = lie.Udhi,
        ["payload"] = lie.Payload is null
            ? null
            : Convert.ToHexString((await OthersEncoders.EncodeAsync(OthersEncoders.Ucs2, [lie.Payload]))[0]),
    };

    /// <summary>The reports by their sender, as the embedded bus hands them out.</summary>
    private static async Task<Dictionary<string, ReportData>> ReportsAsync(BridgeDaemon daemon, int count)
    {
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        var reports = await bus.TakeAsync<ReportData>(count);
        reports.ShouldAllBe(report => report.EventName == EventNames.ReportReceived);
        return reports.ToDictionary(report => report.Sender.Msisdn!);
    }
}
