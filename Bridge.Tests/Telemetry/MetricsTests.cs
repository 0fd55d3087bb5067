using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;
using Bridge.Worker.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Telemetry;

[Trait("Speed", "peers")]
public sealed class MetricsTests
{
    [Fact]
    public async Task Every_metric_of_the_contract_is_there_by_its_name_and_labels()
    {
        var told = new ToldState
        {
            State = new(StoreUp: true, 3, TimeSpan.FromSeconds(61.5), "r1", 7, TimeSpan.FromSeconds(2))
            {
                Suspended = [new("peak-fixed", DateTimeOffset.UnixEpoch)],
            },
        };
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), told.AddTo);
        WhatHappensInADay(bridge.Services);
        var now = DateTimeOffset.Parse("2026-11-22T04:00:00Z");
        bridge.Services.GetRequiredService<ReplyQueue>()
            .Add(new Reply(
                1, "k1", null, null, "harbour-mobile", new Address(1, 1, "a"), OutboundKind.Question, null, now, now, null, Ended: false));

        var lines = (await ScrapedMetrics.ReadAsync(bridge.Client)).Lines;

        lines.ShouldContain("""bridge_link_up{link="a",operator="harbour-mobile"} 1""");
        lines.ShouldContain("""bridge_link_up{link="a",operator="peak-fixed"} 0""");
        lines.ShouldContain("""bridge_link_binds_total{link="a",operator="harbour-mobile"} 1""");
        lines.ShouldContain("""bridge_link_drops_total{link="a",operator="peak-fixed",reason="refused"} 2""");
        lines.ShouldContain(
            """bridge_smpp_pdus_total{command="deliver_sm",direction="in",link="a",operator="harbour-mobile",status="ESME_ROK"} 1""");
        lines.ShouldContain(
            """bridge_smpp_pdus_total{command="deliver_sm_resp",direction="out",link="a",operator="harbour-mobile","""
            + """status="ESME_RSYSERR"} 1""");
        lines.ShouldContain("""bridge_smpp_faults_total{fault="unreadable_body",link="a",operator="harbour-mobile"} 2""");
        lines.ShouldContain("""bridge_smpp_faults_total{fault="caller_refused",link="a",operator="peak-fixed"} 1""");
        lines.ShouldContain("""bridge_smpp_faults_total{fault="framing_lost",link="a",operator="harbour-mobile"} 0""");
        lines.ShouldContain("""bridge_reports_total{alphabet="ucs2",complete="true",operator="harbour-mobile"} 1""");
        lines.ShouldContain("""bridge_reports_total{alphabet="gsm7",complete="false",operator="peak-fixed"} 1""");
        lines.ShouldContain("""bridge_duplicates_total{operator="harbour-mobile"} 1""");
        lines.ShouldContain("""bridge_decode_problems_total{operator="peak-fixed",problem="data_coding names no known alphabet"} 1""");
        lines.ShouldContain("""bridge_accept_seconds_bucket{operator="harbour-mobile",le="0.002"} 1""");
        lines.ShouldContain("""bridge_accept_seconds_bucket{operator="harbour-mobile",le="0.001"} 0""");
        lines.ShouldContain("""bridge_accept_seconds_count{operator="harbour-mobile"} 1""");
        lines.ShouldContain("""bridge_forward_seconds_sum{operator="harbour-mobile"} 0.5""");
        lines.ShouldContain("""bridge_confirm_seconds_bucket{operator="harbour-mobile",le="300"} 1""");
        lines.ShouldContain("""bridge_confirm_seconds_bucket{operator="harbour-mobile",le="240"} 0""");
        lines.ShouldContain("""bridge_taken_seconds_bucket{operator="harbour-mobile",le="30"} 1""");
        lines.ShouldContain("""bridge_taken_seconds_bucket{operator="harbour-mobile",le="15"} 0""");
        lines.ShouldContain("""bridge_report_overdue_total{operator="harbour-mobile",stage="warning"} 1""");
        lines.ShouldContain("""bridge_report_overdue_total{operator="peak-fixed",stage="breach"} 0""");
        lines.ShouldContain("""bridge_replies_total{kind="confirmation",operator="harbour-mobile",outcome="delivered"} 1""");
        lines.ShouldContain("""bridge_receipts_total{operator="harbour-mobile",outcome="late"} 1""");
        lines.ShouldContain("""bridge_replies_waiting{kind="question",operator="harbour-mobile"} 1""");
        lines.ShouldContain("""bridge_replies_waiting{kind="confirmation",operator="peak-fixed"} 0""");
        lines.ShouldContain("""bridge_replies_oldest_seconds{kind="activation",operator="harbour-mobile"} 0""");
        lines.ShouldContain(line => line.StartsWith("""bridge_replies_oldest_seconds{kind="question",operator="harbour-mobile"} """));
        lines.ShouldContain("""bridge_notices_total{kind="unavailable",operator="harbour-mobile",outcome="accepted"} 1""");
        lines.ShouldContain("""bridge_notices_total{kind="unavailable",operator="harbour-mobile",outcome="limited"} 1""");
        lines.ShouldContain("""bridge_service_suspended{operator="harbour-mobile"} 0""");
        lines.ShouldContain("""bridge_service_suspended{operator="peak-fixed"} 1""");
        lines.ShouldContain("bridge_unconfirmed_reports{} 3");
        lines.ShouldContain("bridge_oldest_unconfirmed_seconds{} 61.5");
        lines.ShouldContain("bridge_outbox_events{} 7");
        lines.ShouldContain("bridge_outbox_oldest_seconds{} 2");
        lines.ShouldContain("bridge_bus_up{} 1");
        lines.ShouldContain("bridge_store_up{} 1");
        lines.ShouldContain($"bridge_build_info{{version=\"{BridgeMetrics.Version}\"}} 1");
    }

    [Fact]
    public async Task Of_each_path_there_is_when_it_was_last_proved_and_how_often_it_is_to_be()
    {
        await using var bridge = await RunningBridge.StartAsync(WithHeartbeats, Proved.AddTo);

        var metrics = await ScrapedMetrics.ReadAsync(bridge.Client);

        metrics.Lines.ShouldContain("""bridge_path_proved_timestamp_seconds{leg="in",operator="harbour-mobile"} 1795320000.5""");
        metrics.Lines.ShouldContain("""bridge_path_proved_timestamp_seconds{leg="out",operator="harbour-mobile"} 0""");
        metrics.Lines.ShouldContain("""bridge_heartbeat_interval_seconds{operator="harbour-mobile"} 300""");
        metrics.Sum("bridge_heartbeat_interval_seconds", ("operator", "peak-fixed")).ShouldBeNull();
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_mend()
    {
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), new ToldState().AddTo);
        WhatHappensInADay(bridge.Services);

        var metrics = await ScrapedMetrics.ReadAsync(bridge.Client);
        var verdict = await Tool.RunAsync(Tool.Start("promtool", "check", "metrics"), string.Join('\n', metrics.Lines));

        (verdict.ExitCode, verdict.Output + verdict.Error).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Counters_stand_at_zero_before_anything_happens_so_that_a_rate_sees_the_first()
    {
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), new ToldState().AddTo);

        var lines = (await ScrapedMetrics.ReadAsync(bridge.Client)).Lines;

        lines.ShouldContain("""bridge_link_up{link="b",operator="harbour-mobile"} 0""");
        lines.ShouldContain("""bridge_link_drops_total{link="b",operator="harbour-mobile",reason="timeout"} 0""");
        lines.ShouldContain("""bridge_replies_total{kind="confirmation",operator="peak-fixed",outcome="failed"} 0""");
        lines.ShouldContain("""bridge_duplicates_total{operator="peak-fixed"} 0""");
    }

    [Fact]
    public async Task A_store_that_cannot_answer_is_down_and_its_gauges_are_silent_rather_than_zero()
    {
        await using var bridge = await RunningBridge.StartAsync(
            SamplePlan.TwoOperators(),
            new ToldState { Broken = true, Up = false }.AddTo);

        var metrics = await ScrapedMetrics.ReadAsync(bridge.Client);

        metrics.Lines.ShouldContain("bridge_store_up{} 0");
        metrics.Lines.ShouldContain("bridge_bus_up{} 0");
        metrics.Sum("bridge_unconfirmed_reports").ShouldBeNull();
    }

    [Fact]
    public async Task A_peer_that_makes_up_statuses_gets_a_bounded_number_of_series()
    {
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), new ToldState().AddTo);
        var links = bridge.Services.GetRequiredService<ILinkMetrics>();
        for (var status = 0u; status < 5_000; status++)
        {
            links.Pdu("harbour-mobile", "a", PduDirection.In, CommandId.SubmitSmResp, (CommandStatus)(0x1000 + status));
        }
        links.Pdu("harbour-mobile", "b", PduDirection.In, CommandId.DeliverSm, CommandStatus.Ok);

        var lines = (await ScrapedMetrics.ReadAsync(bridge.Client)).Lines
            .Where(l => l.StartsWith("bridge_smpp_pdus_total{", StringComparison.Ordinal)).ToList();

        lines.Count.ShouldBe(258);
        lines.ShouldContain(
            """bridge_smpp_pdus_total{command="other",direction="in",link="a",operator="harbour-mobile",status="other"} 4744""");
        lines.ShouldContain(
            """bridge_smpp_pdus_total{command="deliver_sm",direction="in",link="b",operator="harbour-mobile",status="ESME_ROK"} 1""");
    }

    [Fact]
    public async Task Counting_on_the_way_of_a_text_allocates_nothing()
    {
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), new ToldState().AddTo);
        var metrics = bridge.Services.GetRequiredService<BridgeMetrics>();
        var links = bridge.Services.GetRequiredService<ILinkMetrics>();
        OneText();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) OneText();
        // Not a byte for each; the runtime's own tiering may cost a few once.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);

        void OneText()
        {
            links.Pdu("harbour-mobile", "a", PduDirection.In, CommandId.DeliverSm, CommandStatus.Ok);
            metrics.TextAccepted("harbour-mobile", TimeSpan.FromMilliseconds(2));
            metrics.Report("harbour-mobile", "ucs2", complete: true);
            metrics.Forwarded("harbour-mobile", TimeSpan.FromMilliseconds(5));
            links.Pdu("harbour-mobile", "a", PduDirection.Out, CommandId.DeliverSmResp, CommandStatus.Ok);
        }
    }

    internal static BridgePlan WithHeartbeats =>
        SamplePlan.TwoOperators("--Bridge:Operators:harbour-mobile:Heartbeat=00:05:00", "--Bridge:TestSenders:0=+85290000000");

    internal static ToldState Proved => new()
    {
        State = new(StoreUp: true, 0, null, null, 0, null)
        {
            Paths =
            [
                new("harbour-mobile", PathProof.In, DateTimeOffset.UnixEpoch.AddSeconds(1_795_320_000.5)),
                    new("harbour-mobile", PathProof.Out, null),
            ],
        },
    };

    internal static void WhatHappensInADay(IServiceProvider services)
    {
        var links = services.GetRequiredService<ILinkMetrics>();
        links.LinkUp("harbour-mobile", "a", up: true);
        links.Bind("harbour-mobile", "a");
        links.Drop("peak-fixed", "a", "refused");
        links.Drop("peak-fixed", "a", "refused");
        links.Pdu("harbour-mobile", "a", PduDirection.In, CommandId.DeliverSm, CommandStatus.Ok);
        links.Pdu("harbour-mobile", "a", PduDirection.Out, CommandId.DeliverSmResp, CommandStatus.SysErr);
        links.Fault("harbour-mobile", "a", SessionFault.UnreadableBody);
        links.Fault("harbour-mobile", "a", SessionFault.UnreadableBody);
        links.CallerRefused("peak-fixed", "a");
        var metrics = services.GetRequiredService<BridgeMetrics>();
        metrics.TextAccepted("harbour-mobile", TimeSpan.FromMilliseconds(1.5));
        metrics.Forwarded("harbour-mobile", TimeSpan.FromMilliseconds(500));
        metrics.Confirmed("harbour-mobile", TimeSpan.FromMinutes(4.5));
        metrics.Taken("harbour-mobile", TimeSpan.FromSeconds(20));
        metrics.Overdue("harbour-mobile", "warning");
        metrics.Report("harbour-mobile", "ucs2", complete: true);
        metrics.Report("peak-fixed", "gsm7", complete: false);
        metrics.Duplicate("harbour-mobile");
        metrics.DecodeProblem("peak-fixed", "data_coding names no known alphabet: 0xF7");
        metrics.Reply("harbour-mobile", OutboundKind.Confirmation, ReplyOutcome.Delivered);
        metrics.Receipt("harbour-mobile", "late");
        metrics.Notice("harbour-mobile", "unavailable", "accepted");
        metrics.Notice("harbour-mobile", "unavailable", "limited");
    }
}
