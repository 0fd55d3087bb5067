using RabbitMQ.Client;

namespace Bridge.Tests.Support;

/// <summary>Takes messages off the broker as a centre would.</summary>
internal static class BusInbox
{
    /// <summary>Everything that is in the queue now.</summary>
    public static async Task<IReadOnlyList<BasicGetResult>> ReadAllAsync(Uri broker, string queue = "centre.events")
    {
        await using var connection = await RabbitMqServer.ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        var messages = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message) messages.Add(message);
        return messages;
    }
}
