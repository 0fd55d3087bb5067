using System.Diagnostics;
using System.Text.Json;
using Bridge.Tests.Support;
using Bridge.Worker.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Telemetry;

[Trait("Speed", "peers")]
public sealed class PrometheusTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_real_prometheus_scrapes_the_bridge_and_answers_a_query_about_it()
    {
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), HealthTests.AllWell().AddTo);
        bridge.Services.GetRequiredService<BridgeMetrics>().TextAccepted("harbour-mobile", TimeSpan.FromMilliseconds(4));
        await File.WriteAllTextAsync(_folder.File("prometheus.yml"), $$"""
            scrape_configs:
              - job_name: bridge
                scrape_interval: 200ms
                scrape_timeout: 200ms
                static_configs: [ { targets: [ "{{bridge.Client.BaseAddress!.Authority}}" ] } ]
            """);
        var address = $"127.0.0.1:{FreePort.Take()}";
        using var prometheus = Process.Start(Tool.Start(
            "prometheus", $"--config.file={_folder.File("prometheus.yml")}", $"--storage.tsdb.path={_folder.File("tsdb")}",
                $"--web.listen-address={address}"))!;
        try
        {
            prometheus.BeginOutputReadLine();
            prometheus.BeginErrorReadLine();
            using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };

            var p50 = await AnswerAsync(client, "histogram_quantile(0.5, bridge_accept_seconds_bucket{operator=\"harbour-mobile\"})");
            double.Parse(p50).ShouldBeInRange(0.003, 0.005);
            (await AnswerAsync(client, "count(bridge_link_up)")).ShouldBe("3");
            (await AnswerAsync(client, "bridge_build_info * 1")).ShouldBe("1");
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    /// <summary>The value of the first sample, as soon as Prometheus has one.</summary>
    private static async Task<string> AnswerAsync(HttpClient client, string query)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                using var response = await client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", patience.Token);
                if (!response.IsSuccessStatusCode) continue;
                var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(patience.Token)).RootElement.At("data.result");
                if (answer.GetArrayLength() > 0) return answer[0].Text("value.1");
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
        throw new TimeoutException(query);
    }
}
