using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

/// <summary>The operator over the loopback address, its client a plain socket.</summary>
public class SimulatedOperatorTests
{
    private static readonly OperatorSettings Plain = new()
    {
        Name = "harbour-mobile",
        SystemId = "bridge992",
        Password = "secret",
        RetryAfter = TimeSpan.Zero,
        Receipts = new ReceiptSettings { After = TimeSpan.Zero },
    };

    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System).Token;

    [Theory]
    [InlineData("bridge992", "secret", CommandStatus.Ok)]
    [InlineData("bridge992", "wrong", CommandStatus.InvPaswd)]
    [InlineData("stranger", "secret", CommandStatus.InvSysId)]
    public async Task Binds_are_checked(string systemId, string password, CommandStatus status)
    {
        await using var smsc = new SimulatedOperator(Plain, TimeProvider.System);
        await using var client = await ConnectAsync(smsc);

        await client.SendAsync(new Bind { Mode = BindMode.Transceiver, SystemId = systemId, Password = password, Sequence = 1 });

        var answer = await client.ReadAsync<BindResp>();
        answer.Status.ShouldBe(status);
        answer.Sequence.ShouldBe(1u);
    }

    [Fact]
    public async Task A_bind_is_refused_on_request()
    {
        await using var smsc = new SimulatedOperator(
            Plain with
            {
                Misbehaviour = new() { RefuseBind = CommandStatus.BindFail },
            },
            TimeProvider.System);
        await using var client = await ConnectAsync(smsc);

        await client.SendAsync(new Bind { Mode = BindMode.Receiver, SystemId = "bridge992", Password = "secret", Sequence = 1 });

        (await client.ReadAsync<BindResp>()).Status.ShouldBe(CommandStatus.BindFail);
    }

    [Theory]
    [InlineData(IdFormat.Decimal, null, "11", "11")]
    [InlineData(IdFormat.Hex, null, "0000000B", "0000000B")]
    [InlineData(IdFormat.Decimal, IdFormat.Hex, "11", "0000000B")]
    [InlineData(IdFormat.Hex, IdFormat.Decimal, "0000000B", "11")]
    public async Task A_submit_is_answered_with_an_id_and_its_receipt_names_it(
        IdFormat ids, IdFormat? receiptIds, string id, string receiptId)
    {
        await using var smsc = new SimulatedOperator(
            Plain with
            {
                IdFormat = ids,
                Receipts = new ReceiptSettings { IdFormat = receiptIds, After = TimeSpan.Zero },
            },
            TimeProvider.System);
        await using var client = await BoundAsync(smsc);
        for (uint i = 1; i <= 10; i++)
        {
            await client.SendAsync(Submit(i) with { RegisteredDelivery = 0 });
            await client.ReadAsync<SubmitSmResp>();
        }

        await client.SendAsync(Submit(11));

        (await client.ReadAsync<SubmitSmResp>()).MessageId.ShouldBe(id);
        var receipt = await client.ReadAsync<DeliverSm>();
        receipt.EsmClass.IsDeliveryReceipt.ShouldBeTrue();
        receipt.Source.Value.ShouldBe("85290009000");
        receipt.Destination.Value.ShouldBe("992");
        Encoding.ASCII.GetString(receipt.Tlv(TlvTag.ReceiptedMessageId)!.Value.Span).ShouldBe(receiptId + "\0");
        receipt.Tlv(TlvTag.MessageState)!.Value.ToArray().ShouldBe([2]);
        Encoding.ASCII.GetString(receipt.ShortMessage.Span)
            .ShouldMatch($@"^id:{receiptId} sub:001 dlvrd:001 submit date:\d{{10}} done date:\d{{10}} stat:DELIVRD err:000 text:$");
    }

    [Fact]
    public async Task A_receipt_says_what_it_was_told_to_say()
    {
        await using var smsc = new SimulatedOperator(
            Plain with
            {
                Receipts = new ReceiptSettings
                {
                    State = MessageState.Undeliverable,
                    WithTlvs = false,
                    After = TimeSpan.Zero,
                },
            },
            TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        await client.SendAsync(Submit(1));
        await client.ReadAsync<SubmitSmResp>();

        var receipt = await client.ReadAsync<DeliverSm>();
        receipt.Tlvs.ShouldBeEmpty();
        Encoding.ASCII.GetString(receipt.ShortMessage.Span).ShouldContain("dlvrd:000");
        Encoding.ASCII.GetString(receipt.ShortMessage.Span).ShouldContain("stat:UNDELIV err:001");
    }

    [Fact]
    public async Task The_receipt_overtakes_the_answer_on_request()
    {
        await using var smsc = new SimulatedOperator(
            Plain with
            {
                Misbehaviour = new() { ReceiptBeforeResponse = true },
            },
            TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        await client.SendAsync(Submit(1));

        var receipt = await client.ReadAsync<DeliverSm>();
        await client.SendAsync(new DeliverSmResp { Sequence = receipt.Sequence });
        (await client.ReadAsync<SubmitSmResp>()).MessageId.ShouldBe("1");
    }

    [Fact]
    public async Task A_receipt_comes_over_the_receiver_of_the_same_system_id()
    {
        await using var smsc = new SimulatedOperator(Plain with { SystemId = null }, TimeProvider.System);
        await using var transmitter = await BoundAsync(smsc, BindMode.Transmitter);
        await using var stranger = await BoundAsync(smsc, BindMode.Receiver, "somebody");
        await using var receiver = await BoundAsync(smsc, BindMode.Receiver);

        await transmitter.SendAsync(Submit(1));

        (await transmitter.ReadAsync<SubmitSmResp>()).Status.ShouldBe(CommandStatus.Ok);
        (await receiver.ReadAsync<DeliverSm>()).EsmClass.IsDeliveryReceipt.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_third_submit_is_throttled_on_request()
    {
        await using var smsc = new SimulatedOperator(
            Plain with
            {
                Receipts = null,
                Misbehaviour = new() { ThrottleEvery = 3 },
            },
            TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        List<CommandStatus> answers = [];
        for (uint i = 1; i <= 6; i++)
        {
            await client.SendAsync(Submit(i));
            answers.Add((await client.ReadAsync<SubmitSmResp>()).Status);
        }

        answers.ShouldBe(
            [CommandStatus.Ok, CommandStatus.Ok, CommandStatus.Throttled, CommandStatus.Ok, CommandStatus.Ok, CommandStatus.Throttled]);
    }

    [Fact]
    public async Task The_connection_is_cut_instead_of_an_answer_on_request()
    {
        await using var smsc = new SimulatedOperator(
            Plain with
            {
                Receipts = null,
                Misbehaviour = new() { DropEvery = 2 },
            },
            TimeProvider.System);
        await using var client = await BoundAsync(smsc);
        await client.SendAsync(Submit(1));
        await client.ReadAsync<SubmitSmResp>();

        await client.SendAsync(Submit(2));

        (await client.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_text_refused_at_first_comes_again_with_the_same_content()
    {
        await using var smsc = new SimulatedOperator(Plain, TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        var delivering = smsc.DeliverTextAsync(Text, Patience);
        var first = await client.ReadAsync<DeliverSm>();
        await client.SendAsync(new DeliverSmResp { Sequence = first.Sequence, Status = CommandStatus.SysErr });
        var second = await client.ReadAsync<DeliverSm>();
        await client.SendAsync(new DeliverSmResp { Sequence = second.Sequence });

        second.ShortMessage.ToArray().ShouldBe(first.ShortMessage.ToArray());
        second.Source.ShouldBe(first.Source);
        (await delivering).Transmissions.ShouldBe(2);
    }

    [Fact]
    public async Task A_text_unanswered_when_the_connection_breaks_comes_again_over_the_next_one()
    {
        await using var smsc = new SimulatedOperator(Plain, TimeProvider.System);
        var broken = await BoundAsync(smsc);
        var delivering = smsc.DeliverTextAsync(Text, Patience);
        await broken.ReadAsync<DeliverSm>();

        await broken.DisposeAsync();
        await using var next = await BoundAsync(smsc);

        var again = await next.ReadAsync<DeliverSm>();
        await next.SendAsync(new DeliverSmResp { Sequence = again.Sequence });
        (await delivering).Transmissions.ShouldBe(2);
    }

    [Fact]
    public async Task Every_second_text_is_delivered_twice_on_request()
    {
        await using var smsc = new SimulatedOperator(Plain with { Misbehaviour = new() { DuplicateEvery = 2 } }, TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        List<string> bodies = [];
        foreach (var said in new[] { "one", "two" })
        {
            var delivering = smsc.DeliverTextAsync(Text with { ShortMessage = Encoding.ASCII.GetBytes(said) }, Patience);
            while (!delivering.IsCompleted || bodies.Count < (said == "one" ? 1 : 3))
            {
                if (bodies.Count == (said == "one" ? 1 : 3)) break;
                var pdu = await client.ReadAsync<DeliverSm>();
                bodies.Add(Encoding.ASCII.GetString(pdu.ShortMessage.Span));
                await client.SendAsync(new DeliverSmResp { Sequence = pdu.Sequence });
            }

            await delivering;
        }

        bodies.ShouldBe(["one", "two", "two"]);
    }

    [Fact]
    public async Task Torn_writes_are_still_whole_PDUs()
    {
        await using var smsc = new SimulatedOperator(Plain with { Misbehaviour = new() { ChopOctets = 3 } }, TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        var delivering = smsc.DeliverTextAsync(Text, Patience);
        var pdu = await client.ReadAsync<DeliverSm>();
        await client.SendAsync(new DeliverSmResp { Sequence = pdu.Sequence });

        (await delivering).Transmissions.ShouldBe(1);
    }

    [Fact]
    public async Task Once_bound_a_hanging_session_answers_nothing_and_does_not_close()
    {
        await using var smsc = new SimulatedOperator(Plain with { Misbehaviour = new() { Hang = HangAt.Session } }, TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        await client.SendAsync(new EnquireLink { Sequence = 2 });

        // The next thing that comes is a text of the operator's own, not the answer.
        _ = smsc.DeliverTextAsync(Text, Patience);
        (await client.ReadAsync()).ShouldBeOfType<DeliverSm>();
    }

    [Fact]
    public async Task An_unknown_command_is_answered_generic_nack()
    {
        await using var smsc = new SimulatedOperator(Plain, TimeProvider.System);
        await using var client = await BoundAsync(smsc);

        await client.SendAsync(new UnknownPdu((CommandId)0x00010200) { Sequence = 9 });

        var nack = await client.ReadAsync<GenericNack>();
        nack.Sequence.ShouldBe(9u);
        nack.Status.ShouldBe(CommandStatus.InvCmdId);
    }

    private static DeliverSm Text => new()
    {
        Source = new Address(1, 1, "85290009001"),
        Destination = new Address(3, 0, "992"),
        ShortMessage = "help"u8.ToArray(),
    };

    private static SubmitSm Submit(uint sequence) => new()
    {
        Sequence = sequence,
        Source = new Address(3, 0, "992"),
        Destination = new Address(1, 1, "85290009000"),
        RegisteredDelivery = 1,
        ShortMessage = "confirmed"u8.ToArray(),
    };

    private static async Task<RawPeer> ConnectAsync(SimulatedOperator smsc)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, smsc.Port, Patience);
        return new RawPeer(new RecordedStream(socket));
    }

    private static async Task<RawPeer> BoundAsync(
        SimulatedOperator smsc, BindMode mode = BindMode.Transceiver, string systemId = "bridge992")
    {
        var client = await ConnectAsync(smsc);
        await client.SendAsync(new Bind { Mode = mode, SystemId = systemId, Password = "secret", Sequence = 1 });
        (await client.ReadAsync<BindResp>()).Status.ShouldBe(CommandStatus.Ok);
        return client;
    }
}
