using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using RabbitMQ.Client;

namespace Bridge.Tests.Centre;

[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class RabbitMqRelayTests(RabbitMqServer server)
{
    [RabbitMqFact]
    public async Task Events_arrive_in_order_with_the_contracts_properties()
    {
        var broker = await server.FreshAsync();
        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        var readAt = TimeProvider.System.GetUtcNow();
        var report = host.Outbox.AddReport("觀塘翠屏邨 火警", readAt: readAt);
        host.Outbox.Add(new LinkChanged("harbour-mobile", "a", "down", "timeout"), "harbour-mobile", null);
        host.Outbox.Add(new CommandRejected("k", ["unknown report"]), null, null);

        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 3, "the cursor covers all that is confirmed");
        var arrived = await BusInbox.ReadAllAsync(broker);

        arrived.Select(message => message.BasicProperties.MessageId).ShouldBe(["e-1", "e-2", "e-3"]);
        arrived.Select(message => message.RoutingKey)
            .ShouldBe(["report.received.harbour-mobile", "link.changed.harbour-mobile", "command.rejected"]);
        var first = arrived[0].BasicProperties;
        first.Type.ShouldBe("hk.992.report.received");
        first.CorrelationId.ShouldBe("c-1");
        first.ContentType.ShouldBe("application/cloudevents+json; charset=utf-8");
        first.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
        first.Timestamp.UnixTime.ShouldBe(SampleReports.ReceivedAt.ToUnixTimeSeconds());
        arrived[0].Body.ToArray().ShouldBe(report.Json);
        arrived[1].BasicProperties.IsCorrelationIdPresent().ShouldBeFalse();
        Encoding.UTF8.GetString(arrived[0].Body.Span).ShouldContain("觀塘翠屏邨 火警");

        host.Bus.Up.ShouldBeTrue();
        var (operatorName, elapsed) = host.Forwards.ShouldHaveSingleItem();
        operatorName.ShouldBe("harbour-mobile");
        elapsed.ShouldBeInRange(TimeSpan.Zero, TimeProvider.System.GetUtcNow() - readAt);
    }

    [RabbitMqFact]
    public async Task What_is_stored_while_the_broker_is_dead_arrives_when_it_is_back_in_order_under_the_same_ids()
    {
        var broker = await server.FreshAsync();
        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 4_000; i++)
            {
                host.Outbox.AddReport($"text {i}", $"c-{i % 7}");
                if (i % 20 == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
            }
        });
        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") > 200, "some are confirmed");

        await server.KillAsync();
        await Eventually.TrueAsync(() => !host.Bus.Up, "the outage is noticed");
        await writing;
        await server.StartAsync();

        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 4_000, "everything is confirmed after the outage");
        var arrived = await BusInbox.ReadAllAsync(broker);
        arrived.Select(message => message.BasicProperties.MessageId).Distinct()
            .ShouldBe(Enumerable.Range(1, 4_000).Select(number => $"e-{number}"));
        await Eventually.TrueAsync(() => host.Bus.Up, "the bus is up again");
    }

    [RabbitMqFact]
    public async Task An_event_that_no_queue_is_bound_for_is_not_lost_and_the_binding_is_mended()
    {
        var broker = await server.FreshAsync();
        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        host.Outbox.AddReport("before");
        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 1, "the first is confirmed");

        await using (var connection = await RabbitMqServer.ConnectAsync(broker))
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueUnbindAsync("centre.events", "bridge.events", "#");
        for (var i = 0; i < 50; i++) host.Outbox.AddReport($"text {i}");

        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 51, "all are confirmed");
        (await BusInbox.ReadAllAsync(broker)).Select(message => message.BasicProperties.MessageId).Distinct()
            .ShouldBe(Enumerable.Range(1, 51).Select(number => $"e-{number}"));
    }

    [RabbitMqFact]
    public async Task A_blocked_broker_is_noticed_and_gets_everything_when_it_takes_events_again()
    {
        var broker = await server.FreshAsync();
        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        await Eventually.TrueAsync(() => host.Bus.Up, "the bus is up");
        await server.ControlAsync("set_vm_memory_high_watermark", "0.000001");
        try
        {
            host.Outbox.AddReport("held back");
            await Eventually.TrueAsync(() => !host.Bus.Up, "the block is noticed");
            for (var i = 0; i < 2_000; i++) host.Outbox.AddReport($"text {i}");
            host.Outbox.Cursor("rabbitmq").ShouldBe(0);
        }
        finally
        {
            await server.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }

        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 2_001, "all are confirmed once the broker takes them");
        host.Bus.Up.ShouldBeTrue();
        (await BusInbox.ReadAllAsync(broker)).Select(message => message.BasicProperties.MessageId)
            .ShouldBe(Enumerable.Range(1, 2_001).Select(number => $"e-{number}"));
    }

    [RabbitMqFact]
    public async Task A_cancellation_that_is_not_the_daemons_own_ends_a_session_and_not_the_relay()
    {
        var broker = await server.FreshAsync();
        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        await Eventually.TrueAsync(() => host.Bus.Up, "the bus is up");
        var reads = 0;
        host.Outbox.ReadFails = () => Interlocked.Increment(ref reads) == 1 ? new TaskCanceledException() : null;

        host.Outbox.AddReport("one");
        host.Outbox.AddReport("two");

        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 2, "both are confirmed, by another session");
        reads.ShouldBeGreaterThan(1);
    }

    [RabbitMqFact]
    public async Task A_queue_that_the_platform_made_its_own_way_is_taken_as_it_is()
    {
        var broker = await server.FreshAsync();
        await using (var connection = await RabbitMqServer.ConnectAsync(broker))
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync("centre.events", durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 1000 });
        }

        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        host.Outbox.AddReport("text");

        await Eventually.TrueAsync(() => host.Outbox.Cursor("rabbitmq") == 1, "confirmed");
    }

    [RabbitMqFact]
    public async Task Stopping_flushes_what_is_stored()
    {
        var broker = await server.FreshAsync();
        await using var host = await CentreHost.StartRabbitMqAsync(broker);
        await Eventually.TrueAsync(() => host.Bus.Up, "the bus is up");
        for (var i = 0; i < 5_000; i++) host.Outbox.AddReport($"text {i}");

        await host.StopAsync();

        host.Outbox.Cursor("rabbitmq").ShouldBe(5_000);
    }

    [RabbitMqFact]
    public async Task A_restarted_bridge_goes_on_after_its_cursor()
    {
        var broker = await server.FreshAsync();
        var outbox = new InMemoryOutbox();
        await using (var first = await CentreHost.StartRabbitMqAsync(broker, outbox))
        {
            outbox.AddReport("one");
            await Eventually.TrueAsync(() => outbox.Cursor("rabbitmq") == 1, "the first is confirmed");
            await first.StopAsync();
        }

        outbox.AddReport("two");
        await using var second = await CentreHost.StartRabbitMqAsync(broker, outbox);

        await Eventually.TrueAsync(() => outbox.Cursor("rabbitmq") == 2, "the second is confirmed");
        (await BusInbox.ReadAllAsync(broker)).Select(message => message.BasicProperties.MessageId).ShouldBe(["e-1", "e-2"]);
    }
}
