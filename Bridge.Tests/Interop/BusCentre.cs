using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Tests.Support;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Bridge.Tests.Interop;

/// <summary>An event as it stood on the bus.</summary>
/// <param name="Name">Without the prefix hk.992.</param>
internal sealed record BusEvent(string Id, string Name, string RoutingKey, JsonElement Data)
{
    /// <param name="path">A field of the data, such as "sender.msisdn".</param>
    public string Text(string path) => Data.Text(path);
}

/// <summary>
/// A report centre on RabbitMQ that knows only the contract, and none of the bridge's code: plain JSON in, plain JSON out. Answers each
/// report with what it is told, once.
/// </summary>
internal sealed class BusCentre : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly Func<BusEvent, string?> _answer;
    private readonly ConcurrentQueue<BusEvent> _events = new();

    private BusCentre(IConnection connection, IChannel channel, Func<BusEvent, string?> answer)
    {
        _connection = connection;
        _channel = channel;
        _answer = answer;
    }

    /// <summary>Everything that came, in its order.</summary>
    public IReadOnlyList<BusEvent> All => [.. _events];

    public IReadOnlyList<BusEvent> Of(string name) => [.. _events.Where(e => e.Name == name)];

    /// <summary>What the centre said to each report, by the report's id; the command's id is the report's with a C before it.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new();

    public static string CommandId(string reportId) => "C" + reportId;

    /// <param name="answer">The text of the confirmation of a report; null: none.</param>
    public static async Task<BusCentre> OpenAsync(Uri broker, Func<BusEvent, string?> answer)
    {
        var connection = await RabbitMqServer.ConnectAsync(broker);
        await Eventually.TrueAsync(() => HasQueueAsync(connection), "the bridge has declared centre.events");
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        var centre = new BusCentre(connection, channel, answer);
        await channel.BasicQosAsync(0, 200, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += centre.TakeAsync;
        await channel.BasicConsumeAsync("centre.events", autoAck: false, consumer);
        return centre;
    }

    /// <param name="meanwhile">Asserts what has to hold all the while.</param>
    public Task UntilAsync(string name, int count, Action? meanwhile = null) => Eventually.TrueAsync(
        () =>
        {
            meanwhile?.Invoke();
            return _events.Count(e => e.Name == name) >= count;
        },
        $"{count} times {name} on the bus",
        () => string.Join(", ", _events.CountBy(e => e.Name)));

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task TakeAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var root = JsonDocument.Parse(delivery.Body.ToArray()).RootElement;
        var type = root.Text("type");
        var happened = new BusEvent(root.Text("id"), type["hk.992.".Length..], delivery.RoutingKey, root.At("data").Clone());
        _events.Enqueue(happened);
        if (happened.Name == "report.received" && _answer(happened) is { } text && Answers.TryAdd(happened.Text("reportId"), text))
        {
            await ConfirmAsync(happened.Text("reportId"), text);
        }
        await _channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
    }

    private async Task ConfirmAsync(string reportId, string text)
    {
        var command = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = CommandId(reportId),
            ["source"] = "/centre/test",
            ["type"] = "hk.992.reply.send",
            ["data"] = new JsonObject { ["reportId"] = reportId, ["kind"] = "confirmation", ["text"] = text },
        };
        var properties = new BasicProperties { ContentType = "application/cloudevents+json", DeliveryMode = DeliveryModes.Persistent };
        await _channel.BasicPublishAsync(
            "bridge.commands", "reply.send", mandatory: true, properties, Encoding.UTF8.GetBytes(command.ToJsonString()));
    }

    private static async Task<bool> HasQueueAsync(IConnection connection)
    {
        try
        {
            await using var asking = await connection.CreateChannelAsync();
            await asking.QueueDeclarePassiveAsync("centre.events");
            await asking.QueueDeclarePassiveAsync("bridge.commands");
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }
}
