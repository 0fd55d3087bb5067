using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

/// <summary>What the flow decides, seen on the wire.</summary>
[Trait("Speed", "rooms")]
public sealed class CongestionTests
{
    [Fact]
    public async Task Throttled_submits_are_answered_at_once_and_only_half_the_window_is_used_afterwards()
    {
        await using var smsc = new FakeOperator();
        var clock = new WatchedClock();
        var (links, connection) = await LinksFixture.BoundAsync(smsc, clock);
        await using var _ = links;
        var first = Submit(links, 10);
        foreach (var submit in await ReadAsync(connection, 10))
        {
            await connection.Peer.SendAsync(new SubmitSmResp { Sequence = submit.Sequence, Status = CommandStatus.Throttled });
        }

        // Whoever sent them decides when they are tried again: here they are not held.
        (await Task.WhenAll(first)).ShouldAllBe(outcome => outcome.Response!.Status == CommandStatus.Throttled);
        links.Log.Count(nameof(OperatorLog.Congested)).ShouldBe(1);

        var second = Submit(links, 10);
        clock.Pass(TimeSpan.FromSeconds(2));
        await ReadAsync(connection, 5);
        (await connection.SyncAsync()).ShouldBeEmpty();
        second.ShouldAllBe(submit => !submit.IsCompleted);
    }

    [Fact]
    public async Task Submits_that_wait_for_a_slot_go_in_the_order_of_their_coming_and_one_given_up_takes_none()
    {
        var room = 1;
        var gate = new SubmitGate(() => room);
        await gate.EnterAsync(CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var (second, third, fourth) = (
            gate.EnterAsync(impatient.Token), gate.EnterAsync(CancellationToken.None), gate.EnterAsync(CancellationToken.None));
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);

        gate.Leave();
        await third;
        fourth.IsCompleted.ShouldBeFalse();
        room = 2;
        gate.AdmitWaiting();
        await fourth;
    }

    private static Task<RequestOutcome>[] Submit(LinksFixture links, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(n =>
                    links.Links.SubmitAsync(
                        "harbour",
                        new SubmitSm { Destination = new Address(1, 1, $"852912345{n:00}"), ShortMessage = new byte[] { 1 } },
                        CancellationToken.None)),
        ];

    private static async Task<List<SubmitSm>> ReadAsync(OperatorConnection connection, int count)
    {
        var submits = new List<SubmitSm>();
        while (submits.Count < count) submits.Add(await connection.Peer.ReadAsync<SubmitSm>());
        return submits;
    }
}
