using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Faults;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Notices;

/// <summary>The real daemon between a simulated operator and a centre that takes nothing: nobody is left without an answer.</summary>
[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public sealed class NoticeDaemonTests
{
    private const string Operator = "harbour-mobile";

    private readonly ConcurrentQueue<(string To, string Text)> _phones = new();

    [Fact]
    public async Task With_nobody_at_the_centre_and_then_suspended_over_a_kill_each_sender_hears_how_things_stand()
    {
        await using var smsc = new SimulatedOperator(new OperatorSettings { Name = Operator }, TimeProvider.System, Hear);
        await using var daemon = await BridgeDaemon.StartAsync(
            new() { [Operator] = BridgeDaemon.OneLink(smsc.Port) },
            more: new JsonObject { ["Notices"] = new JsonObject { ["unavailable"] = new JsonObject { ["After"] = "00:00:01" } } });
        await smsc.WaitForReceiverAsync(CancellationToken.None);
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);

        await TextAsync(smsc, "85291111111", "火警！上水天平邨天喜樓");
        await HeardAsync("85291111111", Words("unavailable", "zh-Hant"));

        (await bus.SendAsync(new ServiceSuspend("k1", "harbour-mobil"), CancellationToken.None)).ShouldHaveSingleItem()
            .ShouldContain("harbour-mobil is no operator");
        (await bus.SendAsync(new ServiceSuspend("k2", Operator), CancellationToken.None)).ShouldBeEmpty();
        await TextAsync(smsc, "85292222222", "Fire in Mong Kok");
        await HeardAsync("85292222222", Words("suspended", "en"));

        await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_notices_total", ("outcome", "delivered")) == 2,
            "both are delivered, so that the kill costs none of them");
        await daemon.KillAsync();
        await daemon.StartAsync();
        await daemon.BoundAsync(1);
        await TextAsync(smsc, "85293333333", "救命");
        await HeardAsync("85293333333", Words("suspended", "zh-Hant"));
        (await daemon.MetricAsync("bridge_service_suspended", ("operator", Operator))).ShouldBe(1);
        using var http = new HttpClient();
        using var status = JsonDocument.Parse(await http.GetStringAsync(new Uri(daemon.Http, "/status")));
        status.RootElement.Text("suspended.0.operator").ShouldBe(Operator);
        status.RootElement.Texts("problems")
            .ShouldContain(problem => problem.StartsWith("the centre has suspended the service at harbour-mobile since "));

        (await bus.SendAsync(new ServiceResume("k3", null), CancellationToken.None)).ShouldBeEmpty();
        await TextAsync(smsc, "85294444444", "I am hurt");
        await HeardAsync("85294444444", Words("unavailable", "en"));

        await Eventually.TrueAsync(async () =>
            await daemon.MetricAsync("bridge_notices_total", ("outcome", "delivered")) == 2, "after the kill two notices are delivered");
        (await daemon.MetricAsync("bridge_service_suspended", ("operator", Operator))).ShouldBe(0);
        (await daemon.MetricAsync("bridge_replies_total")).ShouldBe(0);
        _phones.GroupBy(phone => phone.To).ShouldAllBe(phone => phone.Count() == 1);
        (await bus.TakeAsync<NoticeSent>(4)).Select(sent => $"{sent.Kind} {sent.Language}")
            .ShouldBe(["unavailable zh-Hant", "suspended en", "suspended zh-Hant", "unavailable en"]);
        (await daemon.StopAsync()).ShouldBe(0);
        daemon.Log().ShouldContain(line => line.Contains("has suspended the service at harbour-mobile"));
    }

    private void Hear(OperatorEvent happened)
    {
        if (happened is PartSubmitted submitted) _phones.Enqueue((submitted.Submit.Destination.Value, PhoneText.Read(submitted.Submit)));
    }

    private static async Task TextAsync(SimulatedOperator smsc, string from, string text)
    {
        foreach (var pdu in PhoneText.Pdus(from, text, reference: 1)) await smsc.DeliverTextAsync(pdu, CancellationToken.None);
    }

    private Task HeardAsync(string number, string words) =>
        Eventually.TrueAsync(() => _phones.Contains((number, words)), $"{number} hears: {words}", () => string.Join('\n', _phones));

    /// <summary>Of one part: both are short enough to be heard whole.</summary>
    private static string Words(string kind, string language) =>
        NoticeWording.Defaults.Single(notice => notice.Kind == kind).Text[language];
}
