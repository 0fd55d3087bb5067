using Bridge.Protocol.Smpp;
using Bridge.Tests.Operators;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

/// <summary>That the connections of the test support put down what our side writes, and that what is put down is judged.</summary>
[Trait("Speed", "peers")]
public sealed class WrittenOctetsTests
{
    [Fact]
    public async Task What_a_session_writes_is_put_down()
    {
        await using var link = await SessionFixture.BoundAsync();
        link.Session.Respond(new DeliverSmResp { Sequence = 0x01_17_01_17 });
        await link.Peer.ReadAsync<DeliverSmResp>();

        WrittenOctets.OfThisRun.Has(Wired.Encoded(new DeliverSmResp { Sequence = 0x01_17_01_17 })).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_link_writes_is_put_down_also_what_the_operator_never_reads(bool reset)
    {
        var sequence = reset ? 0x01_17_01_18u : 0x01_17_01_19u;
        await using (var smsc = new FakeOperator())
        {
            var (links, connection) = await LinksFixture.BoundAsync(smsc);
            await using var _ = links;
            await connection.Peer.SendAsync(new DeliverSm { Sequence = sequence });
            (await links.ReceivedAsync()).Answer(CommandStatus.Ok);
            await Eventually.TrueAsync(() => connection.Unread >= 17, "the answer has come");
            if (reset) connection.Reset();
        }

        WrittenOctets.OfThisRun.Has(Wired.Encoded(new DeliverSmResp { Sequence = sequence })).ShouldBeTrue();
    }

    [Fact]
    public void The_test_that_wrote_is_known() =>
        WrittenOctets.CallingTest().ShouldBe($"{nameof(WrittenOctetsTests)}.{nameof(The_test_that_wrote_is_known)}");

    [NeedsToolFact("tshark")]
    public async Task Of_PDUs_in_pieces_the_broken_ones_and_what_is_no_PDU_are_told_with_their_test()
    {
        var written = new WrittenOctets();
        byte[] octets =
        [
            .. Wired.Encoded(new EnquireLink { Sequence = 1 }),
            .. Wired.Deliver(Wired.DeliverBody(smLength: 200)),
            .. Wired.Encoded(new EnquireLink { Sequence = 2 }),
        ];
        var good = written.Open("Good.Test");
        foreach (var octet in Wired.Encoded(new DeliverSmResp { Sequence = 3 })) good.Add([octet]);
        good.Add(new byte[] { 0, 0, 0, 17, 0x80 });
        var bad = written.Open("Bad.Test");
        foreach (var octet in octets) bad.Add([octet]);
        written.Open("Lost.Test").Add("HTTP/1.1 400 Bad Request"u8);

        var complaints = await written.ComplaintsAsync();

        complaints.Keys.ShouldBe(["Bad.Test", "Lost.Test"], ignoreOrder: true);
        complaints["Lost.Test"].ShouldHaveSingleItem().ShouldStartWith("command_length 1213486160");
    }
}
