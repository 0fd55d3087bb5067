using Bridge.Protocol.Smpp;
using Bridge.Worker.Operators;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Operators;

[Trait("Speed", "unit")]
public sealed class SubmitFlowTests
{
    private static readonly Address Someone = new(1, 1, "85291111111");
    private static readonly Address SomeoneElse = new(1, 1, "85292222222");
    private static readonly SubmitSmResp Taken = new() { MessageId = "m" };
    private static readonly SubmitSmResp Throttled = new() { Status = CommandStatus.Throttled };
    private static readonly SubmitSmResp Full = new() { Status = CommandStatus.MsgQFul };

    [Fact]
    public void An_operator_that_does_not_complain_gets_the_whole_window_and_the_configured_rate()
    {
        var flow = new SubmitFlow(rate: 10);
        for (var n = 0; n < 1_000; n++) flow.OnAnswer(Taken, Someone, At(n)).ShouldBeFalse();
        (flow.Window(20, At(1_000)), flow.Rate(At(1_000))).ShouldBe((20, 10.0));
        new SubmitFlow(rate: null).Rate(At(1)).ShouldBeNull();
    }

    [Fact]
    public void Throttled_halves_window_and_rate_and_a_minute_gives_them_back_evenly()
    {
        var flow = new SubmitFlow(rate: 12);
        flow.OnAnswer(Throttled, Someone, At(100)).ShouldBeTrue();

        (flow.Window(20, At(100)), flow.Rate(At(100))).ShouldBe((10, 6.0));
        flow.Rate(At(115)).ShouldBe(9);
        flow.Window(20, At(115)).ShouldBe(15);
        (flow.Window(20, At(130)), flow.Rate(At(130))).ShouldBe((20, 12.0));
    }

    [Fact]
    public void A_full_window_of_refusals_is_one_congestion_and_the_next_second_another()
    {
        var flow = new SubmitFlow(rate: 100);
        Enumerable.Range(0, 50).Count(_ => flow.OnAnswer(Throttled, Someone, At(5))).ShouldBe(1);
        flow.Share(At(5)).ShouldBe(0.5);
        flow.OnAnswer(Throttled, Someone, At(6)).ShouldBeTrue();
        flow.Share(At(6)).ShouldBe((0.5 + (1 / 60.0)) / 2, tolerance: 1e-9);
    }

    [Fact]
    public void Without_a_configured_rate_what_was_sent_when_it_complained_is_the_measure()
    {
        var flow = new SubmitFlow(rate: null);
        for (var n = 0; n < 40; n++) flow.OnSent(At(7 + (n * 0.02)));
        flow.OnAnswer(Throttled, Someone, At(7.9));
        flow.Rate(At(7.9)).ShouldNotBeNull().ShouldBe(20);
        flow.Rate(At(7.9 + 30.1)).ShouldBeNull();
    }

    [Theory]
    [InlineData(89, false)]
    [InlineData(90, true)]
    [InlineData(100, true)]
    public void Congestion_state_from_90_slows_down_though_the_submit_was_taken(byte state, bool slower) =>
        new SubmitFlow(10).OnAnswer(Taken with { Tlvs = [Tlv.Octet(TlvTag.CongestionState, state)] }, Someone, At(1)).ShouldBe(slower);

    [Fact]
    public void A_congestion_state_of_the_wrong_length_is_no_sign() =>
        new SubmitFlow(10).OnAnswer(Taken with { Tlvs = [Tlv.UInt16(TlvTag.CongestionState, 0x6464)] }, Someone, At(1)).ShouldBeFalse();

    [Fact]
    public void One_recipients_full_queue_says_nothing_of_the_account_but_two_in_a_row_do()
    {
        var flow = new SubmitFlow(10);
        flow.OnAnswer(Full, Someone, At(1)).ShouldBeFalse();
        flow.OnAnswer(Full, Someone, At(3)).ShouldBeFalse();
        flow.OnAnswer(Taken, SomeoneElse, At(4)).ShouldBeFalse();
        flow.OnAnswer(Full, SomeoneElse, At(5)).ShouldBeFalse();
        flow.OnAnswer(Full, Someone, At(6)).ShouldBeTrue();
    }

    [Fact]
    public void Whatever_comes_at_least_one_slot_and_one_submit_a_second_are_left_and_never_more_than_all()
    {
        var answers = Gen.Elements<Pdu>(Taken, Throttled, Full, new GenericNack { Status = CommandStatus.SysErr });
        var steps = Gen.ListOf(Gen.Zip(answers, Gen.Choose(0, 5_000)));
        Prop.ForAll(steps.ToArbitrary(), all =>
        {
            var flow = new SubmitFlow(rate: 50);
            var now = TimeSpan.Zero;
            foreach (var (answer, wait) in all)
            {
                now += TimeSpan.FromMilliseconds(wait);
                flow.OnAnswer(answer, Someone, now);
                flow.Window(10, now).ShouldBeInRange(1, 10);
                flow.Rate(now).ShouldNotBeNull().ShouldBeInRange(1, 50);
            }

            flow.Share(now + TimeSpan.FromMinutes(1)).ShouldBe(1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_rate_below_one_a_second_is_not_raised_by_a_complaint()
    {
        var flow = new SubmitFlow(rate: 0.5);
        flow.OnAnswer(Throttled, Someone, At(1));
        flow.Rate(At(1)).ShouldBe(0.5);
    }

    /// <summary>
    /// Driven for a quarter of an hour against an operator that takes 8 a second: it settles about there instead of being refused again and
    /// again.
    /// </summary>
    [Fact]
    public void It_finds_the_rate_that_an_operator_takes()
    {
        const double takes = 8;
        var flow = new SubmitFlow(rate: null);
        var (now, allowance, taken, refused) = (TimeSpan.Zero, takes, 0, 0);
        while (now < TimeSpan.FromMinutes(15))
        {
            var gap = TimeSpan.FromSeconds(1 / (flow.Rate(now) ?? 40));
            now += gap;
            flow.OnSent(now);
            allowance = Math.Min(takes, allowance + (gap.TotalSeconds * takes));
            var good = allowance >= 1;
            if (good) (allowance, taken) = (allowance - 1, taken + 1);
            else refused++;
            flow.OnAnswer(good ? Taken : Throttled, Someone, now);
        }

        (taken / now.TotalSeconds).ShouldBeInRange(takes * 0.8, takes);
        (refused / (double)(taken + refused)).ShouldBeLessThan(0.1);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
