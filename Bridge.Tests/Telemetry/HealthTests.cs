using System.Net;
using System.Text.Json;
using Bridge.Tests.Support;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;
using Bridge.Worker.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Telemetry;

[Trait("Speed", "rooms")]
public sealed class HealthTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ready_wants_the_store_the_bus_and_one_link_of_every_operator()
    {
        var told = AllWell();
        // One of harbour-mobile's two links is enough to be ready.
        told.Links = [.. told.Links.Where(l => l.Link == "a")];
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), told.AddTo);

        var (status, answer) = await GetAsync(bridge, "/health/ready");

        status.ShouldBe(HttpStatusCode.OK);
        answer.Text("status").ShouldBe("ok");
        answer.Items("checks").Select(c => c.Text("name"))
            .ShouldBe(["store", "bus", "operator harbour-mobile", "operator peak-fixed"]);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("bus")]
    [InlineData("operator peak-fixed")]
    public async Task One_check_that_fails_makes_it_503_and_says_which(string failing)
    {
        var told = AllWell();
        if (failing == "store") told.State = told.State with { StoreUp = false };
        else if (failing == "bus") told.Up = false;
        else told.Links = [.. told.Links.Where(l => l.Operator != "peak-fixed")];
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), told.AddTo);

        var (status, answer) = await GetAsync(bridge, "/health/ready");

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Items("checks").Where(c => !c.Flag("ok")).Select(c => c.Text("name")).ShouldBe([failing]);
    }

    [Fact]
    public async Task Live_fails_once_a_loop_hangs_and_recovers_with_it()
    {
        var time = new FakeTimeProvider();
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), services =>
        {
            new ToldState { Broken = true }.AddTo(services);
            services.AddSingleton(new Pulses(time));
        });
        var pulse = bridge.Services.GetRequiredService<Pulses>().Register("store writer", TimeSpan.FromSeconds(5));

        (await GetAsync(bridge, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(6));
        var (status, answer) = await GetAsync(bridge, "/health/live");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text("checks.0.name").ShouldBe("loop store writer");
        pulse.Beat();
        (await GetAsync(bridge, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Status_shows_links_backlog_and_the_oldest_unconfirmed()
    {
        var told = AllWell();
        told.State = new(StoreUp: true, 2, TimeSpan.FromSeconds(37), "r-1", 3, TimeSpan.FromSeconds(0.5));
        told.Links = [new("harbour-mobile", "a", Bound: true, Noon, null), new("peak-fixed", "a", Bound: false, Noon, "timeout")];
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators("--Bridge:NodeName=node-1"), told.AddTo);

        var (status, answer) = await GetAsync(bridge, "/status");

        status.ShouldBe(HttpStatusCode.OK);
        answer.Text("node").ShouldBe("node-1");
        answer.Items("links")
            .Select(l => $"{l.At("operator")}/{l.At("link")} {l.At("bound")} {l.At("reason")}")
            .ShouldBe(["harbour-mobile/a True ", "harbour-mobile/b False not started", "peak-fixed/a False timeout"]);
        answer.Number("backlog.events").ShouldBe(3);
        answer.At("backlog.oldestSeconds").GetDouble().ShouldBe(0.5);
        answer.Number("unconfirmed.reports").ShouldBe(2);
        answer.At("unconfirmed.oldestSeconds").GetDouble().ShouldBe(37);
        answer.Text("unconfirmed.oldestReport").ShouldBe("r-1");
        answer.Texts("problems")
            .ShouldBe(["operator peak-fixed: no link is bound", "link harbour-mobile/b is down (not started)",
                "link peak-fixed/a is down (timeout)"]);
    }

    [Fact]
    public void A_report_past_its_deadline_is_a_problem_though_everything_is_up()
    {
        var told = AllWell();
        told.State = told.State with { UnconfirmedReports = 1, OldestUnconfirmed = TimeSpan.FromMinutes(6), OldestUnconfirmedReport = "r" };
        new ServiceHealth(SamplePlan.TwoOperators(), told, told, told, told)
            .Status().Problems.ShouldBe(["a report is unconfirmed for 360 s, past its deadline"]);
    }

    [Fact]
    public void A_suspension_is_a_problem_so_that_nobody_forgets_it()
    {
        var told = AllWell();
        told.State = told.State with { Suspended = [new("peak-fixed", Noon)] };

        var status = new ServiceHealth(SamplePlan.TwoOperators(), told, told, told, told).Status();

        status.Suspended.ShouldBe([new SuspendedOperator("peak-fixed", Noon)]);
        status.Problems.ShouldBe(["the centre has suspended the service at peak-fixed since 2026-11-22T04:00:00Z"]);
    }

    [Fact]
    public void A_store_that_cannot_answer_counts_as_down()
    {
        var told = AllWell();
        told.Broken = true;

        new ServiceHealth(SamplePlan.TwoOperators(), told, told, told, told)
            .Ready().Where(check => !check.Ok).Select(check => check.Name).ShouldBe(["store"]);
    }

    internal static ToldState AllWell() => new()
    {
        Links =
        [
            new("harbour-mobile", "a", Bound: true, Noon, null), new("harbour-mobile", "b", Bound: true, Noon, null),
                new("peak-fixed", "a", Bound: true, Noon, null),
        ],
    };

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(RunningBridge bridge, string path)
    {
        using var response = await bridge.Client.GetAsync(path);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
