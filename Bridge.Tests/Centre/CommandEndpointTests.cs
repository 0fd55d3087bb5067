using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;

namespace Bridge.Tests.Centre;

[Trait("Speed", "rooms")]
public sealed class CommandEndpointTests : IDisposable
{
    private static readonly byte[] Taken = CloudEvent.WriteCommand(
        new ReportTaken("k-1", "r-1"), "/centre/desk-3", SampleReports.ReceivedAt);
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/json")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    public async Task A_command_is_accepted_and_a_repeated_one_is_done_once(string contentType)
    {
        await using var host = await CentreHost.StartEmbeddedAsync();

        using var first = await PostAsync(host, Taken, contentType);
        using var second = await PostAsync(host, Taken, contentType);

        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        host.Commands.Done.ShouldHaveSingleItem().ShouldBe(new ReportTaken("k-1", "r-1"));
    }

    [Fact]
    public async Task Every_fault_is_named_in_one_answer()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();

        using var answer = await PostAsync(
            host, """{"specversion":"1.0","id":"k","type":"hk.992.reply.send","data":{"reportId":"r","text":""}}"""u8.ToArray());

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemsAsync(answer)).Select(problem => problem.Split(':')[0]).ShouldBe(["$.source", "$.data.kind", "$.data.text"]);
        host.Commands.Rejected.ShouldBeEmpty("who asks over HTTP has the answer already");
    }

    [Fact]
    public async Task What_the_desk_refuses_is_400_with_its_reason()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        host.Commands.Refuses = _ => ["$.data.reportId: no such report"];

        using var answer = await PostAsync(host, Taken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemsAsync(answer)).ShouldBe(["$.data.reportId: no such report"]);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_503_and_accepted_when_sent_again()
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        host.Commands.Fails = _ => new IOException("disk full");
        using var refused = await PostAsync(host, Taken);
        host.Commands.Fails = _ => null;
        using var accepted = await PostAsync(host, Taken);

        (refused.StatusCode, accepted.StatusCode).ShouldBe((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted));
        refused.Headers.RetryAfter.ShouldNotBeNull();
        host.Commands.Done.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=big5")]
    [InlineData(null)]
    public async Task Another_media_type_is_415(string? contentType)
    {
        await using var host = await CentreHost.StartEmbeddedAsync();

        using var answer = await PostAsync(host, Taken, contentType);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_256_KiB_is_413_whether_announced_or_not(bool announced)
    {
        await using var host = await CentreHost.StartEmbeddedAsync();
        var tooMuch = new byte[(256 * 1024) + 1];
        using HttpContent content = announced ? new ByteArrayContent(tooMuch) : new StreamContent(new Unannounced(tooMuch));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await _http.PostAsync(new Uri(host.Url, "/centre/commands"), content);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_carried_out()
    {
        await using var host = await CentreHost.StartEmbeddedAsync(token: "s3cret-token");

        using var answer = await PostAsync(host, Taken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Commands.Done.ShouldBeEmpty();
    }

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> PostAsync(CentreHost host, byte[] json, string? contentType = "application/cloudevents+json")
    {
        var content = new ByteArrayContent(json);
        if (contentType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return _http.PostAsync(new Uri(host.Url, "/centre/commands"), content);
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        json.RootElement.Number("status").ShouldBe((int)answer.StatusCode);
        return [.. json.RootElement.Texts("problems")];
    }

    /// <summary>Hides its length, so that the request is sent in chunks.</summary>
    private sealed class Unannounced(byte[] octets) : MemoryStream(octets)
    {
        public override bool CanSeek => false;
    }
}
