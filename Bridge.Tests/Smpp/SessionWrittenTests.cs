using System.Globalization;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

/// <summary>
/// What a running session writes by itself, in both roles, good answers and refusals: dissected by Wireshark, and meant as Wireshark reads
/// it.
/// </summary>
[Trait("Speed", "peers")]
public sealed class SessionWrittenTests
{
    private static readonly string[] Fields =
    [
        Wireshark.Malformed, Wireshark.Complaint, "smpp.command_id", "smpp.command_length", "smpp.command_status", "smpp.sequence_number",
            "smpp.esm.submit.features",
        "smpp.message", "smpp.message_payload", "smpp.sar_msg_ref_num", "smpp.sar_total_segments", "smpp.sar_segment_seqnum",
            "smpp.source_addr", "smpp.destination_addr",
    ];

    private static readonly byte[] Header = [5, 0, 3, 42, 2, 1];
    private static readonly byte[] Words = Encoding.BigEndianUnicode.GetBytes("請留在安全地方");

    [NeedsToolFact("tshark")]
    public async Task An_ESMEs_submits_in_every_form_and_its_own_PDUs()
    {
        await using var link = await SessionFixture.BoundAsync();
        var reply = new SubmitSm
        {
            Source = new(3, 0, "992"),
            Destination = new(1, 1, "85291234567"),
            RegisteredDelivery = 1,
            DataCoding = 8,
        };
        SubmitSm[] forms =
        [
            reply with
            {
                ShortMessage = Words,
            },
            reply with
            {
                EsmClass = new(0x40),
                ShortMessage = (byte[])[.. Header, .. Words],
            },
            reply with
            {
                ShortMessage = Words,
                Tlvs = [Tlv.UInt16(TlvTag.SarMsgRefNum, 513), Tlv.Octet(TlvTag.SarTotalSegments, 3), Tlv.Octet(TlvTag.SarSegmentSeqnum, 2)],
            },
            reply with
            {
                Tlvs = [new(TlvTag.MessagePayload, Words)],
            },
        ];
        foreach (var form in forms) _ = link.Session.RequestAsync(form, CancellationToken.None);
        var written = new List<Pdu>();
        for (var i = 0; i < forms.Length; i++)
        {
            written.Add(await link.Peer.ReadAsync<SubmitSm>());
            await link.Peer.SendAsync(Responses.CreateFor(written[^1], CommandStatus.Ok)!);
        }

        // What is still on its way would be heard in the middle of the silence that follows.
        (await link.SyncAsync()).ShouldBeEmpty();
        link.Pass(SessionFixture.Esme.EnquireLink + TimeSpan.FromSeconds(1));
        written.Add(await link.Peer.ReadAsync<EnquireLink>());
        await link.Peer.SendAsync(new EnquireLinkResp { Sequence = written[^1].Sequence });
        await link.SyncAsync();
        var unbinding = link.Session.UnbindAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        written.Add(await link.Peer.ReadAsync<Unbind>());
        await link.Peer.SendAsync(new UnbindResp { Sequence = written[^1].Sequence });
        await unbinding;

        var rows = await DissectAsync(written);
        for (var i = 0; i < forms.Length; i++)
        {
            (rows[i]["smpp.source_addr"], rows[i]["smpp.destination_addr"]).ShouldBe(("992", "85291234567"));
        }

        rows[0]["smpp.message"].ShouldBe(Hex(Words));
        Number(rows[1]["smpp.esm.submit.features"]).ShouldBe(1u, "the UDH indicator");
        rows[1]["smpp.message"].ShouldBe(Hex([.. Header, .. Words]));
        (rows[2]["smpp.sar_msg_ref_num"], rows[2]["smpp.sar_total_segments"], rows[2]["smpp.sar_segment_seqnum"])
            .ShouldBe(("513", "3", "2"));
        rows[3]["smpp.message_payload"].ShouldBe(Hex(Words));
    }

    [NeedsToolTheory("tshark")]
    [InlineData(SessionRole.Esme)]
    [InlineData(SessionRole.Smsc)]
    public async Task Answers_and_refusals_to_whatever_is_asked(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        var message = role == SessionRole.Esme ? CommandId.DeliverSm : CommandId.SubmitSm;
        (CommandId Command, CommandStatus Status)[] asked =
        [
            (message, CommandStatus.Ok), (message, CommandStatus.SysErr), (message, CommandStatus.MsgQFul),
                (message, CommandStatus.Throttled),
            (CommandId.DataSm, CommandStatus.Ok), (CommandId.DataSm, CommandStatus.TempAppErr),
        ];
        var written = new List<Pdu>();
        var sequence = 0x100u;
        foreach (var (command, status) in asked)
        {
            await link.Peer.SendOctetsAsync(
                Wired.Pdu(command, CommandStatus.Ok, ++sequence, command == CommandId.DataSm ? new byte[10] : Wired.DeliverBody()));
            link.Session.Respond(Responses.CreateFor(await link.HandedAsync(), status)!);
            written.Add((await link.Peer.ReadAsync()).ShouldNotBeNull());
            (written[^1].Status, written[^1].Sequence).ShouldBe((status, sequence));
        }

        // Refused by the session itself: every command that the peer may not send, and one that nobody knows.
        var other = role == SessionRole.Esme ? CommandId.SubmitSm : CommandId.DeliverSm;
        foreach (var command in (CommandId[])[CommandId.BindReceiver, CommandId.BindTransmitter, CommandId.BindTransceiver, other,
            (CommandId)0x000102AA, CommandId.EnquireLink])
        {
            await link.Peer.SendOctetsAsync(Wired.Pdu(command, CommandStatus.Ok, ++sequence));
            written.Add((await link.Peer.ReadAsync()).ShouldNotBeNull());
        }

        await link.Peer.SendAsync(new Unbind { Sequence = ++sequence });
        written.Add(await link.Peer.ReadAsync<UnbindResp>());
        await DissectAsync(written);
    }

    private static async Task<List<Dictionary<string, string>>> DissectAsync(List<Pdu> written)
    {
        var rows = await Wireshark.DissectAsync([.. written.Select(pdu => pdu.Octets.ToArray())], Fields);
        rows.Count.ShouldBe(written.Count);
        foreach (var (pdu, row) in written.Zip(rows))
        {
            (row[Wireshark.Malformed] + row[Wireshark.Complaint]).ShouldBeEmpty($"{pdu}");
            Number(row["smpp.command_id"]).ShouldBe((uint)pdu.Command);
            Number(row["smpp.command_length"]).ShouldBe((uint)pdu.Octets.Length);
            Number(row["smpp.sequence_number"]).ShouldBe(pdu.Sequence);
            if (pdu.IsResponse) Number(row["smpp.command_status"]).ShouldBe((uint)pdu.Status);
        }

        return rows;
    }

    private static string Hex(byte[] octets) => Convert.ToHexStringLower(octets);

    private static uint Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? uint.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : uint.Parse(text, CultureInfo.InvariantCulture);
}
