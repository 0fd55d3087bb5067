using System.Net;
using System.Net.Sockets;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

/// <summary>Plain sockets in the place of the bridge, and what goes over them to a simulated operator.</summary>
internal static class OperatorClient
{
    public static readonly OperatorSettings Settings = new()
    {
        Name = "harbour-mobile",
        SystemId = "bridge992",
        Password = "secret",
        RetryAfter = TimeSpan.Zero,
        Receipts = new ReceiptSettings { After = TimeSpan.Zero },
    };

    public static DeliverSm HelpText { get; } = new()
    {
        Source = new Address(1, 1, "85290009001"),
        Destination = new Address(3, 0, "992"),
        ShortMessage = "help"u8.ToArray(),
    };

    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System).Token;

    public static SubmitSm Submit(uint sequence, string to = "85290009000") => new()
    {
        Sequence = sequence,
        Source = new Address(3, 0, "992"),
        Destination = new Address(1, 1, to),
        RegisteredDelivery = 1,
        ShortMessage = "confirmed"u8.ToArray(),
    };

    public static async Task<RawPeer> ConnectAsync(SimulatedOperator smsc)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, smsc.Port, Deadline);
        return new RawPeer(new RecordedStream(socket));
    }

    public static async Task<RawPeer> BindAsync(
        SimulatedOperator smsc, BindMode mode = BindMode.Transceiver, string systemId = "bridge992")
    {
        var client = await ConnectAsync(smsc);
        await client.SendAsync(new Bind { Mode = mode, SystemId = systemId, Password = "secret", Sequence = 1 });
        (await client.ReadAsync<BindResp>()).Status.ShouldBe(CommandStatus.Ok);
        return client;
    }

    /// <summary>Reads the next deliver_sm and answers it.</summary>
    public static async Task<DeliverSm> AnswerTextAsync(this RawPeer client, CommandStatus status = CommandStatus.Ok)
    {
        var text = await client.ReadAsync<DeliverSm>();
        await client.SendAsync(new DeliverSmResp { Sequence = text.Sequence, Status = status });
        return text;
    }
}
