using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using static Bridge.Tests.Simulator.OperatorClient;

namespace Bridge.Tests.Simulator;

/// <summary>A well-behaved operator over the loopback address.</summary>
[Trait("Speed", "rooms")]
public class SimulatedOperatorTests
{
    [Theory]
    [InlineData("bridge992", "secret", CommandStatus.Ok)]
    [InlineData("bridge992", "wrong", CommandStatus.InvPaswd)]
    [InlineData("stranger", "secret", CommandStatus.InvSysId)]
    public async Task Binds_are_checked(string systemId, string password, CommandStatus status)
    {
        await using var smsc = new SimulatedOperator(Settings, TimeProvider.System);
        await using var client = await ConnectAsync(smsc);

        await client.SendAsync(new Bind { Mode = BindMode.Transceiver, SystemId = systemId, Password = password, Sequence = 1 });

        var answer = await client.ReadAsync<BindResp>();
        answer.Status.ShouldBe(status);
        answer.Sequence.ShouldBe(1u);
    }

    [Theory]
    [InlineData(IdFormat.Decimal, null, "11", "11")]
    [InlineData(IdFormat.Hex, null, "0000000B", "0000000B")]
    [InlineData(IdFormat.Decimal, IdFormat.Hex, "11", "0000000B")]
    [InlineData(IdFormat.Hex, IdFormat.Decimal, "0000000B", "11")]
    public async Task A_submit_is_answered_with_an_id_and_its_receipt_names_it(
        IdFormat ids, IdFormat? receiptIds, string id, string receiptId)
    {
        var receipts = new ReceiptSettings { IdFormat = receiptIds, After = TimeSpan.Zero };
        await using var smsc = new SimulatedOperator(Settings with { IdFormat = ids, Receipts = receipts }, TimeProvider.System);
        await using var client = await BindAsync(smsc);
        for (uint sequence = 1; sequence <= 10; sequence++)
        {
            await client.SendAsync(Submit(sequence) with { RegisteredDelivery = 0 });
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
        var receipts = new ReceiptSettings { State = MessageState.Undeliverable, WithTlvs = false, After = TimeSpan.Zero };
        await using var smsc = new SimulatedOperator(Settings with { Receipts = receipts }, TimeProvider.System);
        await using var client = await BindAsync(smsc);

        await client.SendAsync(Submit(1));
        await client.ReadAsync<SubmitSmResp>();

        var receipt = await client.ReadAsync<DeliverSm>();
        receipt.Tlvs.ShouldBeEmpty();
        Encoding.ASCII.GetString(receipt.ShortMessage.Span).ShouldContain("dlvrd:000");
        Encoding.ASCII.GetString(receipt.ShortMessage.Span).ShouldContain("stat:UNDELIV err:001");
    }

    [Fact]
    public async Task A_receipt_comes_over_the_receiver_of_the_same_system_id()
    {
        await using var smsc = new SimulatedOperator(Settings with { SystemId = null }, TimeProvider.System);
        await using var transmitter = await BindAsync(smsc, BindMode.Transmitter);
        await using var stranger = await BindAsync(smsc, BindMode.Receiver, "somebody");
        await using var receiver = await BindAsync(smsc, BindMode.Receiver);

        await transmitter.SendAsync(Submit(1));

        (await transmitter.ReadAsync<SubmitSmResp>()).Status.ShouldBe(CommandStatus.Ok);
        (await receiver.ReadAsync<DeliverSm>()).EsmClass.IsDeliveryReceipt.ShouldBeTrue();
    }

    [Fact]
    public async Task A_text_refused_at_first_comes_again_with_the_same_content()
    {
        await using var smsc = new SimulatedOperator(Settings, TimeProvider.System);
        await using var client = await BindAsync(smsc);

        var delivering = smsc.DeliverTextAsync(HelpText, Deadline);
        var first = await client.AnswerTextAsync(CommandStatus.SysErr);
        var second = await client.AnswerTextAsync();

        second.ShortMessage.ToArray().ShouldBe(first.ShortMessage.ToArray());
        second.Source.ShouldBe(first.Source);
        (await delivering).Transmissions.ShouldBe(2);
    }

    [Fact]
    public async Task A_text_unanswered_when_the_connection_breaks_comes_again_over_the_next_one()
    {
        await using var smsc = new SimulatedOperator(Settings, TimeProvider.System);
        var broken = await BindAsync(smsc);
        var delivering = smsc.DeliverTextAsync(HelpText, Deadline);
        await broken.ReadAsync<DeliverSm>();

        await broken.DisposeAsync();
        await using var next = await BindAsync(smsc);

        await next.AnswerTextAsync();
        (await delivering).Transmissions.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_command_is_answered_generic_nack()
    {
        await using var smsc = new SimulatedOperator(Settings, TimeProvider.System);
        await using var client = await BindAsync(smsc);

        await client.SendAsync(new UnknownPdu((CommandId)0x00010200) { Sequence = 9 });

        var nack = await client.ReadAsync<GenericNack>();
        nack.Sequence.ShouldBe(9u);
        nack.Status.ShouldBe(CommandStatus.InvCmdId);
    }
}
