using System.Net;
using System.Text.Json.Nodes;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Hosting;

/// <summary>`bridge links` as a person types it, against the real daemon.</summary>
[Trait("Speed", "peers")]
public sealed class LinksCommandTests
{
    private const string Token = "let-me-maintain";

    [Fact]
    public async Task Drain_and_resume_a_link_of_the_running_daemon()
    {
        using var folder = new TempFolder();
        var tokenFile = folder.File("token");
        await File.WriteAllTextAsync(tokenFile, Token);
        await using var smsc = new FakeOperator();
        var starting = BridgeDaemon.StartAsync(
            new() { ["harbour"] = BridgeDaemon.OneLink(smsc.Port) },
            more: new JsonObject { ["Http"] = new JsonObject { ["TokenFile"] = tokenFile } });
        var connection = await smsc.AcceptAndBindAsync();
        await using var daemon = await starting;
        await daemon.BoundAsync(1);
        var url = daemon.Http.GetLeftPart(UriPartial.Authority);

        var refused = await Tool.RunAsync(Tool.Bridge, "links", "drain", "harbour/a", "--url", url);
        (refused.ExitCode, refused.Error.Contains("--token-file")).ShouldBe((1, true), refused.Error);
        (await connection.SyncAsync()).ShouldBeEmpty();

        var draining = Tool.RunAsync(Tool.Bridge, "links", "drain", "harbour/a", "--url", url, "--token-file", tokenFile);
        await connection.Peer.SendAsync(new UnbindResp { Sequence = (await connection.Peer.ReadAsync<Unbind>()).Sequence });
        var drained = await draining;
        drained.Output.ShouldStartWith("harbour/a drained");
        drained.Output.ShouldContain("warning: no link of this operator is bound");
        drained.ExitCode.ShouldBe(0);
        (await daemon.MetricAsync("bridge_link_drained", ("operator", "harbour"), ("link", "a"))).ShouldBe(1);
        var status = await Tool.RunAsync(Tool.Bridge, "status", "--url", url);
        (status.ExitCode, status.Output.Contains("harbour/a drained")).ShouldBe((1, true), status.Output);

        var resumed = await Tool.RunAsync(Tool.Bridge, "links", "resume", "harbour/a", "--url", url, "--token-file", tokenFile);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        await smsc.AcceptAndBindAsync();
        await daemon.BoundAsync(1);
        (await daemon.MetricAsync("bridge_link_drained")).ShouldBe(0);

        var unknown = await Tool.RunAsync(Tool.Bridge, "links", "drain", "harbour/z", "--url", url, "--token-file", tokenFile);
        (unknown.ExitCode, unknown.Error.Trim()).ShouldBe((1, "drain harbour/z: the daemon has no such link"));
        using var client = new HttpClient { BaseAddress = daemon.Http };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        (await client.PostAsync(new Uri("/operators/harbour/links/a/drain", UriKind.Relative), content: null)).StatusCode.ShouldBe(
            HttpStatusCode.UnsupportedMediaType);
        (await client.GetAsync(new Uri("/operators/harbour/links/a/drain", UriKind.Relative))).StatusCode.ShouldBe(
            HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData(64, "links", "drain", "harbour")]
    [InlineData(64, "links", "drain", "harbour/a", "--url", "ftp://127.0.0.1")]
    [InlineData(64, "links", "drop", "harbour/a")]
    [InlineData(2, "links", "resume", "harbour/a", "--url", "http://127.0.0.1:1")]
    public async Task What_cannot_be_done_has_an_exit_code_and_a_line(int exitCode, params string[] arguments)
    {
        var result = await Tool.RunAsync(Tool.Bridge, arguments);
        (result.ExitCode, result.Error.Length > 0).ShouldBe((exitCode, true), result.Error);
    }
}
