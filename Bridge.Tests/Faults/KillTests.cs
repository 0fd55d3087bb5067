using Bridge.Simulator.Centre;
using Bridge.Simulator.Load;
using Bridge.Tests.Support;
using Xunit.Abstractions;

namespace Bridge.Tests.Faults;

[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_twenty_times_under_load_it_loses_doubles_and_turns_round_nothing()
    {
        const int Texts = 4_000;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BRIDGE_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"BRIDGE_TEST_SEED={seed}");
        await using var load = new LoadUnderFault(new LoadPlan { Count = Texts, Window = 50, Senders = 40, LongShare = 0.1 });
        await using var daemon = await BridgeDaemon.StartAsync(BridgeDaemon.OperatorAt(load.Smsc));
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);

        var running = load.RunAsync(bus);
        var kills = new KillSchedule(20, Texts, seed);
        await kills.RunAsync(() => load.Answered, _ => daemon.KillAndRestartAsync(), TimeProvider.System, CancellationToken.None);
        var figures = await running;

        figures.ShouldBeSound(Texts);
        kills.Done.ShouldBe(20);
        load.Binds.ShouldBeGreaterThan(20);
        load.SentAgain.Keys.ShouldContain("connection lost");
        (await daemon.StopAsync()).ShouldBe(0);
        output.WriteLine(
            $"{load.SentAgain["connection lost"]} sent again, {figures.Verdict.Redelivered} events redelivered, {figures.Seconds:F1} s");
    }
}
