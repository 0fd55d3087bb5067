using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "unit")]
public sealed class SimulatedCentreTests : IAsyncLifetime
{
    private readonly FakeCentreBus _bus = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CentreActivity> _activities = [];
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task A_report_is_taken_and_then_confirmed_with_the_guides_own_words()
    {
        Start(new CentreSettings());

        _bus.Publish(SampleReports.New("我在上環"));

        (await _bus.CommandAsync()).ShouldBeOfType<ReportTaken>().ReportId.ShouldBe("r-1");
        var reply = (await _bus.CommandAsync()).ShouldBeOfType<ReplySend>();
        reply.Text.ShouldBe("收到有關報告，警員很快會到達。");
        reply.Kind.ShouldBe(ReplyKind.Confirmation);
        reply.ReportId.ShouldBe("r-1");
        reply.Id.ShouldBe(SimulatedCentre.ConfirmationId("r-1"));
    }

    [Fact]
    public async Task A_report_in_English_is_confirmed_in_English()
    {
        Start(new CentreSettings { Takes = false });

        _bus.Publish(SampleReports.New("Fire") with { Language = "en" });

        (await _bus.CommandAsync()).ShouldBeOfType<ReplySend>().Text.ShouldBe(new CentreSettings().EnglishConfirmation);
    }

    [Fact]
    public async Task The_same_event_again_is_told_and_not_confirmed_twice()
    {
        Start(new CentreSettings { Takes = false });

        _bus.Publish(SampleReports.New("一", "r-1"), id: "same");
        _bus.Publish(SampleReports.New("一", "r-1"), id: "same");
        _bus.Publish(SampleReports.New("二", "r-2"), id: "other");

        string[] confirmed = [(await _bus.CommandAsync()).Id, (await _bus.CommandAsync()).Id];
        confirmed.ShouldBe([SimulatedCentre.ConfirmationId("r-1"), SimulatedCentre.ConfirmationId("r-2")], ignoreOrder: true);
        _bus.HasCommand.ShouldBeFalse();
        lock (_activities) _activities.OfType<EventSeen>().Select(m => m.SeenBefore).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task Amended_repeated_and_unreadable_events_are_told_and_not_confirmed()
    {
        Start(new CentreSettings { Takes = false });

        _bus.Publish(new ReportRepeated("r-0", 2, DateTimeOffset.UnixEpoch));
        _bus.PublishJson("{ no json"u8.ToArray());
        _bus.PublishJson("""
            {
              "specversion": "1.0", "id": "x", "source": "/bridge/n", "type": "hk.992.report.received",
              "time": "2026-01-01T00:00:00.000Z", "data": {}
            }
            """u8.ToArray());
        _bus.Publish(SampleReports.New("二", "r-2"));

        (await _bus.CommandAsync()).Id.ShouldBe(SimulatedCentre.ConfirmationId("r-2"));
        lock (_activities) _activities.OfType<EventUnreadable>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_command_is_told_with_its_problems()
    {
        var told = new TaskCompletionSource<CommandSent>();
        _running = new SimulatedCentre(_bus, new CentreSettings { Confirms = false }, TimeProvider.System, m =>
        {
            if (m is CommandSent sent) told.TrySetResult(sent);
        }).RunAsync(_stop.Token);
        _bus.Problems.Enqueue("data.reportId: no such report");

        _bus.Publish(SampleReports.New("一"));

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System)).Problems.ShouldBe(["data.reportId: no such report"]);
    }

    [Fact]
    public void Only_the_newest_ids_are_remembered()
    {
        var ids = new RecentIds(capacity: 2);

        ids.Add("a").ShouldBeTrue();
        ids.Add("b").ShouldBeTrue();
        ids.Add("a").ShouldBeFalse();
        ids.Add("c").ShouldBeTrue();

        ids.Add("a").ShouldBeTrue();
        ids.Add("c").ShouldBeFalse();
    }

    private void Start(CentreSettings settings) =>
        _running = new SimulatedCentre(_bus, settings, TimeProvider.System, m =>
        {
            lock (_activities) _activities.Add(m);
        }).RunAsync(_stop.Token);
}
