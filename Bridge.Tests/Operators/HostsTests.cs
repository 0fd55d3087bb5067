using System.Net;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

/// <summary>One link, several hosts at one operator.</summary>
[Trait("Speed", "rooms")]
public sealed class HostsTests
{
    private static readonly IPAddress First = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.3");

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_passed_over_without_a_wait()
    {
        await using var second = new FakeOperator(address: Second);
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link(second.Port, LinksFixture.Slowly)));
        var starting = links.Links.StartAsync(CancellationToken.None);

        await second.AcceptAndBindAsync();
        await starting;

        (await links.ChangeAsync()).Bound.ShouldBeTrue();
        links.Log.Texts.ShouldHaveSingleItem().ShouldContain($"bound to {Second}:{second.Port}");
    }

    [Fact]
    public async Task When_none_can_be_reached_the_reason_names_each()
    {
        await using var links = new LinksFixture(
            null, LinksFixture.Operator("harbour", Link(FreePort.Take(), LinksFixture.Slowly)));
        await links.Links.StartAsync(CancellationToken.None);

        (await links.ChangeAsync()).Reason.ShouldBe(
            $"{First}: no connection (ConnectionRefused); {Second}: no connection (ConnectionRefused)");
        links.Log.Count(nameof(OperatorLog.NotBound)).ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_dies_hands_over_to_the_next_and_the_next_back_again()
    {
        var port = FreePort.Take();
        var first = new FakeOperator(port, First);
        await using var second = new FakeOperator(port, Second);
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link(port)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await first.AcceptAndBindAsync();
        await starting;

        await first.DisposeAsync();
        var connection = await second.AcceptAndBindAsync();
        await using var back = new FakeOperator(port, First);
        connection.Reset();
        await back.AcceptAndBindAsync();
    }

    [Theory]
    [InlineData(CommandStatus.SysErr)]
    [InlineData(CommandStatus.AlyBnd)]
    public async Task A_host_that_refuses_the_bind_is_followed_by_the_next(CommandStatus status)
    {
        var port = FreePort.Take();
        await using var first = new FakeOperator(port, First);
        await using var second = new FakeOperator(port, Second);
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link(port)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await (await first.AcceptAsync()).AnswerBindAsync(status);
        await starting;

        await second.AcceptAndBindAsync();
    }

    private static LinkPlan Link(int port, ReconnectPlan? reconnect = null) =>
        LinksFixture.Link("harbour", port, reconnect: reconnect) with
        {
            Hosts = [First.ToString(), Second.ToString()],
        };
}
