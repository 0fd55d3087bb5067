using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public sealed class SessionEndTests
{
    [Fact]
    public async Task A_silent_peer_is_asked_and_then_given_up_within_EnquireLink_and_ResponseTimeout()
    {
        await using var link = await SessionFixture.BoundAsync();
        link.Pass(TimeSpan.FromSeconds(14));
        link.Seen.ShouldNotContain(s => s.Command == CommandId.EnquireLink);
        link.Pass(TimeSpan.FromSeconds(1));
        await link.Peer.ReadAsync<EnquireLink>();
        link.Pass(TimeSpan.FromSeconds(9));
        link.Running.IsCompleted.ShouldBeFalse();
        link.Pass(TimeSpan.FromSeconds(1));

        (await link.Running).Reason.ShouldBe(SessionEndReason.Timeout);
    }

    [Fact]
    public async Task A_peer_that_answers_enquire_link_is_kept_for_ever()
    {
        await using var link = await SessionFixture.BoundAsync();
        for (var round = 0; round < 5; round++)
        {
            link.Pass(TimeSpan.FromSeconds(15));
            await link.Peer.SendAsync(new EnquireLinkResp { Sequence = (await link.Peer.ReadAsync<EnquireLink>()).Sequence });
            await link.SyncAsync();
        }

        link.Session.State.ShouldBe(SessionState.BoundTrx);
        link.Session.FaultCount(SessionFault.UnaskedResponse).ShouldBe(0);
    }

    [Fact]
    public async Task A_session_that_carries_nothing_is_closed_after_its_inactivity_limit_although_enquire_link_goes_on()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { Inactivity = TimeSpan.FromSeconds(12) });
        for (var round = 0; round < 3; round++)
        {
            link.Pass(TimeSpan.FromSeconds(3));
            await link.SyncAsync();
        }

        link.Pass(TimeSpan.FromSeconds(4));
        (await link.Running).Reason.ShouldBe(SessionEndReason.Timeout);
    }

    [Fact]
    public async Task The_peers_unbind_is_answered_after_the_answers_that_it_is_owed()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendAsync(new DeliverSm { Sequence = 1 }, new Unbind { Sequence = 2 });
        await link.HandedAsync();
        (await link.SyncAsync()).ShouldBeEmpty();
        link.Session.State.ShouldBe(SessionState.Unbound);

        link.Session.Respond(new DeliverSmResp { Sequence = 1 });

        (await link.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(1u);
        (await link.Peer.ReadAsync<UnbindResp>()).Sequence.ShouldBe(2u);
        link.Connection.Peers.Dispose();
        (await link.Running).Reason.ShouldBe(SessionEndReason.Unbind);
    }

    [Fact]
    public async Task After_the_peers_unbind_this_side_closes_when_the_peer_does_not()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendAsync(new Unbind { Sequence = 2 });
        await link.Peer.ReadAsync<UnbindResp>();
        while (!link.Running.IsCompleted)
        {
            link.Pass(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await link.Running).Reason.ShouldBe(SessionEndReason.Unbind);
    }

    [Fact]
    public async Task A_close_a_cut_inside_a_PDU_and_a_reset_each_end_the_session()
    {
        await using var closed = await SessionFixture.BoundAsync();
        closed.Connection.Peers.Dispose();
        (await closed.Running).ShouldBe(new SessionEnd(SessionEndReason.Closed, "closed by the peer"));

        await using var cut = await SessionFixture.BoundAsync();
        await cut.Peer.SendOctetsAsync(new byte[] { 0, 0, 0, 20, 0 });
        cut.Connection.Peers.Dispose();
        (await cut.Running).ShouldBe(new SessionEnd(SessionEndReason.Closed, "closed by the peer inside a PDU"));

        await using var reset = await SessionFixture.BoundAsync();
        reset.Connection.Peers.Reset();
        (await reset.Running).Reason.ShouldBe(SessionEndReason.Closed);
        reset.Session.State.ShouldBe(SessionState.Closed);
        reset.Session.Respond(new DeliverSmResp { Sequence = 1 }).ShouldBeFalse();
    }

    [Fact]
    public async Task Unbinding_waits_for_both_directions_and_writes_nothing_new()
    {
        await using var link = await SessionFixture.BoundAsync();
        await link.Peer.SendAsync(new DeliverSm { Sequence = 1 });
        await link.HandedAsync();
        var asking = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var submit = await link.Peer.ReadAsync<SubmitSm>();

        var unbinding = link.Session.UnbindAsync(TimeSpan.FromSeconds(10), CancellationToken.None);

        (await link.Session.RequestAsync(new SubmitSm(), CancellationToken.None)).Result.ShouldBe(RequestResult.NotWritten);
        (await link.SyncAsync()).ShouldBeEmpty();
        await link.Peer.SendAsync(new SubmitSmResp { Sequence = submit.Sequence, MessageId = "1" });
        (await asking).Result.ShouldBe(RequestResult.Answered);
        (await link.SyncAsync()).ShouldBeEmpty();
        link.Session.Respond(new DeliverSmResp { Sequence = 1 });
        await link.Peer.ReadAsync<DeliverSmResp>();
        var unbind = await link.Peer.ReadAsync<Unbind>();
        await link.Peer.SendAsync(new UnbindResp { Sequence = unbind.Sequence });
        await unbinding;
        (await link.Running).Reason.ShouldBe(SessionEndReason.Shutdown);
        (await link.Peer.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Unbinding_from_a_peer_that_answers_nothing_is_bounded()
    {
        var patient = SessionFixture.Esme with { EnquireLink = TimeSpan.FromDays(1), ResponseTimeout = TimeSpan.FromDays(1) };
        await using var link = await SessionFixture.BoundAsync(patient);
        _ = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        await link.Peer.SendAsync(new DeliverSm { Sequence = 1 });
        await link.HandedAsync();
        var unbinding = link.Session.UnbindAsync(TimeSpan.FromSeconds(4), CancellationToken.None);
        while (!unbinding.IsCompleted)
        {
            link.Pass(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await unbinding;
        link.Seen.ShouldContain((PduDirection.Out, CommandId.Unbind, CommandStatus.Ok));
        (await link.Running).Reason.ShouldBe(SessionEndReason.Shutdown);
    }

    [Fact]
    public async Task A_session_that_is_cancelled_closes_at_once()
    {
        var connection = new Support.MemoryConnection();
        await using var handler = new SessionFixture(SessionFixture.Esme);
        await using var session = new SmppSession(connection.Ours, SessionFixture.Esme, handler, handler.Time);
        using var cancel = new CancellationTokenSource();
        var running = session.RunAsync(cancel.Token);
        await cancel.CancelAsync();
        (await running).Reason.ShouldBe(SessionEndReason.Shutdown);
    }

    [Fact]
    public async Task A_peer_that_sends_and_never_reads_costs_bounded_memory_and_then_its_link()
    {
        await using var link = await SessionFixture.BoundAsync(room: 4096);
        var flood = new Pdu[1000];
        Array.Fill(flood, new EnquireLink { Sequence = 1 });
        var pouring = Task.Run(async () =>
        {
            while (true) await link.Peer.SendAsync(flood);
        });

        while (!link.Running.IsCompleted)
        {
            link.Pass(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await link.Running).Reason.ShouldBe(SessionEndReason.Timeout);
        await Should.ThrowAsync<IOException>(pouring);
        var answered = link.Seen.Count(s => s == (PduDirection.Out, CommandId.EnquireLinkResp, CommandStatus.Ok));
        (answered * 16).ShouldBeLessThan(OutgoingBuffer.HighWater + 128 * 1024);
    }

    [Fact]
    public async Task A_thousand_sessions_come_and_go_and_each_ends_once()
    {
        for (var n = 0; n < 1000; n++)
        {
            await using var link = await SessionFixture.BoundAsync();
            var unbinding = link.Session.UnbindAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
            await link.Peer.SendAsync(new UnbindResp { Sequence = (await link.Peer.ReadAsync<Unbind>()).Sequence });
            await unbinding;
            (await link.Running).Reason.ShouldBe(SessionEndReason.Shutdown);
        }
    }
}
