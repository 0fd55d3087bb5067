using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;
using Bridge.Worker.Replies;

namespace Bridge.Tests.Operators;

/// <summary>What a peer says that it speaks (SMPP v3.4 §3.3.2, §5.3.2.25; v5.0 §4.8.4.18), and what follows from it.</summary>
[Trait("Speed", "rooms")]
public sealed class PeerVersionTests
{
    private static readonly Tlv[] Says34 = [Tlv.Octet(TlvTag.ScInterfaceVersion, 0x34)];
    private static readonly Tlv[] Says33 = [Tlv.Octet(TlvTag.ScInterfaceVersion, 0x33)];

    public static TheoryData<Tlv[], byte, bool> Answers => new()
    {
        { Says34, 0x33, true },
        { Says33, 0x34, false },
        { [], 0x33, false },
        { [], 0x34, true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_peer_takes_TLVs_if_its_bind_resp_says_so_or_the_configuration_of_one_that_is_silent(
        Tlv[] said, byte configured, bool takes)
    {
        await using var smsc = new FakeOperator();
        var plan = LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port) with { PeerVersion = configured }) with
        {
            LongText = LongTextForm.Sar,
        };
        await using var links = new LinksFixture(null, plan);
        links.Versions.TakesTlvs("harbour").ShouldBeNull();
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAsync();
        var bind = await connection.Peer.ReadAsync<Bind>();
        await connection.Peer.SendAsync(new BindResp { Mode = bind.Mode, Sequence = bind.Sequence, Tlvs = said });
        await starting;

        links.Versions.TakesTlvs("harbour").ShouldBe(takes);
        links.Versions.TakesTlvs("nobody").ShouldBeNull();
        links.Log.Count(nameof(OperatorLog.NoTlvs)).ShouldBe(takes ? 0 : 1);
    }

    [Fact]
    public async Task One_link_that_takes_no_TLVs_is_enough_and_a_receiver_has_no_say()
    {
        await using var smsc = new FakeOperator();
        var plan = LinksFixture.Operator(
            "harbour",
            LinksFixture.Link("harbour", smsc.Port, "rx", BindMode.Receiver),
            LinksFixture.Link("harbour", smsc.Port, "tx1", BindMode.Transmitter) with { PeerVersion = 0x34 },
            LinksFixture.Link("harbour", smsc.Port, "tx2", BindMode.Transmitter) with { PeerVersion = 0x34 });
        await using var links = new LinksFixture(null, plan);
        var starting = links.Links.StartAsync(CancellationToken.None);
        for (var n = 0; n < 3; n++) await smsc.AcceptAndBindAsync();
        await starting;
        links.Versions.TakesTlvs("harbour").ShouldBe(true);

        plan = plan with { Links = [plan.Links[0], plan.Links[1], plan.Links[2] with { PeerVersion = 0x33 }] };
        await using var others = new LinksFixture(null, plan);
        starting = others.Links.StartAsync(CancellationToken.None);
        for (var n = 0; n < 3; n++) await smsc.AcceptAndBindAsync();
        await starting;
        others.Versions.TakesTlvs("harbour").ShouldBe(false);
    }

    [Theory]
    [InlineData(LongTextForm.Sar, false, true)]
    [InlineData(LongTextForm.Payload, false, true)]
    [InlineData(LongTextForm.Sar, true, false)]
    [InlineData(LongTextForm.Payload, true, false)]
    [InlineData(LongTextForm.Sar, null, false)]
    public async Task A_long_reply_to_a_peer_that_takes_no_TLVs_goes_with_a_UDH(LongTextForm wanted, bool? takes, bool withUdh)
    {
        using var folder = new TempFolder();
        var plan = TestPlan.Create(folder.File("bridge.db"));
        plan = plan with { Operators = [plan.Operators[0] with { LongText = wanted }] };
        await using var rooms = Rooms.Open(plan);
        if (takes is { } does) rooms.Service<PeerVersions>().Learn(TestPlan.Mobile, "a", does ? (byte)0x34 : (byte)0x33);
        var reply = new ReplySend("k1")
        {
            Msisdn = "85291234567",
            Operator = TestPlan.Mobile,
            Kind = ReplyKind.Information,
            Text = new string('救', 100),
        };

        var submits = await rooms.Writer.RunAsync(
            transaction =>
            {
                rooms.Replies.Accept(transaction, reply, out _).ShouldBeNull();
                var open = transaction.Replies.Unsent().ShouldHaveSingleItem();
                return transaction.ReplyParts.ForReply(open.Row)
                    .Select(part => SubmitBuilder.Build(open, part, plan.Operators[0], transaction.Now)).ToList();
            },
            CancellationToken.None);

        submits.ShouldAllBe(submit => submit.EsmClass.HasUdh == withUdh && submit.Tlvs.Count == 0 == withUdh);
        submits.Count.ShouldBe(wanted == LongTextForm.Payload && !withUdh ? 1 : 2);
    }

    [Fact]
    public async Task A_bind_of_v5_says_so_and_the_congestion_state_of_its_answers_is_heeded()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        var plan = LinksFixture.Operator(
            "harbour",
            LinksFixture.Link("harbour", smsc.Port, reconnect: LinksFixture.Slowly) with
            {
                InterfaceVersion = 0x50,
            });
        await using var links = new LinksFixture(clock, plan);
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAsync();
        var bind = await connection.Peer.ReadAsync<Bind>();
        bind.InterfaceVersion.ShouldBe((byte)0x50);
        await connection.Peer.SendAsync(
            new BindResp
            {
                Mode = bind.Mode,
                Sequence = bind.Sequence,
                Tlvs = [Tlv.Octet(TlvTag.ScInterfaceVersion, 0x50), Tlv.Octet(TlvTag.CongestionState, 10)],
            });
        await starting;

        var taken = SubmitAsync();
        var first = await connection.Peer.ReadAsync<SubmitSm>();
        await connection.Peer.SendAsync(
            new SubmitSmResp
            {
                Sequence = first.Sequence,
                MessageId = "m1",
                Tlvs = [Tlv.Octet(TlvTag.CongestionState, 95)],
            });
        (await taken).Response.ShouldBeOfType<SubmitSmResp>().Status.ShouldBe(CommandStatus.Ok);
        _ = Enumerable.Range(0, 10).Select(_ => SubmitAsync()).ToList();
        clock.Pass(TimeSpan.FromSeconds(9));

        var written = 0;
        await Eventually.TrueAsync(
            async () => (written += (await connection.SyncAsync()).Count(pdu => pdu is SubmitSm)) >= 5, "half the window is used");
        (await connection.SyncAsync()).ShouldBeEmpty();
        written.ShouldBe(5);
        links.Log.Count(nameof(OperatorLog.Congested)).ShouldBe(1);

        Task<RequestOutcome> SubmitAsync() =>
            links.Links.SubmitAsync(
                "harbour",
                new SubmitSm { Destination = new Address(1, 1, "85291234567"), ShortMessage = new byte[] { 1 } },
                CancellationToken.None);
    }
}
