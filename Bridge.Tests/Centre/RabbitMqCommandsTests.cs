using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using RabbitMQ.Client;

namespace Bridge.Tests.Centre;

[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class RabbitMqCommandsTests(RabbitMqServer server)
{
    [RabbitMqFact]
    public async Task Commands_are_carried_out_in_order_and_leave_the_queue()
    {
        var broker = await server.FreshAsync();
        await using var host = await ConsumingAsync(broker);
        var commands = Enumerable.Range(1, 200).Select(number => new ReportTaken($"k-{number}", $"r-{number}")).ToList();

        foreach (var command in commands) await SendAsync(broker, command);

        await Eventually.TrueAsync(() => host.Commands.Done.Count == 200, "all are carried out");
        host.Commands.Done.ShouldBe(commands);
        await host.StopAsync();
        (await BusInbox.ReadAllAsync(broker, "bridge.commands")).ShouldBeEmpty();
    }

    [RabbitMqFact]
    public async Task What_is_no_command_goes_to_the_dead_queue_with_its_problems_and_the_centre_is_told()
    {
        var broker = await server.FreshAsync();
        await using var host = await ConsumingAsync(broker);
        host.Commands.Refuses = command => command is ReportTaken { ReportId: "r-unknown" } ? ["$.data.reportId: no such report"] : [];

        await SendAsync(
            broker, "reply.send", Encoding.UTF8.GetBytes(
            """{"id":"k-1","specversion":"1.0","source":"/c","type":"hk.992.reply.send","data":{"kind":"order"}}"""));
        await SendAsync(broker, new ReportTaken("k-2", "r-unknown"));
        await SendAsync(broker, new ReportTaken("k-3", "r-3"));

        await Eventually.TrueAsync(() => host.Commands.Done.Count == 1, "the good one is carried out");
        host.Commands.Rejected.Select(rejected => rejected.CommandId).ShouldBe(["k-1", "k-2"]);
        var dead = await BusInbox.ReadAllAsync(broker, "bridge.commands.dead");
        dead.Count.ShouldBe(2);
        dead[0].BasicProperties.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
        Problems(dead[0]).ShouldBe(host.Commands.Rejected.First().Problems);
        Problems(dead[0]).ShouldContain("$.data.text: is required: a string of 1 to 39015 characters, not all of them blank");
        Problems(dead[1]).ShouldBe(["$.data.reportId: no such report"]);
        Encoding.UTF8.GetString(dead[1].Body.Span).ShouldContain("r-unknown");
        await host.StopAsync();
        (await BusInbox.ReadAllAsync(broker, "bridge.commands")).ShouldBeEmpty();
    }

    [RabbitMqFact]
    public async Task A_dead_command_lies_there_until_someone_looks_whatever_its_sender_asked_for()
    {
        var broker = await server.FreshAsync();
        await using var host = await ConsumingAsync(broker);
        var properties = new BasicProperties
        {
            MessageId = "k-1",
            UserId = "guest",
            Expiration = "60000",
            Headers = new Dictionary<string, object?> { ["CC"] = new List<object> { "elsewhere" }, ["desk"] = 3 },
        };

        await SendAsync(broker, "reply.send", "no JSON"u8.ToArray(), properties);
        await Eventually.TrueAsync(() => !host.Commands.Rejected.IsEmpty, "the centre is told");

        var dead = (await BusInbox.ReadAllAsync(broker, "bridge.commands.dead")).ShouldHaveSingleItem();
        dead.BasicProperties.MessageId.ShouldBe("k-1");
        dead.BasicProperties.IsUserIdPresent().ShouldBeFalse();
        dead.BasicProperties.IsExpirationPresent().ShouldBeFalse();
        dead.BasicProperties.Headers!.Keys.ShouldNotContain("CC");
        dead.BasicProperties.Headers["desk"].ShouldBe(3);
    }

    [RabbitMqFact]
    public async Task While_the_store_cannot_take_them_commands_stay_on_the_broker_and_keep_their_order()
    {
        var broker = await server.FreshAsync();
        await using var host = await ConsumingAsync(broker);
        var failures = 0;
        var storeIsUp = false;
        host.Commands.Fails = _ =>
        {
            if (Volatile.Read(ref storeIsUp)) return null;
            Interlocked.Increment(ref failures);
            return new IOException("disk full");
        };
        var commands = Enumerable.Range(1, 30).Select(number => new ReportTaken($"k-{number}", $"r-{number}")).ToList();

        foreach (var command in commands) await SendAsync(broker, command);
        await Eventually.TrueAsync(() => Volatile.Read(ref failures) >= 2, "tried and tried again");
        host.Commands.Done.ShouldBeEmpty();
        Volatile.Write(ref storeIsUp, true);

        await Eventually.TrueAsync(() => host.Commands.Done.Count == 30, "all are carried out once the store is back");
        host.Commands.Done.ShouldBe(commands);
        host.Commands.Rejected.ShouldBeEmpty();
    }

    [RabbitMqFact]
    public async Task Commands_are_taken_again_after_the_broker_was_killed()
    {
        var broker = await server.FreshAsync();
        await using var host = await ConsumingAsync(broker);

        await server.KillAsync();
        await Eventually.TrueAsync(() => !host.Bus.Up, "the outage is noticed");
        await server.StartAsync();
        await Eventually.TrueAsync(() => host.Bus.Up, "the bus is up again");
        await SendAsync(broker, new ReportTaken("k-1", "r-1"));

        await Eventually.TrueAsync(() => host.Commands.Done.Count == 1, "the command is carried out");
    }

    [RabbitMqFact]
    public async Task A_blocked_broker_still_has_its_commands_carried_out_and_acknowledged()
    {
        var broker = await server.FreshAsync();
        await using (var host = await ConsumingAsync(broker))
        {
            // What is already queued when the alarm comes: publishers, the centre too, are held back while it lasts.
            var taking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            host.Commands.Fails = _ => taking.Task.IsCompleted ? null : new IOException("not yet");
            for (var i = 1; i <= 60; i++) await SendAsync(broker, new ReportTaken($"k-{i}", $"r-{i}"));
            await server.ControlAsync("set_vm_memory_high_watermark", "0.000001");
            try
            {
                host.Outbox.AddReport("held back");
                await Eventually.TrueAsync(() => !host.Bus.Up, "the block is noticed");
                taking.SetResult();

                // Three times the prefetch: more than that arrives only if acknowledgements are read.
                await Eventually.TrueAsync(() => host.Commands.Done.Count == 60, "all are carried out");
            }
            finally
            {
                await server.ControlAsync("set_vm_memory_high_watermark", "0.4");
            }
        }
    }

    private static async Task<CentreHost> ConsumingAsync(Uri broker)
    {
        var host = await CentreHost.StartRabbitMqAsync(broker);
        await Eventually.TrueAsync(() => host.Bus.Up, "the bus is up");
        return host;
    }

    private static Task SendAsync(Uri broker, Command command) =>
        SendAsync(broker, command.CommandName, CloudEvent.WriteCommand(command, "/centre/desk-3", SampleReports.ReceivedAt));

    private static async Task SendAsync(Uri broker, string routingKey, byte[] json, BasicProperties? properties = null)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(
            "bridge.commands",
            routingKey,
            mandatory: true,
            properties ?? new BasicProperties { Persistent = true },
            json);
    }

    private static IEnumerable<string> Problems(BasicGetResult dead) =>
        dead.BasicProperties.Headers!["x-problems"].ShouldBeAssignableTo<IEnumerable<object>>()!.Select(
            problem => Encoding.UTF8.GetString((byte[])problem));
}
