using Bridge.Protocol.Centre;
using Bridge.Simulator.Load;
using Bridge.Simulator.Smsc;

namespace Bridge.Tests.Simulator;

/// <summary>Whole runs against a bridge that loses, doubles and reorders texts on purpose.</summary>
[Trait("Speed", "rooms")]
public class LoadRunTests
{
    private static readonly LoadPlan Small = new() { Count = 60, Window = 8, Senders = 10, Settle = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task Through_a_sound_bridge_everything_comes_out_once()
    {
        var figures = await RunAsync(Small with { LongShare = 0.25, WarmUp = 20 }, (bus, _, report) => Publish(bus, report));

        figures.Sound.ShouldBeTrue();
        figures.Verdict.Answered.ShouldBe(80);
        figures.Event.Count.ShouldBe(60);
        figures.Answer.Count.ShouldBe(60 + 15 * (LoadTexts.PartsOfLongText - 1));
        figures.TextsPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_bridge_that_answers_and_forgets_is_found_out()
    {
        var figures = await RunAsync(Small, (bus, number, report) =>
        {
            if (number % 20 != 19) Publish(bus, report);
        });

        figures.Verdict.Lost.Count.ShouldBe(3);
        figures.Sound.ShouldBeFalse();
    }

    [Fact]
    public async Task A_bridge_that_sends_a_second_car_is_found_out()
    {
        var figures = await RunAsync(Small, (bus, number, report) =>
        {
            Publish(bus, report);
            if (number == 30) bus.Publish(report, "a second id");
        });

        figures.Verdict.Doubled.Count.ShouldBe(1);
        figures.Sound.ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_event_twice_is_allowed_and_counted()
    {
        var figures = await RunAsync(Small, (bus, number, report) =>
        {
            Publish(bus, report);
            if (number == 30) Publish(bus, report);
        });

        figures.Verdict.Redelivered.ShouldBe(1);
        figures.Sound.ShouldBeTrue();
    }

    [Fact]
    public async Task A_bridge_that_turns_a_senders_texts_round_is_found_out()
    {
        ReportData? held = null;
        var figures = await RunAsync(Small with { Senders = 1, Window = 2 }, (bus, number, report) =>
        {
            if (number == 30)
            {
                held = report;
                return;
            }

            Publish(bus, report);
            if (held is not null && number == 31) Publish(bus, held);
        });

        figures.Verdict.OutOfOrder.First.ShouldBe([30]);
    }

    [Fact]
    public async Task Refused_texts_are_sent_again_until_they_are_taken()
    {
        var figures = await RunAsync(Small, (bus, _, report) => Publish(bus, report), refuseEvery: 7);

        figures.Sound.ShouldBeTrue();
        figures.Verdict.Answered.ShouldBe(60);
    }

    [Fact]
    public async Task A_rate_is_kept_and_its_lateness_told()
    {
        var figures = await RunAsync(Small with { Rate = 2_000 }, (bus, _, report) => Publish(bus, report));

        figures.Sound.ShouldBeTrue();
        figures.Behind!.Count.ShouldBe(60);
        figures.TextsPerSecond.ShouldBeLessThan(2_100);
    }

    [Fact]
    public async Task Texts_without_an_answer_survive_the_bridge()
    {
        await using var bus = new FakeCentreBus();
        await using var smsc = Operator();
        var half = new TaskCompletionSource();
        var first = new FakeBridge((number, report) =>
        {
            bus.Publish(report, FakeBridge.EventId(report.ReportId));
            if (number == 30) half.TrySetResult();
        });
        await first.BindAsync(smsc.Port);
        using var run = new LoadRun(Small with { Settle = TimeSpan.FromSeconds(20) }, Texts(Small), smsc, bus, TimeProvider.System);
        var running = run.RunAsync(CancellationToken.None);

        await half.Task;
        first.Cut();
        await using var second = new FakeBridge((_, report) =>
        {
            var id = "second-" + report.ReportId;
            bus.Publish(report with { ReportId = id }, FakeBridge.EventId(id));
        });
        await second.BindAsync(smsc.Port);

        // A text that the first bridge published without its answer arriving comes out twice, as the second bridge does not know it.
        var verdict = (await running).Verdict;
        verdict.Answered.ShouldBe(60);
        verdict.Lost.Count.ShouldBe(0);
        await first.DisposeAsync();
    }

    private static async Task<LoadFigures> RunAsync(LoadPlan plan, Action<FakeCentreBus, int, ReportData> publish, int refuseEvery = 0)
    {
        await using var bus = new FakeCentreBus();
        await using var smsc = Operator();
        await using var bridge = new FakeBridge((number, report) => publish(bus, number, report)) { RefuseEvery = refuseEvery };
        await bridge.BindAsync(smsc.Port);
        using var run = new LoadRun(plan with { Settle = TimeSpan.FromSeconds(1) }, Texts(plan), smsc, bus, TimeProvider.System);
        return await run.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    private static void Publish(FakeCentreBus bus, ReportData report) => bus.Publish(report, FakeBridge.EventId(report.ReportId));

    private static LoadTexts Texts(LoadPlan plan) => new("abc123", plan.Senders, plan.LongShare);

    private static SimulatedOperator Operator() =>
        new(new OperatorSettings { Name = "load", RetryAfter = TimeSpan.Zero }, TimeProvider.System);
}
