using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using static Bridge.Tests.Simulator.OperatorClient;

namespace Bridge.Tests.Simulator;

/// <summary>An operator that misbehaves on request, over the loopback address.</summary>
[Trait("Speed", "rooms")]
public class MisbehaviourTests
{
    [Fact]
    public async Task A_bind_is_refused()
    {
        await using var smsc = Operator(new() { RefuseBind = CommandStatus.BindFail });
        await using var client = await ConnectAsync(smsc);

        await client.SendAsync(new Bind { Mode = BindMode.Receiver, SystemId = "bridge992", Password = "secret", Sequence = 1 });

        (await client.ReadAsync<BindResp>()).Status.ShouldBe(CommandStatus.BindFail);
    }

    [Fact]
    public async Task The_receipt_overtakes_the_answer()
    {
        await using var smsc = Operator(new() { ReceiptBeforeResponse = true });
        await using var client = await BindAsync(smsc);

        await client.SendAsync(Submit(1));

        await client.AnswerTextAsync();
        (await client.ReadAsync<SubmitSmResp>()).MessageId.ShouldBe("1");
    }

    [Fact]
    public async Task Every_third_submit_is_throttled()
    {
        await using var smsc = Operator(new() { ThrottleEvery = 3 }, receipts: null);
        await using var client = await BindAsync(smsc);

        List<CommandStatus> answers = [];
        for (uint sequence = 1; sequence <= 6; sequence++)
        {
            await client.SendAsync(Submit(sequence));
            answers.Add((await client.ReadAsync<SubmitSmResp>()).Status);
        }

        answers.ShouldBe(
            [CommandStatus.Ok, CommandStatus.Ok, CommandStatus.Throttled, CommandStatus.Ok, CommandStatus.Ok, CommandStatus.Throttled]);
    }

    [Fact]
    public async Task The_connection_is_cut_instead_of_an_answer()
    {
        await using var smsc = Operator(new() { DropEvery = 2 }, receipts: null);
        await using var client = await BindAsync(smsc);
        await client.SendAsync(Submit(1));
        await client.ReadAsync<SubmitSmResp>();

        await client.SendAsync(Submit(2));

        (await client.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Every_second_text_is_delivered_twice()
    {
        await using var smsc = Operator(new() { DuplicateEvery = 2 });
        await using var client = await BindAsync(smsc);

        List<string> bodies = [];
        foreach (var (text, copies) in ((string, int)[])[("one", 1), ("two", 2)])
        {
            var delivering = smsc.DeliverTextAsync(HelpText with { ShortMessage = Encoding.ASCII.GetBytes(text) }, Deadline);
            for (var copy = 0; copy < copies; copy++)
            {
                bodies.Add(Encoding.ASCII.GetString((await client.AnswerTextAsync()).ShortMessage.Span));
            }

            await delivering;
        }

        bodies.ShouldBe(["one", "two", "two"]);
    }

    [Fact]
    public async Task Torn_writes_are_still_whole_PDUs()
    {
        await using var smsc = Operator(new() { ChopOctets = 3 });
        await using var client = await BindAsync(smsc);

        var delivering = smsc.DeliverTextAsync(HelpText, Deadline);
        await client.AnswerTextAsync();

        (await delivering).Transmissions.ShouldBe(1);
    }

    [Fact]
    public async Task Once_bound_a_hanging_session_answers_nothing_and_does_not_close()
    {
        await using var smsc = Operator(new() { Hang = HangAt.Session });
        await using var client = await BindAsync(smsc);

        await client.SendAsync(new EnquireLink { Sequence = 2 });

        // The next PDU is a text of the operator's own, not the answer.
        _ = smsc.DeliverTextAsync(HelpText, Deadline);
        (await client.ReadAsync()).ShouldBeOfType<DeliverSm>();
    }

    private static SimulatedOperator Operator(Misbehaviour misbehaviour) => Operator(misbehaviour, Settings.Receipts);

    private static SimulatedOperator Operator(Misbehaviour misbehaviour, ReceiptSettings? receipts) =>
        new(Settings with { Misbehaviour = misbehaviour, Receipts = receipts }, TimeProvider.System);
}
