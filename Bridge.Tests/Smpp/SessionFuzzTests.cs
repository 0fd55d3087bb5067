using Bridge.Protocol.Smpp;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public sealed class SessionFuzzTests
{
    /// <summary>
    /// Whole PDUs of random command, status and body: framing holds, so nothing in them may end the session but an unbind.
    /// </summary>
    [Fact]
    public void With_framing_intact_no_PDU_ends_a_session()
    {
        var octet = Gen.Choose(0, 255).Select(n => (byte)n);
        var command = Gen.OneOf(
            Gen.Elements(Enum.GetValues<CommandId>().Where(c => c != CommandId.Unbind).ToArray()),
            Gen.Choose(int.MinValue, int.MaxValue).Select(n => (CommandId)unchecked((uint)n)).Where(c => c != CommandId.Unbind));
        var pdu =
            from id in command
            from status in Gen.Frequency((3, Gen.Constant(0u)), (1, Gen.Choose(0, 0x500).Select(n => (uint)n)))
            from sequence in Gen.Choose(0, 12)
            from body in Gen.ArrayOf(octet, 80)
            from length in Gen.Choose(0, 80)
            select Octets(id, status, (uint)sequence, body.AsSpan(0, length));
        Prop.ForAll(Gen.ListOf(pdu, 20).ToArbitrary(), pdus => SurvivesAsync(pdus).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    private static async Task<bool> SurvivesAsync(IEnumerable<byte[]> pdus)
    {
        await using var link = await SessionFixture.BoundAsync();
        var asking = link.Session.RequestAsync(new SubmitSm(), CancellationToken.None);
        await link.Peer.ReadAsync<SubmitSm>();
        foreach (var octets in pdus) await link.Peer.SendOctetsAsync(octets);
        var answers = await link.SyncAsync();

        answers.ShouldAllBe(pdu => pdu.IsResponse);
        if (!asking.IsCompleted) link.Session.Outstanding.ShouldBe(1);
        return link.Session.State == SessionState.BoundTrx && !link.Running.IsCompleted;
    }

    private static byte[] Octets(CommandId command, uint status, uint sequence, ReadOnlySpan<byte> body)
    {
        var octets = new byte[PduSizes.HeaderOctets + body.Length];
        new PduHeader((uint)octets.Length, command, (CommandStatus)status, sequence).Write(octets);
        body.CopyTo(octets.AsSpan(PduSizes.HeaderOctets));
        return octets;
    }
}
