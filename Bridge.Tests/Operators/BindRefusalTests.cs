using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class BindRefusalTests
{
    private static readonly ReconnectPlan AsShipped = new(
        TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));

    /// <summary>Status, and the shortest and longest wait after the first and after very many refusals, in seconds.</summary>
    [Theory]
    [InlineData(CommandStatus.InvPaswd, 60, 66, 60, 66)]
    [InlineData(CommandStatus.InvSysId, 60, 66, 60, 66)]
    [InlineData(CommandStatus.BindFail, 60, 66, 60, 66)]
    [InlineData(CommandStatus.InvSysTyp, 60, 66, 60, 66)]
    [InlineData(CommandStatus.Prohibited, 60, 66, 60, 66)]
    [InlineData(CommandStatus.AlyBnd, 0, 0.25, 0, 5)]
    [InlineData(CommandStatus.Throttled, 15, 30, 15, 30)]
    [InlineData(CommandStatus.MsgQFul, 15, 30, 15, 30)]
    [InlineData(CommandStatus.SysErr, 0, 0.25, 0, 30)]
    [InlineData((CommandStatus)0x457, 0, 0.25, 0, 30)]
    public void Each_refusal_has_its_wait(CommandStatus status, double firstLeast, double firstMost, double lastLeast, double lastMost)
    {
        double After(int failures, double jitter) => ReconnectDelay.AfterRefusal(AsShipped, status, failures, jitter).TotalSeconds;

        (After(1, 0), After(1, 1)).ShouldBe((firstLeast, firstMost));
        (After(1_000, 0), After(1_000, 1)).ShouldBe((lastLeast, lastMost));
    }

    [Theory]
    [InlineData(CommandStatus.InvPaswd, nameof(OperatorLog.Refused), "ESME_RINVPASWD (the password is wrong)")]
    [InlineData(CommandStatus.InvSysId, nameof(OperatorLog.Refused), "ESME_RINVSYSID (the system_id is not known)")]
    [InlineData(CommandStatus.BindFail, nameof(OperatorLog.Refused), "ESME_RBINDFAIL (bind failed")]
    [InlineData(CommandStatus.AlyBnd, nameof(OperatorLog.NotBound), "ESME_RALYBND (already bound")]
    [InlineData(CommandStatus.Throttled, nameof(OperatorLog.NotBound), "ESME_RTHROTTLED (throttled")]
    public async Task The_log_and_the_centre_are_told_which_refusal_it_is(CommandStatus status, string logged, string words)
    {
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(
            null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port, reconnect: LinksFixture.Slowly)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await (await smsc.AcceptAsync()).AnswerBindAsync(status);
        await starting;

        (await links.ChangeAsync()).Reason.ShouldNotBeNull().ShouldContain(words);
        var (name, _, text) = links.Log.Lines.ShouldHaveSingleItem();
        (name, text.Contains(words)).ShouldBe((logged, true), text);
    }
}
