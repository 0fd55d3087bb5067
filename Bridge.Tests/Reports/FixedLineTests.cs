using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Reports;

/// <summary>The guide: a telephone at home sends to 992 as well as a mobile one.</summary>
[Trait("Speed", "rooms")]
public sealed class FixedLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("21234567")]
    [InlineData("31234567")]
    [InlineData("58001234")]
    public async Task A_text_of_a_fixed_line_is_told_as_one_and_answered_through_its_operator(string number)
    {
        await using var rooms = Rooms.Open(_folder);

        (await rooms.TakeAsync(Texts.Chinese("救命", number), TestPlan.Fixed)).ShouldBe(CommandStatus.Ok);

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.Network.ShouldBe("fixed");
        report.Sender.Msisdn.ShouldBe("852" + number);
        await rooms.ConfirmAsync(report.ReportId, "c1");
        var reply = (await rooms.Writer.RunAsync(transaction => transaction.Replies.ByRow(1), default)).ShouldNotBeNull();
        (reply.Operator, reply.Address.Value).ShouldBe((TestPlan.Fixed, number));
    }
}
