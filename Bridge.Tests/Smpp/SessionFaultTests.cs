using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>
/// The table of faults, row by row, as octets on the wire: what the peer sends, what it reads in return, whether the owner gets it, whether
/// the link is still there. In both roles where the row has two sides.
/// </summary>
[Trait("Speed", "unit")]
public sealed class SessionFaultTests
{
    private const SessionRole Esme = SessionRole.Esme;
    private const SessionRole Smsc = SessionRole.Smsc;

    /// <summary>A text for an ESME, a submit for an SMSC: they have the same body.</summary>
    private static CommandId Message(SessionRole role) => role == Esme ? CommandId.DeliverSm : CommandId.SubmitSm;

    private static CommandId MessageResp(SessionRole role) => Message(role).ToResponse();

    private static byte[] Sound(SessionRole role, uint sequence) =>
        Wired.Pdu(Message(role), CommandStatus.Ok, sequence, Wired.DeliverBody());

    public static TheoryData<string, SessionRole, byte[]> UnreadableBodies()
    {
        var long64K = new byte[0xFFFF];
        var bodies = new (string What, byte[] Body)[]
        {
            ("no body", []),
            ("a string without its NUL", [.. "CMT"u8]),
            ("an address longer than its field",
                [0, 1, 1, .. Encoding.ASCII.GetBytes(new string('8', 40)), 0, 3, 0, .. "992\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4,
                .. "help"u8]),
            ("sm_length says too much", Wired.DeliverBody(smLength: 200)),
            ("sm_length says too little", Wired.DeliverBody(smLength: 2)),
            ("a TLV longer than the PDU", Wired.DeliverBody(tail: [0x03, 0x81, 0, 200, 1])),
            ("half a TLV header", Wired.DeliverBody(tail: [0x03, 0x81])),
            ("a message_payload cut short", Wired.DeliverBody(0, "", [0x04, 0x24, 0xFF, 0xFF, .. "help"u8])),
            ("octets of no meaning after 64 KiB of payload", Wired.DeliverBody(0, "", [0x04, 0x24, 0xFF, 0xFF, .. long64K, 1, 2, 3])),
        };
        var rows = new TheoryData<string, SessionRole, byte[]>();
        foreach (var (what, body) in bodies)
        {
            rows.Add(what, Esme, body);
            rows.Add(what, Smsc, body);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(UnreadableBodies))]
    public async Task An_unreadable_body_is_handed_on_and_answered_under_its_own_number(string what, SessionRole role, byte[] body)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        var octets = Wired.Pdu(Message(role), CommandStatus.Ok, 0x11223344, body);
        await link.Peer.SendOctetsAsync(octets);

        var handed = await link.HandedAsync();
        handed.Fault.ShouldNotBeNull(what);
        handed.Octets.ToArray().ShouldBe(octets);
        link.Session.Respond(Responses.CreateFor(handed, CommandStatus.Ok)!);

        var answer = (await link.Peer.ReadAsync()).ShouldNotBeNull();
        (answer.Command, answer.Status, answer.Sequence).ShouldBe((MessageResp(role), CommandStatus.Ok, 0x11223344u));
        await StaysAsync(link, SessionFault.UnreadableBody);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_message_payload_of_64_KiB_is_no_fault(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(
            Wired.Pdu(Message(role), CommandStatus.Ok, 9, Wired.DeliverBody(0, "", [0x04, 0x24, 0xFF, 0xFF, .. new byte[0xFFFF]])));

        (await link.HandedAsync()).ShouldBeAssignableTo<MessagePdu>()!.UserData.Length.ShouldBe(0xFFFF);
        await StaysAsync(link, seen: null);
    }

