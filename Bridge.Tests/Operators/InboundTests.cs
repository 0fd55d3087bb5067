using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class InboundTests
{
    [Fact]
    public async Task A_text_is_answered_with_its_own_sequence_number_and_only_once_it_is_taken()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 0x1000 }, new DataSm { Sequence = 0x2000 });
        var (first, second) = (await links.ReceivedAsync(), await links.ReceivedAsync());
        (await connection.SyncAsync()).ShouldBeEmpty();

        second.Answer(CommandStatus.SysErr);
        first.Answer(CommandStatus.Ok);

        var refused = await connection.Peer.ReadAsync<DataSmResp>();
        (refused.Sequence, refused.Status).ShouldBe((0x2000u, CommandStatus.SysErr));
        var taken = await connection.Peer.ReadAsync<DeliverSmResp>();
        (taken.Sequence, taken.Status).ShouldBe((0x1000u, CommandStatus.Ok));
        taken.Octets.Length.ShouldBe(17);
        (first.Inbound.Operator, first.Inbound.Link, first.IsReceipt, second.IsReceipt).ShouldBe(("harbour", "a", false, false));
    }

    [Fact]
    public async Task A_second_answer_to_one_text_is_not_sent()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 1 });
        var received = await links.ReceivedAsync();
        received.Answer(CommandStatus.Ok);
        received.Answer(CommandStatus.SysErr);
        (await connection.SyncAsync()).ShouldHaveSingleItem().Status.ShouldBe(CommandStatus.Ok);
    }

    [Fact]
    public async Task A_store_that_throws_leaves_the_text_with_the_operator_and_the_link_bound()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        links.Refusal = new InvalidOperationException("the text of 85291234567");
        await connection.Peer.SendAsync([.. Enumerable.Range(1, 50).Select(n => new DeliverSm { Sequence = (uint)n })]);

        var answers = await connection.SyncAsync();

        answers.Select(a => (a.Sequence, a.Status)).ShouldBe(Enumerable.Range(1, 50).Select(n => ((uint)n, CommandStatus.SysErr)));
        links.Log.Count(nameof(OperatorLog.NotAccepted)).ShouldBe(1);
        links.Log.Texts.ShouldNotContain(line => line.Contains("85291234567", StringComparison.Ordinal));

        links.Refusal = null;
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 51 });
        (await links.ReceivedAsync()).Answer(CommandStatus.Ok);
        (await connection.Peer.ReadAsync<DeliverSmResp>()).Status.ShouldBe(CommandStatus.Ok);
    }

    [Theory]
    [InlineData("00000012000000050000000000000005FFFF")] // service_type without an end
    [InlineData("0000001000000005000000000000000A")] // no body at all
    [InlineData("000000210000000500000000000000070000003939320000000000000000000000FF")] // 33 octets, sm_length past the end
    public async Task A_poison_PDU_is_taken_as_a_text_and_answered_and_the_link_stays_bound(string hex)
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        var octets = Convert.FromHexString(hex);
        octets[3] = (byte)octets.Length;
        await connection.Peer.SendOctetsAsync(octets);

        var received = await links.ReceivedAsync();
        received.Inbound.Pdu.Fault.ShouldNotBeNull();
        received.IsReceipt.ShouldBeFalse();
        received.Inbound.Pdu.Octets.ToArray().ShouldBe(octets);
        received.Answer(CommandStatus.Ok);
        (await connection.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(octets[15]);
        links.Links.Links.ShouldHaveSingleItem().Bound.ShouldBeTrue();
    }

    [Theory]
    [InlineData(CommandId.DeliverSm)]
    [InlineData(CommandId.DataSm)]
    public async Task Of_a_receiver_and_a_transmitter_submits_use_the_one_and_receipts_and_texts_are_taken_from_both(CommandId command)
    {
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(null, LinksFixture.Operator(
            "harbour", LinksFixture.Link("harbour", smsc.Port, "rx", BindMode.Receiver),
                LinksFixture.Link("harbour", smsc.Port, "tx", BindMode.Transmitter)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        var bound = new Dictionary<BindMode, OperatorConnection>();
        for (var n = 0; n < 2; n++)
        {
            var connection = await smsc.AcceptAsync();
            bound.Add((await connection.AnswerBindAsync()).Mode, connection);
        }

        await starting;
        var submitting = links.Links.SubmitAsync(
            "harbour",
            new SubmitSm { Destination = new Address(1, 1, "85291234567") },
            CancellationToken.None);
        var submit = await bound[BindMode.Transmitter].Peer.ReadAsync<SubmitSm>();
        await bound[BindMode.Transmitter].Peer.SendAsync(new SubmitSmResp { Sequence = submit.Sequence, MessageId = "m1" });
        (await submitting).Result.ShouldBe(RequestResult.Answered);
        foreach (var (mode, connection) in bound)
        {
            foreach (var esmClass in (byte[])[0x04, 0x00])
            {
                Pdu pdu =
                    command == CommandId.DeliverSm
                        ? new DeliverSm
                        {
                            Sequence = 10u + esmClass,
                            EsmClass = new(esmClass),
                            ShortMessage = "id:m1 stat:DELIVRD"u8.ToArray(),
                        }
                        : new DataSm
                        {
                            Sequence = 10u + esmClass,
                            EsmClass = new(esmClass),
                            Tlvs = [new(TlvTag.MessagePayload, "id:m1 stat:DELIVRD"u8.ToArray())],
                        };
                await connection.Peer.SendAsync(pdu);
                var received = await links.ReceivedAsync();
                (received.IsReceipt, received.Inbound.Link).ShouldBe((esmClass == 0x04, mode == BindMode.Receiver ? "rx" : "tx"));
                received.Answer(CommandStatus.Ok);
                var answer = (await connection.Peer.ReadAsync()).ShouldNotBeNull();
                (answer.Command, answer.Status, answer.Sequence)
                    .ShouldBe((command.ToResponse(), CommandStatus.Ok, 10u + esmClass));
            }
        }

        links.Links.Links.ShouldAllBe(link => link.Bound);
        links.Metrics.Count("fault harbour/tx TextToTransmitter").ShouldBe(2);
        links.Metrics.Of("fault harbour/rx").ShouldBeEmpty();
    }

    [Fact]
    public async Task Intermediate_notifications_are_answered_and_alerts_are_not_and_neither_reaches_the_centre()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        await connection.Peer.SendAsync(
            new DeliverSm { Sequence = 1, EsmClass = new EsmClass(0x20), Tlvs = [Tlv.Octet(TlvTag.MessageState, 1)] },
            new AlertNotification { Sequence = 2 });

        var answer = (await connection.SyncAsync()).ShouldHaveSingleItem().ShouldBeOfType<DeliverSmResp>();

        (answer.Sequence, answer.Status).ShouldBe((1u, CommandStatus.Ok));
        links.NothingReceived.ShouldBeTrue();
        links.Metrics.Seen.ShouldContain("In alert_notification ESME_ROK");
    }

    [Theory]
    [InlineData(0x00, false)]
    [InlineData(0x40, false)]
    [InlineData(0x03, false)]
    [InlineData(0x08, false)]
    [InlineData(0x10, false)]
    [InlineData(0x04, true)]
    [InlineData(0x44, true)]
    [InlineData(0x84, true)]
    [InlineData(0x07, true)]
    public void Esm_class_makes_a_receipt_and_the_words_of_a_text_never_do(byte esmClass, bool receipt)
    {
        var words = Encoding.ASCII.GetBytes("id:1 sub:001 dlvrd:001 stat:DELIVRD");
        var expected = receipt ? InboundKind.Receipt : InboundKind.Text;
        InboundKinds.Classify(new DeliverSm { EsmClass = new EsmClass(esmClass), ShortMessage = words }).ShouldBe(expected);
        InboundKinds.Classify(new DataSm { EsmClass = new EsmClass(esmClass) }).ShouldBe(expected);
    }

    [Fact]
    public void No_TLV_makes_a_receipt_of_a_text()
    {
        var id = new Tlv(TlvTag.ReceiptedMessageId, "1\0"u8.ToArray());
        var state = Tlv.Octet(TlvTag.MessageState, 2);
        InboundKinds.Classify(new DeliverSm { Tlvs = [state, id] }).ShouldBe(InboundKind.Text);
        InboundKinds.Classify(new DataSm { Tlvs = [state, id] }).ShouldBe(InboundKind.Text);
    }
}
