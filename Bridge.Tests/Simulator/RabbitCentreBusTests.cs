using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Centre.RabbitMq;
using RabbitMQ.Client;

namespace Bridge.Tests.Simulator;

/// <summary>The centre's end of a real broker, with the queues that the daemon declares.</summary>
[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class RabbitCentreBusTests(RabbitMqServer server)
{
    [RabbitMqFact]
    public async Task Events_come_in_order_and_only_those_passed_are_acknowledged()
    {
        var broker = await server.FreshAsync();
        await using (var bus = new RabbitCentreBus(broker, TimeProvider.System))
        {
            // More events than one batch of acknowledgements. The queue is declared only after the centre asked for it.
            var connecting = bus.ConnectAsync(Deadline());
            await PublishAsync(broker, first: 1, last: 600);
            await connecting;

            List<string> ids = [];
            for (var i = 0; i < 600; i++) ids.Add(await NextIdAsync(bus));
            ids.ShouldBe(Enumerable.Range(1, 600).Select(i => $"e-{i}"));

            await PublishAsync(broker, first: 601, last: 601);
            (await NextIdAsync(bus)).ShouldBe("e-601");
        }

        // The last event was not acknowledged, as nobody asked for the next one; the first batch was.
        await using var successor = new RabbitCentreBus(broker, TimeProvider.System);
        List<string> again = [];
        while (!again.Contains("e-601")) again.Add(await NextIdAsync(successor));
        again.ShouldNotContain("e-500");
    }

    [RabbitMqFact]
    public async Task A_centre_survives_its_broker_and_misses_nothing()
    {
        var broker = await server.FreshAsync();
        await PublishAsync(broker, first: 1, last: 2);
        await using var bus = new RabbitCentreBus(broker, TimeProvider.System);
        (await NextIdAsync(bus)).ShouldBe("e-1");

        await server.KillAsync();
        await server.StartAsync();
        await PublishAsync(broker, first: 3, last: 3);

        HashSet<string> seen = [];
        while (!seen.Contains("e-3")) seen.Add(await NextIdAsync(bus));
        seen.ShouldContain("e-2");
    }

    [RabbitMqFact]
    public async Task Commands_are_in_the_bridges_queue_when_sending_returns()
    {
        var broker = await server.FreshAsync();
        await PublishAsync(broker, first: 1, last: 1);
        await using var bus = new RabbitCentreBus(broker, TimeProvider.System);
        await bus.ConnectAsync(Deadline());

        (await bus.SendAsync(new ReportTaken("c-1", "r-1"), Deadline())).ShouldBeEmpty();

        await using var connection = await RabbitMqServer.ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        var command = await channel.BasicGetAsync(RabbitMqTopology.CommandsQueue, autoAck: true);
        command!.RoutingKey.ShouldBe("report.taken");
        command.BasicProperties.MessageId.ShouldBe("c-1");
        CloudEvent.ReadCommand(command.Body.Span).Command.ShouldBe(new ReportTaken("c-1", "r-1"));
    }

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System).Token;

    private static async Task<string> NextIdAsync(RabbitCentreBus bus) => CloudEvent.ReadEvent((await bus.NextAsync(Deadline())).Span).Id;

    private static async Task PublishAsync(Uri broker, int first, int last)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(broker);
        await RabbitMqTopology.DeclareAsync(connection, Deadline());
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var persistent = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
        for (var i = first; i <= last; i++)
        {
            await channel.BasicPublishAsync(
                RabbitMqTopology.EventsExchange, "report.received.harbour-mobile", mandatory: true, persistent,
                CloudEvent.WriteEvent($"e-{i}", "node", "c-1", DateTimeOffset.UnixEpoch, SampleReports.New($"text {i}")));
        }
    }
}
