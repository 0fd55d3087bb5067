using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public sealed class SessionBindTests
{
    [Theory]
    [InlineData(BindMode.Receiver, SessionState.BoundRx)]
    [InlineData(BindMode.Transmitter, SessionState.BoundTx)]
    [InlineData(BindMode.Transceiver, SessionState.BoundTrx)]
    public async Task A_bind_that_is_accepted_binds_in_its_mode(BindMode mode, SessionState state)
    {
        await using var link = await SessionFixture.BoundAsync(mode: mode);
        link.Session.State.ShouldBe(state);
    }

    [Fact]
    public async Task A_bind_refused_with_a_bare_header_is_an_answer_and_binds_nothing()
    {
        await using var link = new SessionFixture(SessionFixture.Esme);
        var binding = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
        var bind = await link.Peer.ReadAsync<Bind>();
        await link.Peer.SendOctetsAsync(Convert.FromHexString($"00000010800000090000000E{bind.Sequence:X8}"));

        var outcome = await binding;

        outcome.Result.ShouldBe(RequestResult.Answered);
        outcome.Response!.Status.ShouldBe(CommandStatus.InvPaswd);
        link.Session.State.ShouldBe(SessionState.Open);
    }

    [Fact]
    public async Task A_text_that_overtakes_bind_resp_is_handed_on_after_it_and_not_refused()
    {
        await using var link = new SessionFixture(SessionFixture.Esme);
        var binding = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
        var bind = await link.Peer.ReadAsync<Bind>();
        await link.Peer.SendAsync(new DeliverSm { Sequence = 7 }, new DeliverSm { Sequence = 8 });
        (await link.SyncAsync()).ShouldBeEmpty();
        link.NothingHanded.ShouldBeTrue();

        await link.Peer.SendAsync(new BindResp { Mode = BindMode.Transceiver, Sequence = bind.Sequence }, new DeliverSm { Sequence = 9 });

        (await binding).Result.ShouldBe(RequestResult.Answered);
        (await link.HandedAsync()).Sequence.ShouldBe(7u);
        (await link.HandedAsync()).Sequence.ShouldBe(8u);
        (await link.HandedAsync()).Sequence.ShouldBe(9u);
    }

    [Fact]
    public async Task A_peer_that_pours_texts_before_it_answers_the_bind_is_refused_past_a_limit()
    {
        await using var link = new SessionFixture(SessionFixture.Esme);
        _ = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
        await link.Peer.ReadAsync<Bind>();
        await link.Peer.SendAsync([.. Enumerable.Range(1, 300).Select(n => new DeliverSm { Sequence = (uint)n })]);

        var refused = await link.SyncAsync();

        refused.Count.ShouldBe(300 - 256);
        refused.ShouldAllBe(pdu => pdu is DeliverSmResp && pdu.Status == CommandStatus.InvBndSts);
    }

    [Fact]
    public async Task A_connection_on_which_no_bind_is_finished_in_time_is_closed()
    {
        await using var link = new SessionFixture(SessionFixture.Esme);
        var binding = link.Session.BindAsync(new Bind { Mode = BindMode.Transceiver }, CancellationToken.None);
        link.Pass(TimeSpan.FromSeconds(11));

        (await link.Running).Reason.ShouldBe(SessionEndReason.Timeout);
        (await binding).Result.ShouldBeOneOf(RequestResult.TimedOut, RequestResult.SessionLost);
    }

    [Fact]
    public async Task On_the_SMSC_side_the_answer_to_the_bind_binds_and_a_second_bind_is_refused()
    {
        await using var link = new SessionFixture(SessionFixture.Smsc);
        await link.Peer.SendAsync(new Bind { Mode = BindMode.Receiver, SystemId = "bridge992", Sequence = 1 });
        var bind = (await link.HandedAsync()).ShouldBeOfType<Bind>();
        link.Session.State.ShouldBe(SessionState.Open);

        link.Session.Respond(new BindResp { Mode = bind.Mode, Sequence = bind.Sequence }).ShouldBeTrue();

        link.Session.State.ShouldBe(SessionState.BoundRx);
        (await link.Peer.ReadAsync<BindResp>()).Sequence.ShouldBe(1u);
        await link.Peer.SendAsync(new Bind { Mode = BindMode.Receiver, SystemId = "bridge992", Sequence = 2 });
        var refusal = await link.Peer.ReadAsync<BindResp>();
        refusal.Status.ShouldBe(CommandStatus.AlyBnd);
        refusal.Sequence.ShouldBe(2u);
    }

    [Fact]
    public async Task On_the_SMSC_side_a_refusal_leaves_the_connection_open_for_another_try()
    {
        await using var link = new SessionFixture(SessionFixture.Smsc);
        await link.Peer.SendAsync(new Bind { Mode = BindMode.Transceiver, Sequence = 1 });
        await link.HandedAsync();
        link.Session.Respond(new BindResp { Mode = BindMode.Transceiver, Status = CommandStatus.InvPaswd, Sequence = 1 });
        link.Session.State.ShouldBe(SessionState.Open);
    }
}
