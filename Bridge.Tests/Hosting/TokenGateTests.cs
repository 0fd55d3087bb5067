using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Hosting;

public sealed class TokenGateTests
{
    [Theory]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/status", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Unauthorized)]
    [InlineData("/centre/events", HttpStatusCode.Unauthorized)]
    [InlineData("/CENTRE/commands", HttpStatusCode.Unauthorized)]
    [InlineData("/metricsx", HttpStatusCode.Unauthorized)]
    [InlineData("/anything", HttpStatusCode.Unauthorized)]
    public async Task Without_the_token_only_telemetry_is_open(string path, HttpStatusCode expected)
    {
        await using var bridge = await GatedAsync();
        (await bridge.Client.GetAsync(path)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task The_token_opens_as_bearer_and_as_the_password_that_a_browser_asks_for()
    {
        await using var bridge = await GatedAsync();

        // Nothing is served there in this test: past the gate means not found.
        (await AskAsync(new("Bearer", "t0ken"))).ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(new("Basic", Base64("anyone:t0ken")))).ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(new("Bearer", "t0ke"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(new("Basic", Base64("t0ken")))).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(new("Basic", "not base64"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(new("Digest", "t0ken"))).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> AskAsync(AuthenticationHeaderValue authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing-here") { Headers = { Authorization = authorization } };
            using var response = await bridge.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    private static Task<RunningBridge> GatedAsync() =>
        RunningBridge.StartAsync(SamplePlan.TwoOperators() with { Http = new HttpPlan(new Uri("http://127.0.0.1:0"), "t0ken") }, new ToldState().AddTo);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
