using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public sealed class SessionRequestTests
{
    [Fact]
    public async Task Requests_are_numbered_upwards_and_answers_match_in_any_order()
    {
        await using var link = await SessionFixture.BoundAsync();
        var first = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var second = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var (a, b) = (await link.Peer.ReadAsync<SubmitSm>(), await link.Peer.ReadAsync<SubmitSm>());
        (a.Sequence, b.Sequence).ShouldBe((2u, 3u)); // bind was 1

        await link.Peer.SendAsync(
            new SubmitSmResp { Sequence = b.Sequence, MessageId = "B" },
            new SubmitSmResp { Sequence = a.Sequence, MessageId = "A" });

        (await first).Response.ShouldBeOfType<SubmitSmResp>().MessageId.ShouldBe("A");
        (await second).Response.ShouldBeOfType<SubmitSmResp>().MessageId.ShouldBe("B");
    }

    [Fact]
    public async Task Only_the_response_of_the_same_command_or_a_generic_nack_answers_a_request()
    {
        await using var link = await SessionFixture.BoundAsync();
        var asking = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var sequence = (await link.Peer.ReadAsync<SubmitSm>()).Sequence;
        await link.Peer.SendAsync(new DataSmResp { Sequence = sequence });
        await link.SyncAsync();
        asking.IsCompleted.ShouldBeFalse();
        link.Session.FaultCount(SessionFault.UnaskedResponse).ShouldBe(1);

        await link.Peer.SendAsync(new GenericNack { Sequence = sequence, Status = CommandStatus.InvCmdId });

        (await asking).Response.ShouldBeOfType<GenericNack>().Status.ShouldBe(CommandStatus.InvCmdId);
    }

    [Fact]
    public async Task The_window_is_never_exceeded_and_each_answer_makes_room_for_one()
    {
        const int window = 3;
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { Window = window });
        var asking = Enumerable.Range(0, 12).Select(_ => link.Session.RequestAsync(new SubmitSm(), CancellationToken.None)).ToList();
        var outstanding = new Queue<Pdu>(await link.SyncAsync());
        outstanding.Count.ShouldBe(window);

        for (var unsent = asking.Count - window; unsent > 0; unsent--)
        {
            await link.Peer.SendAsync(new SubmitSmResp { Sequence = outstanding.Dequeue().Sequence, MessageId = "x" });
            outstanding.Enqueue(await link.Peer.ReadAsync<SubmitSm>());
            (await link.SyncAsync()).ShouldBeEmpty();
        }

        await link.Peer.SendAsync([.. outstanding.Select(pdu => new SubmitSmResp { Sequence = pdu.Sequence, MessageId = "x" })]);
        (await Task.WhenAll(asking)).ShouldAllBe(outcome => outcome.Result == RequestResult.Answered);
    }

    [Fact]
    public async Task A_request_given_up_while_it_waits_for_a_slot_was_never_written()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { Window = 1 });
        var first = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = link.Session.RequestAsync(new SubmitSm(), cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(second);
        var sent = (await link.SyncAsync()).ShouldHaveSingleItem();
        await link.Peer.SendAsync(new SubmitSmResp { Sequence = sent.Sequence });
        (await first).Result.ShouldBe(RequestResult.Answered);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_costs_the_request_and_not_the_link_and_is_counted_when_it_comes_late()
    {
        await using var link = await SessionFixture.BoundAsync();
        var asking = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var sequence = (await link.Peer.ReadAsync<SubmitSm>()).Sequence;
        link.Pass(TimeSpan.FromSeconds(11));

        var outcome = await asking;
        outcome.Result.ShouldBe(RequestResult.TimedOut);
        await link.Peer.SendAsync(new SubmitSmResp { Sequence = sequence, MessageId = "m1" });
        await link.SyncAsync();
        (await outcome.Late!).ShouldBeOfType<SubmitSmResp>().MessageId.ShouldBe("m1");
        link.Session.FaultCount(SessionFault.LateResponse).ShouldBe(1);
        link.Session.State.ShouldBe(SessionState.BoundTrx);
    }

    [Fact]
    public async Task Late_answers_are_listened_for_in_bounds_and_until_the_session_ends()
    {
        var window = new RequestWindow(10_000);
        List<PendingRequest> given =
        [
            .. Enumerable.Range(0, 1_001).Select(_ => window.Register(CommandId.SubmitSm, TimeSpan.Zero, inWindow: false)!),
        ];
        window.Expire(TimeSpan.Zero);
        (await Task.WhenAll(given.Select(request => request.Task))).ShouldAllBe(
            outcome => outcome.Late == null,
            "our own enquire_link and the like need none");

        List<PendingRequest> asked = [.. Enumerable.Range(0, 1_001).Select(_ => Enter(window))];
        window.Expire(TimeSpan.Zero);
        var late = (await Task.WhenAll(asked.Select(request => request.Task))).Select(outcome => outcome.Late!).ToList();
        late.Count(answer => answer.IsCanceled).ShouldBe(1);
        var one = late.FindIndex(answer => !answer.IsCompleted);
        window.CompleteLate(new SubmitSmResp { Sequence = asked[one].Sequence });
        late[one].IsCompletedSuccessfully.ShouldBeTrue();

        window.End(octetsWritten: long.MaxValue);
        late.ShouldAllBe(answer => answer.IsCompleted);

        static PendingRequest Enter(RequestWindow window)
        {
            window.TryTakeSlot().ShouldBeTrue();
            return window.Register(CommandId.SubmitSm, TimeSpan.Zero, inWindow: true)!;
        }
    }

    [Fact]
    public async Task A_timed_out_request_gives_its_slot_back()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { Window = 1 });
        _ = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var second = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        await link.Peer.ReadAsync<SubmitSm>();
        link.Pass(TimeSpan.FromSeconds(11));

        await link.Peer.SendAsync(new SubmitSmResp { Sequence = (await link.Peer.ReadAsync<SubmitSm>()).Sequence });
        (await second).Result.ShouldBe(RequestResult.Answered);
    }

    [Fact]
    public async Task A_link_lost_after_the_write_is_told_from_a_request_that_was_never_written()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { Window = 1 });
        var written = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        var waiting = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        await link.Peer.ReadAsync<SubmitSm>();
        link.Connection.Peers.Reset();

        (await written).Result.ShouldBe(RequestResult.SessionLost);
        (await waiting).Result.ShouldBe(RequestResult.NotWritten);
        (await link.Session.RequestAsync(new SubmitSm(), CancellationToken.None)).Result.ShouldBe(RequestResult.NotWritten);
    }

    [Fact]
    public async Task What_was_queued_behind_a_write_that_never_ended_was_never_written()
    {
        await using var link = await SessionFixture.BoundAsync(room: 256);
        var large = new SubmitSm { ShortMessage = new byte[254] };
        var first = link.Session.RequestAsync(large, CancellationToken.None);
        while (link.Connection.Ours.Writes < 2) await Task.Yield(); // the bind, then this one, which is not taken
        var second = link.Session.RequestAsync(large, CancellationToken.None);
        link.Session.Abort();

        (await first).Result.ShouldBe(RequestResult.SessionLost);
        (await second).Result.ShouldBe(RequestResult.NotWritten);
    }

    [Fact]
    public async Task A_request_that_cannot_be_encoded_throws_and_leaves_the_stream_and_the_window_whole()
    {
        await using var link = await SessionFixture.BoundAsync(SessionFixture.Esme with { Window = 1 });
        await Should.ThrowAsync<ArgumentException>(async () =>
            await link.Session.RequestAsync(new SubmitSm { ServiceType = "too long" }, CancellationToken.None));

        var next = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        await link.Peer.SendAsync(new SubmitSmResp { Sequence = (await link.Peer.ReadAsync<SubmitSm>()).Sequence });
        (await next).Result.ShouldBe(RequestResult.Answered);
    }

    [Fact]
    public async Task Answers_given_while_a_write_is_under_way_share_the_next_one()
    {
        await using var link = await SessionFixture.BoundAsync(room: 64);
        link.Session.Respond(new DeliverSmResp { Sequence = 1 });
        for (uint n = 2; n <= 4; n++) link.Session.Respond(new DeliverSmResp { Sequence = n });
        while (link.Connection.Ours.Writes < 2) await Task.Yield();
        for (uint n = 5; n <= 100; n++) link.Session.Respond(new DeliverSmResp { Sequence = n });

        for (uint n = 1; n <= 100; n++) (await link.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(n);
        link.Connection.Ours.Writes.ShouldBeLessThan(10);
    }

    [Fact]
    public void Sequence_numbers_wrap_to_1_and_pass_over_one_that_is_still_unanswered()
    {
        var window = new RequestWindow(10);
        window.Register(CommandId.SubmitSm, TimeSpan.MaxValue, inWindow: false)!.Sequence.ShouldBe(1u);
        window.StartAfter(0x7FFFFFFE);
        window.Register(CommandId.SubmitSm, TimeSpan.MaxValue, inWindow: false)!.Sequence.ShouldBe(0x7FFFFFFFu);
        window.Register(CommandId.SubmitSm, TimeSpan.MaxValue, inWindow: false)!.Sequence.ShouldBe(2u);
    }
}