    [Theory]
    [InlineData(Esme, 0x000102AAu)]
    [InlineData(Smsc, 0x000102AAu)]
    [InlineData(Esme, 0u)]
    [InlineData(Smsc, 0x7FFFFFFFu)]
    public async Task An_unknown_command_gets_a_generic_nack_with_its_number(SessionRole role, uint command)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(Wired.Pdu((CommandId)command, CommandStatus.Ok, 0x63, 0xAB, 0xCD));
        await RefusedAsync(link, CommandId.GenericNack, CommandStatus.InvCmdId, 0x63);
        await StaysAsync(link, SessionFault.UnknownCommand);
    }

    [Theory]
    [InlineData(Esme, SessionState.Open, false)]
    [InlineData(Esme, SessionState.Open, true)]
    [InlineData(Smsc, SessionState.Open, false)]
    [InlineData(Esme, SessionState.BoundTx, false)]
    [InlineData(Esme, SessionState.BoundRx, false)]
    [InlineData(Esme, SessionState.BoundTrx, false)]
    [InlineData(Smsc, SessionState.BoundTx, false)]
    [InlineData(Smsc, SessionState.BoundRx, false)]
    [InlineData(Smsc, SessionState.BoundTrx, false)]
    [InlineData(Esme, SessionState.Unbound, false)]
    [InlineData(Smsc, SessionState.Unbound, false)]
    public async Task An_unknown_command_gets_its_generic_nack_in_every_state(SessionRole role, SessionState state, bool binding)
    {
        await using var link = await InStateAsync(role, state);
        if (binding)
        {
            _ = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
            await link.Peer.ReadAsync<Bind>();
        }

        await link.Peer.SendOctetsAsync(Wired.Pdu((CommandId)0x000102AA, CommandStatus.Ok, 0x63, 0xAB));
        await RefusedAsync(link, CommandId.GenericNack, CommandStatus.InvCmdId, 0x63);
        await StaysAsync(link, SessionFault.UnknownCommand, state);
    }

    [Theory]
    [InlineData(Esme, BindMode.Transceiver, CommandId.SubmitSm)]
    [InlineData(Esme, BindMode.Receiver, CommandId.SubmitSm)]
    [InlineData(Smsc, BindMode.Transceiver, CommandId.DeliverSm)]
    [InlineData(Smsc, BindMode.Receiver, CommandId.SubmitSm)]
    public async Task A_request_in_the_wrong_state_is_refused_by_its_own_response(SessionRole role, BindMode mode, CommandId command)
    {
        await using var link = await SessionFixture.BoundAsync(role, mode);
        await link.Peer.SendOctetsAsync(Wired.Pdu(command, CommandStatus.Ok, 0x64, Wired.DeliverBody()));
        await RefusedAsync(link, command.ToResponse(), CommandStatus.InvBndSts, 0x64);
        await StaysAsync(link, SessionFault.WrongState);
    }

    [Theory]
    [InlineData(Esme, CommandId.DeliverSm)]
    [InlineData(Smsc, CommandId.SubmitSm)]
    [InlineData(Smsc, CommandId.DataSm)]
    public async Task A_request_before_any_bind_is_refused_and_the_connection_may_still_be_bound(SessionRole role, CommandId command)
    {
        await using var link = new SessionFixture(role == Esme ? SessionFixture.Esme : SessionFixture.Smsc);
        await link.Peer.SendOctetsAsync(
            Wired.Pdu(command, CommandStatus.Ok, 0x65, command == CommandId.DataSm ? new byte[10] : Wired.DeliverBody()));
        await RefusedAsync(link, command.ToResponse(), CommandStatus.InvBndSts, 0x65);
        await StaysAsync(link, SessionFault.BeforeBind, SessionState.Open);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_bind_on_a_bound_link_is_refused_as_already_bound(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendAsync(new Bind { Mode = BindMode.Transceiver, Sequence = 0x66 });
        await RefusedAsync(link, CommandId.BindTransceiverResp, CommandStatus.AlyBnd, 0x66);
        await StaysAsync(link, SessionFault.BoundAlready);
    }

    [Fact]
    public async Task A_text_that_overtakes_bind_resp_waits_for_it()
    {
        await using var link = new SessionFixture(SessionFixture.Esme);
        var binding = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
        var bind = await link.Peer.ReadAsync<Bind>();
        await link.Peer.SendOctetsAsync(Sound(Esme, 0x67));
        await StaysAsync(link, SessionFault.OvertookBindResp, SessionState.Open);
        link.NothingHanded.ShouldBeTrue();

        await link.Peer.SendAsync(new BindResp { Mode = BindMode.Transceiver, Sequence = bind.Sequence });

        await binding;
        (await link.HandedAsync()).Sequence.ShouldBe(0x67u);
    }

    [Theory]
    [InlineData(CommandId.DeliverSm)]
    [InlineData(CommandId.DataSm)]
    public async Task A_text_to_a_transmitter_is_handed_on(CommandId command)
    {
        await using var link = await SessionFixture.BoundAsync(Esme, BindMode.Transmitter);
        await link.Peer.SendOctetsAsync(
            Wired.Pdu(command, CommandStatus.Ok, 0x68, command == CommandId.DeliverSm ? Wired.DeliverBody() : new byte[10]));
        (await link.HandedAsync()).Sequence.ShouldBe(0x68u);
        await StaysAsync(link, SessionFault.TextToTransmitter);
    }

    [Theory]
    [InlineData(Esme, 0u)]
    [InlineData(Smsc, 0u)]
    [InlineData(Esme, 0x80000000u)]
    [InlineData(Smsc, 0xFFFFFFFFu)]
    public async Task A_number_outside_the_spec_is_echoed(SessionRole role, uint sequence)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(Sound(role, sequence));
        link.Session.Respond(Responses.CreateFor(await link.HandedAsync(), CommandStatus.Ok)!);
        (await link.Peer.ReadAsync()).ShouldNotBeNull().Sequence.ShouldBe(sequence);
        await StaysAsync(link, SessionFault.SequenceOutOfRange);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task Two_requests_under_one_number_are_both_handed_on_and_both_answered(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync((byte[])[.. Sound(role, 5), .. Sound(role, 5)]);
        for (var i = 0; i < 2; i++) link.Session.Respond(Responses.CreateFor(await link.HandedAsync(), CommandStatus.Ok)!);
        for (var i = 0; i < 2; i++) (await link.Peer.ReadAsync()).ShouldNotBeNull().Sequence.ShouldBe(5u);
        await StaysAsync(link, SessionFault.SequenceRepeated);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_late_response_and_a_second_one_are_counted_and_never_answered(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        var asking = link.Session.RequestAsync(role == Esme ? new SubmitSm() : new DeliverSm(), CancellationToken.None);
        var asked = (await link.Peer.ReadAsync()).ShouldNotBeNull();
        link.Pass(SessionFixture.Esme.ResponseTimeout + TimeSpan.FromSeconds(1));
        (await asking).Result.ShouldBe(RequestResult.TimedOut);
        await link.Peer.SendAsync(Responses.CreateFor(asked, CommandStatus.Ok)!);
        await StaysAsync(link, SessionFault.LateResponse);

        await link.Peer.SendAsync(Responses.CreateFor(asked, CommandStatus.Ok)!);
        (await link.SyncAsync()).ShouldBeEmpty();
        link.Session.FaultCount(SessionFault.LateResponse).ShouldBe(2);
    }

    [Theory]
    [InlineData(Esme, 0x800102AAu, 0x63u)]
    [InlineData(Smsc, 0x800102AAu, 0x63u)]
    [InlineData(Esme, 0x80000000u, 0x63u)]
    [InlineData(Smsc, 0x80000000u, 0u)]
    [InlineData(Esme, 0x80000004u, 0x63u)]
    [InlineData(Smsc, 0x80000005u, 0x80000001u)]
    public async Task A_response_that_nobody_asked_for_is_counted_and_never_answered(SessionRole role, uint command, uint sequence)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(Wired.Pdu((CommandId)command, CommandStatus.InvCmdId, sequence));
        await StaysAsync(link, SessionFault.UnaskedResponse);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_response_to_another_command_leaves_the_request_waiting(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        var asking = link.Session.RequestAsync(new DataSm(), CancellationToken.None);
        var asked = (await link.Peer.ReadAsync()).ShouldNotBeNull();
        await link.Peer.SendAsync(new SubmitSmResp { Sequence = asked.Sequence, MessageId = "1" });
        await StaysAsync(link, SessionFault.UnaskedResponse);
        asking.IsCompleted.ShouldBeFalse();
    }

    public static TheoryData<string, SessionRole, byte[]> LostFramings()
    {
        var noises = new (string What, byte[] Octets)[]
        {
            ("command_length 0", new byte[16]),
            ("command_length 15", Convert.FromHexString("0000000F000000050000000000000001")),
            ("command_length of 4 GiB", Convert.FromHexString("FFFFFFFF000000050000000000000001")),
            ("one octet more than is taken", Convert.FromHexString("00011171000000050000000000000001")),
            ("an HTTP request", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()),
            ("an HTTP answer", "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()),
            ("a TLS hello", Convert.FromHexString("160301020001000001FC0303")),
            ("an SSH banner", "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray()),
        };
        var rows = new TheoryData<string, SessionRole, byte[]>();
        foreach (var (what, octets) in noises)
        {
            rows.Add(what, Esme, octets);
            rows.Add(what, Smsc, octets);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(LostFramings))]
    public async Task Framing_lost_gets_one_unnumbered_nack_and_ends_the_session_after_what_came_before(
        string what, SessionRole role, byte[] noise)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync((byte[])[.. Sound(role, 7), .. noise, .. Sound(role, 8)]);

        var nack = await link.Peer.ReadAsync<GenericNack>();
        (nack.Status, nack.Sequence).ShouldBe((CommandStatus.InvCmdLen, 0u), what);
        (await link.Peer.ReadAsync()).ShouldBeNull();
        (await link.Running).Reason.ShouldBe(SessionEndReason.Protocol);
        (await link.HandedAsync()).Sequence.ShouldBe(7u);
        link.NothingHanded.ShouldBeTrue("nothing is made of what comes after it");
        link.Session.FaultCount(SessionFault.FramingLost).ShouldBe(1);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task HTTP_on_a_connection_that_is_not_bound_is_told_once_and_closed(SessionRole role)
    {
        await using var link = new SessionFixture(role == Esme ? SessionFixture.Esme : SessionFixture.Smsc);
        await link.Peer.SendOctetsAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await link.Peer.ReadAsync<GenericNack>();
        (await link.Peer.ReadAsync()).ShouldBeNull();
        (await link.Running).Reason.ShouldBe(SessionEndReason.Protocol);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task One_octet_at_a_time_is_no_fault(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        foreach (var octet in (byte[])[.. Sound(role, 1), .. Sound(role, 2)]) await link.Peer.SendOctetsAsync(new[] { octet });
        (await link.HandedAsync()).Sequence.ShouldBe(1u);
        (await link.HandedAsync()).Sequence.ShouldBe(2u);
        await StaysAsync(link, seen: null);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task Half_a_PDU_and_then_silence_is_silence(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(Sound(role, 1).AsMemory(0, 20));
        link.Pass(SessionFixture.Esme.EnquireLink + SessionFixture.Esme.ResponseTimeout + TimeSpan.FromSeconds(1));
        await TimedOutAsync(link, SessionFault.PeerSilent);
    }

    /// <summary>Octets that never make a whole PDU must not keep a link that carries nothing.</summary>
    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task An_octet_now_and_then_is_silence(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(Convert.FromHexString("00010000"));
        for (var second = 0; second < 27; second++)
        {
            if (!link.Running.IsCompleted) await link.Peer.SendOctetsAsync(new byte[1]);
            link.Pass(TimeSpan.FromSeconds(1));
        }

        await TimedOutAsync(link, SessionFault.PeerSilent);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_close_inside_a_PDU_ends_the_session_as_closed(SessionRole role)
    {
        await using var link = await SessionFixture.BoundAsync(role);
        await link.Peer.SendOctetsAsync(Sound(role, 1).AsMemory(0, 20));
        await link.Peer.DisposeAsync();
        (await link.Running).Reason.ShouldBe(SessionEndReason.Closed);
        link.Session.FaultCount(SessionFault.CutShort).ShouldBe(1);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_connection_that_is_never_bound_is_closed(SessionRole role)
    {
        await using var link = new SessionFixture(role == Esme ? SessionFixture.Esme : SessionFixture.Smsc);
        link.Pass(SessionFixture.Esme.SessionInit + TimeSpan.FromSeconds(1));
        await TimedOutAsync(link, SessionFault.NotBound);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_peer_that_does_not_read_is_closed(SessionRole role)
    {
        var settings = (role == Esme ? SessionFixture.Esme : SessionFixture.Smsc) with
        {
            EnquireLink = TimeSpan.FromDays(1_000),
            SessionInit = TimeSpan.FromDays(1_000),
        };
        await using var link = new SessionFixture(settings, room: 64);
        var pouring = PourAsync(link);
        while (!link.Running.IsCompleted)
        {
            link.Pass(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await TimedOutAsync(link, SessionFault.PeerDeaf);
        await pouring;
    }

    [Fact]
    public async Task A_peer_is_not_deaf_because_this_machine_stood_still_in_the_middle_of_a_write()
    {
        await using var link = await SessionFixture.BoundAsync(
            SessionFixture.Esme with
            {
                EnquireLink = TimeSpan.FromDays(1_000),
            },
            room: 64);
        for (uint n = 1; n <= 10; n++) link.Session.Respond(new DeliverSmResp { Sequence = n });
        while (link.Connection.Ours.Writes < 2) await Task.Yield();

        link.Time.Advance(TimeSpan.FromMinutes(1));
        link.Running.IsCompleted.ShouldBeFalse();
        for (uint n = 1; n <= 10; n++) (await link.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(n);
        await StaysAsync(link, seen: null);
    }

    [Theory]
    [InlineData(Esme)]
    [InlineData(Smsc)]
    public async Task A_link_that_carries_nothing_is_closed_where_that_is_asked_for(SessionRole role)
    {
        await using var link = new SessionFixture(
            (role == Esme ? SessionFixture.Esme : SessionFixture.Smsc) with
            {
                Inactivity = TimeSpan.FromSeconds(5),
                EnquireLink = TimeSpan.FromHours(1),
            });
        await BindAsync(link, role);
        link.Pass(TimeSpan.FromSeconds(6));
        await TimedOutAsync(link, SessionFault.Idle);
    }

    [Fact]
    public void Only_a_fault_of_the_framing_or_of_the_connection_ends_a_session()
    {
        SessionFault[] ofTheConnection =
            [SessionFault.FramingLost, SessionFault.CutShort, SessionFault.NotBound, SessionFault.PeerSilent, SessionFault.PeerDeaf,
                SessionFault.Idle];
        foreach (var fault in Enum.GetValues<SessionFault>())
        {
            var policy = SessionFaults.PolicyFor(fault);
            (policy.Action == FaultAction.EndSession).ShouldBe(ofTheConnection.Contains(fault), $"{fault}");
            (policy.EndReason is not null).ShouldBe(policy.Action == FaultAction.EndSession, $"{fault}");
            (policy.Status != CommandStatus.Ok)
                .ShouldBe(policy.Reply != FaultReply.None, $"{fault}: a reply says what is wrong, and nothing else does");
        }
    }

    private static async Task<SessionFixture> InStateAsync(SessionRole role, SessionState state)
    {
        if (state == SessionState.Open) return new SessionFixture(role == Esme ? SessionFixture.Esme : SessionFixture.Smsc);
        var link = await SessionFixture.BoundAsync(role, state switch
        {
            SessionState.BoundTx => BindMode.Transmitter,
            SessionState.BoundRx => BindMode.Receiver,
            _ => BindMode.Transceiver,
        });
        if (state != SessionState.Unbound) return link;

        // Owed an answer, so that the session is still there.
        await link.Peer.SendOctetsAsync((byte[])[.. Sound(role, 1), .. Wired.Pdu(CommandId.Unbind, CommandStatus.Ok, 2)]);
        await link.HandedAsync();
        (await link.SyncAsync()).ShouldBeEmpty();
        return link;
    }

    private static async Task BindAsync(SessionFixture link, SessionRole role)
    {
        if (role == Esme)
        {
            var binding = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
            await link.Peer.SendAsync(
                new BindResp { Mode = BindMode.Transceiver, Sequence = (await link.Peer.ReadAsync<Bind>()).Sequence });
            await binding;
            return;
        }

        await link.Peer.SendAsync(new Bind { Mode = BindMode.Transceiver, Sequence = 1 });
        link.Session.Respond(Responses.CreateFor(await link.HandedAsync(), CommandStatus.Ok)!);
        await link.Peer.ReadAsync<BindResp>();
    }

    private static async Task PourAsync(SessionFixture link)
    {
        try
        {
            for (uint n = 1; n <= 1_000; n++) await link.Peer.SendAsync(new EnquireLink { Sequence = n });
        }
        catch (IOException)
        {
            // Closed, as is to be shown.
        }
    }

    private static async Task RefusedAsync(SessionFixture link, CommandId command, CommandStatus status, uint sequence)
    {
        var refusal = (await link.Peer.ReadAsync()).ShouldNotBeNull();
        (refusal.Command, refusal.Status, refusal.Sequence).ShouldBe((command, status, sequence));
        link.NothingHanded.ShouldBeTrue();
    }

    /// <summary>The link is there and reads on, nothing else was said, and this fault was counted once, no other at all.</summary>
    private static async Task StaysAsync(SessionFixture link, SessionFault? seen, SessionState? state = null)
    {
        (await link.SyncAsync()).ShouldBeEmpty();
        link.Running.IsCompleted.ShouldBeFalse();
        if (state is { } expected) link.Session.State.ShouldBe(expected);
        else link.Session.IsBound.ShouldBeTrue();
        foreach (var fault in Enum.GetValues<SessionFault>()) link.Session.FaultCount(fault).ShouldBe(fault == seen ? 1 : 0, $"{fault}");
    }

    private static async Task TimedOutAsync(SessionFixture link, SessionFault seen)
    {
        (await link.Running).Reason.ShouldBe(SessionEndReason.Timeout);
        link.Session.FaultCount(seen).ShouldBe(1);
    }
}
