using System.Net;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Desk;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Bridge.Tests.Desk;

[Trait("Speed", "peers")]
public class DeskPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Fire = "觀塘翠屏邨翠樟樓12樓 火警 困咗喺屋企 𨋢唔郁得";
    private const string Hostile = "<img src=x onerror=\"document.body.textContent='gone'\"><b>Help</b> & please";

    private readonly SettableState _state = new();
    private readonly SettableLinks _links = new(
        new LinkState("harbour-mobile", "a", true, SampleReports.ReceivedAt, null),
        new LinkState("harbour-mobile", "b", false, SampleReports.ReceivedAt, "timeout"),
        new LinkState("peak-fixed", "a", true, SampleReports.ReceivedAt, null));

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [ChromiumFact]
    public async Task A_new_report_appears_at_once_and_its_progress_is_seen()
    {
        await using var host = await StartAsync();
        var errors = new List<string>();
        var page = await chromium.OpenAsync(host.Url, errors);
        await Assertions.Expect(page.Locator("#lines li")).ToHaveTextAsync(["harbour-mobile a", "harbour-mobile b", "peak-fixed a"]);
        await Assertions.Expect(page.Locator("#lines li.down")).ToHaveTextAsync(["harbour-mobile b"]);
        await Assertions.Expect(page.Locator("#none")).ToBeVisibleAsync();

        var report = new ReportProgress("r-1", "harbour-mobile", "85291234567", Fire, true, Now, null, null, null);
        _state.Reports = [report];
        host.Outbox.AddReport(Fire);

        var row = page.Locator("tr[data-report='r-1']");
        await Assertions.Expect(row.Locator(".text p")).ToHaveTextAsync(Fire);
        await Assertions.Expect(row.Locator("li.done")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#unconfirmed")).ToHaveTextAsync("1");

        _state.Reports = [report with { TakenAt = Now, ReplyAcceptedAt = Now }];
        host.Outbox.Add(new ReplyAccepted("k", "r-1", "harbour-mobile", [new("m")]), "harbour-mobile", "c-1");
        await Assertions.Expect(row.Locator("li.done")).ToHaveCountAsync(3);

        _state.Reports = [report with { TakenAt = Now, ReplyAcceptedAt = Now, ConfirmedAt = Now }];
        host.Outbox.Add(new ReplyDelivered("k", Now), "harbour-mobile", "c-1");
        await Assertions.Expect(row.Locator("li.done")).ToHaveCountAsync(4);
        await Assertions.Expect(row).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("confirmed"));
        await Assertions.Expect(page.Locator("#unconfirmed")).ToHaveTextAsync("0");
        errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Texts_are_shown_verbatim_and_lateness_at_a_glance()
    {
        _state.Reports =
        [
            new("r-6", "peak-fixed", "85290000000", "heartbeat peak-fixed 7", true, Now.AddHours(-1), null, null, null) { Test = true },
            new("r-5", "peak-fixed", null, "Fire at 12 Nathan Road  3 people  smoke", false, Now.AddSeconds(-8), null, null, null),
            new("r-4", "harbour-mobile", "85291234567", Hostile, true, Now.AddSeconds(-40), Now.AddSeconds(-35), null, null),
            new("r-3", "harbour-mobile", "85261112222", "有賊入屋 仲喺度 深水埗福華街\n唔好打電話嚟", true, Now.AddSeconds(-95), null, null, null),
            new("r-2", "harbour-mobile", "85298765432", "跑马地 交通意外 有人受伤", true, Now.AddSeconds(-400), Now.AddSeconds(-390),
                Now.AddSeconds(-380), null),
            new("r-1", "harbour-mobile", "85291234567", Fire, true, Now.AddHours(-2), Now.AddHours(-2), Now.AddHours(-2), Now.AddHours(-2)),
        ];
        await using var host = await StartAsync();
        var errors = new List<string>();
        var page = await chromium.OpenAsync(host.Url, errors);

        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(6);
        (await page.Locator("tbody .text p").AllTextContentsAsync()).ShouldBe(_state.Reports.Select(report => report.Text));
        (await page.Locator("tbody .text b, tbody .text img").CountAsync()).ShouldBe(0);
        await Assertions.Expect(page.Locator("tr.breach")).ToHaveAttributeAsync("data-report", "r-2");
        await Assertions.Expect(page.Locator("tr.warning")).ToHaveAttributeAsync("data-report", "r-3");
        await Assertions.Expect(page.Locator("tr.confirmed")).ToHaveAttributeAsync("data-report", "r-1");
        await Assertions.Expect(page.Locator("tr[data-report='r-5'] .incomplete")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tr[data-report='r-5'] .test")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("tr[data-report='r-6'] .test")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#alarm")).ToBeEmptyAsync();
        errors.ShouldBeEmpty();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Artifacts.File("desk.png"), FullPage = true });
    }

    [ChromiumFact]
    public async Task The_page_says_so_when_something_is_down()
    {
        _state.StoreUp = false;
        _links.Links = [new LinkState("harbour-mobile", "a", false, Now, "closed")];
        await using var host = await StartAsync();
        var page = await chromium.OpenAsync(host.Url, []);

        await Assertions.Expect(page.Locator("#alarm")).ToContainTextAsync("STORE DOWN");
        await Assertions.Expect(page.Locator("#alarm")).ToContainTextAsync("ALL LINES DOWN");
    }

    [ChromiumFact]
    public async Task With_a_token_the_page_asks_for_it_and_shows_nothing_before()
    {
        _state.Reports = [new("r-1", "harbour-mobile", "85291234567", Fire, true, Now, null, null, null)];
        await using var host = await StartAsync(token: "s3cret-token");
        var page = await chromium.OpenAsync(host.Url, []);

        await page.FillAsync("#token-input", "wrong");
        await page.PressAsync("#token-input", "Enter");
        await Assertions.Expect(page.Locator("#token-wrong")).ToBeVisibleAsync();
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(0);

        await page.FillAsync("#token-input", "s3cret-token");
        await page.PressAsync("#token-input", "Enter");
        await Assertions.Expect(page.Locator("tbody .text p")).ToHaveTextAsync(Fire);
        await Assertions.Expect(page.Locator("#token")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_the_page_shows_is_behind_the_token_and_never_cached()
    {
        await using var host = await StartAsync(token: "s3cret-token");
        using var http = new HttpClient();

        using var page = await http.GetAsync(host.Url);
        using var without = await http.GetAsync(new Uri(host.Url, "/desk/reports"));
        http.DefaultRequestHeaders.Add("Authorization", "Bearer s3cret-token");
        using var with = await http.GetAsync(new Uri(host.Url, "/desk/reports"));

        (page.StatusCode, without.StatusCode, with.StatusCode)
            .ShouldBe((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK));
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        with.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var json = JsonDocument.Parse(await with.Content.ReadAsStringAsync());
        json.RootElement.Text("links.1.reason").ShouldBe("timeout");
    }

    private Task<CentreHost> StartAsync(string? token = null) => CentreHost.StartEmbeddedAsync(
        token,
        configure: builder =>
        {
            builder.Services.AddSingleton<IServiceState>(_state);
            builder.Services.AddSingleton<IOperatorLinks>(_links);
        },
        map: app => app.MapDesk());
}
