using Bridge.Simulator.Centre;
using Bridge.Simulator.Load;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class DrainTests
{
    [Fact]
    public async Task Stopped_under_load_it_drains_and_ends_with_0_and_the_next_start_lacks_nothing()
    {
        const int Texts = 3_000;
        await using var load = new LoadUnderFault(new LoadPlan { Count = Texts, Window = 50, Senders = 40, LongShare = 0.1 });
        await using var daemon = await BridgeDaemon.StartAsync(BridgeDaemon.OperatorAt(load.Smsc));
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);

        // A centre that confirms every report: at each stop there are event streams open, commands under way and replies half sent.
        await using var centreBus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        using var over = new CancellationTokenSource();
        var centre = new SimulatedCentre(centreBus, new CentreSettings(), TimeProvider.System).RunAsync(over.Token);

        var running = load.RunAsync(bus);
        var codes = new List<int?>();
        var stops = new KillSchedule(4, Texts, seed: 992);
        await stops.RunAsync(() => load.Answered, async _ =>
        {
            codes.Add(await daemon.StopAsync());
            await daemon.StartAsync();
        }, TimeProvider.System, CancellationToken.None);
        var figures = await running;
        codes.Add(await daemon.StopAsync());
        await over.CancelAsync();
        await Task.WhenAny(centre);

        figures.ShouldBeSound(Texts);
        codes.ShouldBe([0, 0, 0, 0, 0], string.Join('\n', daemon.Log()));
    }
}
