using System.Globalization;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Load;
using Bridge.Tests.Support;
using Xunit.Abstractions;

namespace Bridge.Tests.Faults;

/// <summary>
/// A real broker that goes away under load. BRIDGE_TEST_OUTAGE_SECONDS makes the outages longer than what the conditions ask for.
/// </summary>
[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class BrokerOutageTests(RabbitMqServer broker, ITestOutputHelper output)
{
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("BRIDGE_TEST_OUTAGE_SECONDS") ?? "0", CultureInfo.InvariantCulture));

    [RabbitMqFact]
    public async Task While_the_broker_is_stopped_every_text_is_taken_in_time_and_afterwards_each_is_on_the_bus_once()
    {
        await using var run = await StartAsync();
        await run.AnsweredAsync(500);

        await broker.StopAsync();
        await Eventually.TrueAsync(async () => await run.Daemon.MetricAsync("bridge_bus_up") == 0, "bridge_bus_up says so");
        await run.AnsweredAsync(run.Load.Answered + 500);
        await Task.Delay(Longer, TimeProvider.System);
        var (events, oldest) =
            (await run.Daemon.MetricAsync("bridge_outbox_events"), await run.Daemon.MetricAsync("bridge_outbox_oldest_seconds"));
        output.WriteLine($"backlog at the end of the outage: {events} events, oldest {oldest:F1} s");
        await broker.StartAsync();

        await Eventually.TrueAsync(
            () => OutageTests.Told(run.Daemon).Exists(outage => outage.Cause == "bus"),
            "the centre is told that the bus was away");
        await run.ShouldBeSoundAsync(output);
        OutageTests.Told(run.Daemon).Count(outage => outage.Cause == "bus").ShouldBe(1);
    }

    [RabbitMqFact]
    public async Task While_the_broker_is_gone_without_a_goodbye_every_text_is_taken_in_time_and_afterwards_each_is_on_the_bus_once()
    {
        await using var run = await StartAsync();
        await run.AnsweredAsync(500);

        await broker.KillAsync();
        await run.AnsweredAsync(run.Load.Answered + 500);
        await Task.Delay(Longer, TimeProvider.System);
        await broker.StartAsync();

        await run.ShouldBeSoundAsync(output);
    }

    [RabbitMqFact]
    public async Task Bridge_and_broker_killed_in_either_order_leave_every_answered_text_on_the_bus_once()
    {
        await using var run = await StartAsync(texts: 6_000);
        await run.AnsweredAsync(300);

        await broker.KillAsync();
        await run.AnsweredAsync(run.Load.Answered + 200);
        await run.Daemon.KillAsync();
        await broker.StartAsync();
        await run.Daemon.StartAsync();
        await run.AnsweredAsync(run.Load.Answered + 200);

        await run.Daemon.KillAsync();
        await broker.KillAsync();
        await run.Daemon.StartAsync();
        await run.AnsweredAsync(run.Load.Answered + 200);
        await broker.StartAsync();

        await run.ShouldBeSoundAsync(output, linksLost: true);
    }

    private async Task<Run> StartAsync(int texts = 3_600)
    {
        texts += (int)(Longer.TotalSeconds * Run.Rate);
        var load = new LoadUnderFault(new LoadPlan { Count = texts, Rate = Run.Rate, Window = 50, Senders = 40, LongShare = 0.1 });
        var uri = await broker.FreshAsync();
        return new Run(load, await BridgeDaemon.StartAsync(BridgeDaemon.OperatorAt(load.Smsc), uri, OutageTests.SoonTold()),
            new RabbitCentreBus(uri, TimeProvider.System), texts);
    }

    private sealed class Run : IAsyncDisposable
    {
        public const int Rate = 300;

        private readonly RabbitCentreBus _bus;
        private readonly int _texts;
        private readonly Task<LoadFigures> _running;

        public Run(LoadUnderFault load, BridgeDaemon daemon, RabbitCentreBus bus, int texts)
        {
            Load = load;
            Daemon = daemon;
            _bus = bus;
            _texts = texts;
            _running = load.RunAsync(bus);
        }

        public LoadUnderFault Load { get; }

        public BridgeDaemon Daemon { get; }

        public async Task AnsweredAsync(int texts)
        {
            await Eventually.TrueAsync(() => Load.Answered >= texts, $"{texts} texts answered");
            _running.IsCompleted.ShouldBeFalse("the load ended too early to prove anything");
        }

        public async Task ShouldBeSoundAsync(ITestOutputHelper output, bool linksLost = false)
        {
            var figures = await _running;
            output.WriteLine(LoadJson.Write(figures));
            figures.ShouldBeSound(_texts);
            if (!linksLost)
            {
                Load.SentAgain.ShouldBeEmpty("every text was taken at its first transmission");
                Load.Binds.ShouldBe(1);
            }

            (await Daemon.StopAsync()).ShouldBe(0);
        }

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            await Load.DisposeAsync();
            await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _bus.DisposeAsync();
        }
    }
}
