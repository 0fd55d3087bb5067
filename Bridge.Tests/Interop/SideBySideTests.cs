using System.Text.Json;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Kannel's bearerbox and the bridge as customers of one SMSC of node-smpp, with the same texts and the same answers to them: both take and
/// answer everything, the SMSC takes everything of both, and Wireshark reads the same in what they write.
/// </summary>
[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class SideBySideTests(RabbitMqServer broker)
{
    private const string Bridge = "bridge992";
    private const string Kannel = Bearerbox.SystemId;
    private const string Receipt = "smpp.regdel.receipt";
    private const string Message = "smpp.message";
    private const string Tlvs = "smpp.opt_param_tag";
    private const string Confirmation = "收到有關報告，警員很快會到達。";

    /// <summary>Then the reference, how many, which (3GPP TS 23.040 §9.2.3.24.1).</summary>
    private const string UdhOfAPart = "050003";
    private const string English = "Report received. Police [car 5] will arrive soon {Nathan Rd} ~ €0 @ 3";

    private static readonly string Long = string.Concat(Enumerable.Repeat("請留在安全地方，不要返回屋內。", 12));

    /// <summary>
    /// Everything that a submit_sm says but its sequence_number; validity_period, which Kannel writes as a time of day and we as a span, so
    /// that the two sides' clocks need not agree (SMPP v3.4 §7.1.1); the reference of a UDH, any number by its nature; and of long texts
    /// the receipts, of which Kannel wants one and we one for each part, and more_messages_to_send, which Kannel tells the SMSC whether it
    /// takes TLVs or not.
    /// </summary>
    private static readonly string[] OfSubmit =
    [
        "smpp.service_type", "smpp.source_addr_ton", "smpp.source_addr_npi", "smpp.source_addr", "smpp.dest_addr_ton", "smpp.dest_addr_npi",
            "smpp.destination_addr",
        "smpp.esm.submit.msg_mode", "smpp.esm.submit.msg_type", "smpp.esm.submit.features", "smpp.protocol_id", "smpp.priority_flag",
            "smpp.schedule_delivery_time",
        "smpp.schedule_delivery_time_r", Receipt, "smpp.regdel.acks", "smpp.regdel.notif", "smpp.replace_if_present_flag",
            "smpp.data_coding",
        "smpp.sm_default_msg_id", "smpp.sm_length", Tlvs,
    ];

    /// <summary>But for who binds.</summary>
    private static readonly string[] OfBind =
        ["smpp.command_id", "smpp.password", "smpp.system_type", "smpp.interface_version", "smpp.addr_ton", "smpp.addr_npi",
            "smpp.address_range"];

    [PeerFact(Peer.Kannel, Peer.NodeSmpp, Peer.Wireshark)]
    public async Task A_bearerbox_and_the_bridge_behind_one_SMSC_say_the_same()
    {
        using var folder = new TempFolder();
        EmergencyText[] texts =
        [
            .. EmergencyTexts.Of(60).Where(text => text.Text.Length <= 70).Select((text, n) => text with { From = $"8529{n:D7}" }),
        ];
        EmergencyTexts.Write(folder.File("texts.json"), texts);
        await using var smsc = new JsonLines("node", Peer.Script("node/smsc.js"), folder.File("texts.json"));
        await smsc.UntilAsync("listening");
        var port = (int)smsc.Of("listening")[0].Number("port");
        await using var toBridge = new RecordingProxy(port);
        await using var toKannel = new RecordingProxy(port);
        var uri = await broker.FreshAsync();
        var answers = texts.Select((text, n) => (text.From, Answer(n))).ToDictionary();

        await using var kannel = new Bearerbox(toKannel.Port);
        await kannel.StartAsync(() => smsc.Of("bound").Count > 0);
        await using var daemon = await BridgeDaemon.StartAsync(
            new() { ["harbour-mobile"] = BridgeDaemon.OneLink(toBridge.Port) }, uri);
        await using var centre = await BusCentre.OpenAsync(uri, report => answers[report.Text("sender.msisdn")]);
        foreach (var (to, text) in answers) await kannel.SendAsync(to, text, coding: text == English ? 0 : 2);
        await centre.UntilAsync("reply.delivered", texts.Length, smsc.ShouldBeRunning);
        await smsc.UntilAsync("receipted", smsc.Of("submitted").Count(line => Who(line) == Bridge) + texts.Length);
        await kannel.StopAsync();
        (await daemon.StopAsync()).ShouldBe(0);
        await smsc.UntilAsync("unbound", 2);

        foreach (var customer in (string[])[Bridge, Kannel])
        {
            smsc.Of("answered")
                .Where(line => Who(line) == customer)
                .Select(line => line.Number("status"))
                .ShouldBe(Enumerable.Repeat(0L, texts.Length), customer);
            smsc.Of("submitted")
                .Where(line => Who(line) == customer)
                .GroupBy(line => line.Text("to"))
                .ToDictionary(parts => parts.Key, parts => string.Concat(parts.Select(line => line.Text("text"))))
                .ShouldBe(answers, ignoreOrder: true, customer);
        }

        smsc.Of("receipted").ShouldAllBe(line => line.Number("status") == 0);
        smsc.Of("error").ShouldBeEmpty();
        await SaysTheSameAsync(toBridge.Written().ShouldHaveSingleItem(), toKannel.Written().ShouldHaveSingleItem());
    }

    private static async Task SaysTheSameAsync(IReadOnlyList<byte[]> ours, IReadOnlyList<byte[]> kannels)
    {
        (await Dissection.ComplaintsAsync([.. ours, .. kannels])).ShouldBeEmpty();

        Same(await ReadAsync(ours, CommandId.BindTransceiver, OfBind), await ReadAsync(kannels, CommandId.BindTransceiver, OfBind));
        Same(
            await ReadAsync(ours, CommandId.SubmitSm, [.. OfSubmit, Message]),
            await ReadAsync(kannels, CommandId.SubmitSm, [.. OfSubmit, Message]));
        foreach (var command in (CommandId[])[CommandId.DeliverSmResp, CommandId.Unbind])
        {
            Same(ButForItsNumber(ours, command).Distinct(), ButForItsNumber(kannels, command).Distinct());
        }
    }

    private static void Same(IEnumerable<string> ours, IEnumerable<string> kannels)
    {
        var (here, there) = (ours.Order(StringComparer.Ordinal).ToList(), kannels.Order(StringComparer.Ordinal).ToList());
        here.ShouldNotBeEmpty();
        var differences = here.Except(there)
            .Take(2)
            .Select(line => $"we: {line}")
            .Concat(there.Except(here).Take(2).Select(line => $"Kannel: {line}"));
        string.Join('\n', differences).ShouldBeEmpty();
        here.Count.ShouldBe(there.Count);
    }

    /// <summary>A line for each PDU of the command.</summary>
    private static async Task<List<string>> ReadAsync(IReadOnlyList<byte[]> written, CommandId command, string[] fields)
    {
        var rows = await Wireshark.DissectAsync([.. written.Where(pdu => PduCodec.Decode(pdu).Command == command)], fields);
        foreach (var row in rows.Where(row => row.GetValueOrDefault(Message, "").StartsWith(UdhOfAPart, StringComparison.Ordinal)))
        {
            row[Message] = row[Message][(UdhOfAPart.Length + 2)..];
            row[Receipt] = "";
            row[Tlvs] = row[Tlvs].Replace("0x0426", "");
        }

        return [.. rows.Select(row => string.Join(" ", fields.Select(field => $"{field}={row[field]}")))];
    }

    private static List<string> ButForItsNumber(IReadOnlyList<byte[]> written, CommandId command) =>
        [
            .. written
                .Where(pdu => PduCodec.Decode(pdu).Command == command)
                .Select(pdu => Convert.ToHexString([.. pdu.AsSpan(0, 12), .. pdu.AsSpan(16)])),
        ];

    private static string Answer(int number) =>
        (number % 3) switch
        {
            0 => Confirmation,
            1 => English,
            _ => Long,
        };

    private static string? Who(JsonElement line) => line.At("systemId").GetString();
}
