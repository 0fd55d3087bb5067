using System.Buffers;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public sealed class SessionReadingTests
{
    [Theory]
    [InlineData(1u)]
    [InlineData(0u)]
    [InlineData(0x80000001u)]
    [InlineData(0xFFFFFFFFu)]
    public async Task A_text_is_answered_with_its_own_sequence_number_whatever_that_is(uint sequence)
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendAsync(new DeliverSm { Sequence = sequence });
        var text = await link.HandedAsync();

        link.Session.Respond(Responses.CreateFor(text, CommandStatus.Ok)!).ShouldBeTrue();

        (await link.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(sequence);
    }

    [Fact]
    public async Task Enquire_link_is_answered_while_every_text_before_it_still_waits_for_its_answer()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendAsync(new DeliverSm { Sequence = 1 }, new DeliverSm { Sequence = 2 }, new EnquireLink { Sequence = 3 });
        (await link.Peer.ReadAsync<EnquireLinkResp>()).Sequence.ShouldBe(3u);
    }

    [Fact]
    public async Task Enquire_link_is_answered_before_the_bind_too()
    {
        await using var link = new SessionFixture(SessionFixture.Smsc);
        (await link.SyncAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_come_whole_and_in_order_however_the_network_cuts_them()
    {
        await using var link = await SessionFixture.BoundAsync();
        var octets = new ArrayBufferWriter<byte>();
        for (uint n = 1; n <= 3; n++) PduCodec.Encode(new DeliverSm { Sequence = n, ShortMessage = new byte[n] }, octets);
        for (var at = 0; at < octets.WrittenCount; at++) await link.Peer.SendOctetsAsync(octets.WrittenMemory.Slice(at, 1));

        for (uint n = 1; n <= 3; n++)
        {
            var text = (await link.HandedAsync()).ShouldBeOfType<DeliverSm>();
            (text.Sequence, (uint)text.ShortMessage.Length).ShouldBe((n, n));
        }
    }

    [Fact]
    public async Task A_text_with_a_faulty_body_is_handed_on_like_any_other_and_the_next_one_is_read()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendOctetsAsync(Convert.FromHexString("00000012000000050000000000000005FFFF"));
        await link.Peer.SendAsync(new DeliverSm { Sequence = 6 });

        (await link.HandedAsync()).Fault.ShouldNotBeNull();
        (await link.HandedAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_command_gets_a_generic_nack_with_its_sequence_number_and_the_link_stays()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendOctetsAsync(Convert.FromHexString("00000012000102AA0000000000000063ABCD"));

        var nack = await link.Peer.ReadAsync<GenericNack>();

        (nack.Status, nack.Sequence).ShouldBe((CommandStatus.InvCmdId, 0x63u));
        (await link.SyncAsync()).ShouldBeEmpty();
        link.NothingHanded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("00000010800102AA0000000000000001", SessionFault.LateResponse)] // under the bind's number, which is answered
    [InlineData("00000010800000000000000300000063", SessionFault.UnaskedResponse)] // generic_nack for nothing
    [InlineData("00000010800000040000000000000063", SessionFault.UnaskedResponse)] // submit_sm_resp for nothing
    public async Task A_response_that_nobody_waits_for_is_counted_and_never_answered(string hex, SessionFault fault)
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendOctetsAsync(Convert.FromHexString(hex));

        (await link.SyncAsync()).ShouldBeEmpty();
        link.Session.FaultCount(fault).ShouldBe(1);
    }

    [Theory]
    [InlineData("0000000F")]
    [InlineData("00000000")]
    [InlineData("FFFFFFFF")]
    [InlineData("00011171")]
    public async Task Framing_lost_is_nacked_once_with_sequence_zero_and_ends_the_session(string length)
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendOctetsAsync(Convert.FromHexString(length + "000000050000000000000001"));

        var nack = await link.Peer.ReadAsync<GenericNack>();

        (nack.Status, nack.Sequence).ShouldBe((CommandStatus.InvCmdLen, 0u));
        (await link.Peer.ReadAsync()).ShouldBeNull();
        (await link.Running).Reason.ShouldBe(SessionEndReason.Protocol);
    }

    [Theory]
    [InlineData(CommandId.SubmitSm, CommandId.SubmitSmResp)]
    [InlineData(CommandId.BindTransceiver, CommandId.BindTransceiverResp)]
    [InlineData(CommandId.QuerySm, CommandId.QuerySmResp)]
    public async Task A_request_that_an_SMSC_may_not_send_is_refused_by_its_own_response(CommandId command, CommandId response)
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendOctetsAsync(Convert.FromHexString($"00000010{(uint)command:X8}0000000000000009"));

        var refusal = (await link.Peer.ReadAsync()).ShouldNotBeNull();

        (refusal.Command, refusal.Sequence).ShouldBe((response, 9u));
        refusal.Status.ShouldBe(command == CommandId.BindTransceiver ? CommandStatus.AlyBnd : CommandStatus.InvBndSts);
        link.NothingHanded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_transmitter_that_is_sent_a_text_takes_it_all_the_same()
    {
        await using var link = await SessionFixture.BoundAsync(mode: BindMode.Transmitter);
        await link.Peer.SendAsync(new DeliverSm { Sequence = 4 });
        (await link.HandedAsync()).Sequence.ShouldBe(4u);
    }

    [Fact]
    public async Task Alert_notification_is_handed_on_and_never_counts_as_unanswered()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { MaxInbound = 1 });
        await link.Peer.SendAsync(new AlertNotification { Sequence = 1 }, new AlertNotification { Sequence = 2 });
        (await link.SyncAsync()).ShouldBeEmpty();
        (await link.HandedAsync()).Sequence.ShouldBe(1u);
        (await link.HandedAsync()).Sequence.ShouldBe(2u);
    }

    [Fact]
    public async Task A_peer_with_too_many_unanswered_texts_is_read_on_only_as_they_are_answered()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { MaxInbound = 3 });
        await link.Peer.SendAsync([.. Enumerable.Range(1, 9).Select(n => new DeliverSm { Sequence = (uint)n })]);
        for (var first = 1u; first <= 3; first++) (await link.HandedAsync()).Sequence.ShouldBe(first);

        for (var next = 4u; next <= 9; next++)
        {
            link.NothingHanded.ShouldBeTrue();
            link.Session.Respond(new DeliverSmResp { Sequence = next - 3 });
            (await link.HandedAsync()).Sequence.ShouldBe(next);
        }
    }

    [Fact]
    public async Task While_the_handler_is_busy_nothing_more_is_read_and_the_peers_silence_is_not_held_against_it()
    {
        var busy = new TaskCompletionSource();
        await using var link = await SessionFixture.BoundAsync();
        link.OnRequest = _ => new ValueTask(busy.Task);
        await link.Peer.SendAsync(new DeliverSm { Sequence = 1 }, new DeliverSm { Sequence = 2 });
        await link.HandedAsync();
        link.Pass(TimeSpan.FromMinutes(2));
        link.NothingHanded.ShouldBeTrue();
        link.Running.IsCompleted.ShouldBeFalse();

        busy.SetResult();

        (await link.HandedAsync()).Sequence.ShouldBe(2u);
    }

    [Fact]
    public async Task Every_PDU_is_counted_once_in_its_direction()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.SyncAsync();
        link.Seen.ShouldBe(
        [
            (PduDirection.Out, CommandId.BindTransceiver, CommandStatus.Ok),
            (PduDirection.In, CommandId.BindTransceiverResp, CommandStatus.Ok),
            (PduDirection.In, CommandId.EnquireLink, CommandStatus.Ok),
            (PduDirection.Out, CommandId.EnquireLinkResp, CommandStatus.Ok),
        ]);
    }
}
