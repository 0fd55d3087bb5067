using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Tests.Faults;

/// <summary>What the centre is told once the real daemon, the real store or an operator is back.</summary>
[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class OutageTests
{
    private const string Person = "85291234567";
    private const string Tester = "85290000000";

    [Fact]
    public async Task After_a_kill_the_next_start_tells_once_who_waits()
    {
        await using var smsc = new SimulatedOperator(new OperatorSettings { Name = "harbour-mobile" }, TimeProvider.System);
        await using var daemon = await BridgeDaemon.StartAsync(BridgeDaemon.OperatorAt(smsc), more: SoonTold());
        await TextAsync(smsc, Person, "救命");
        await TextAsync(smsc, Tester, "系統測試");

        await daemon.KillAsync();
        await LongEnoughAsync();
        await daemon.StartAsync();
        await EndedAsync(daemon, "bridge");
        await daemon.KillAndRestartAsync();
        await daemon.BecomesReadyAsync();

        // The quick restart may itself have lasted a second: another outage then, with a beginning of its own.
        var told = Told(daemon).Where(outage => outage.Cause == "bridge").ToList();
        told.Select(outage => outage.From).Distinct().Count().ShouldBe(told.Count);
        told[0].Unanswered.Select(sender => (sender.Msisdn, sender.Texts)).ShouldBe([(Person, 1)]);
        string.Concat(daemon.Log()).ShouldNotContain(Person[3..]);
    }

    [Fact]
    public async Task An_operator_that_comes_back_after_a_kill_in_the_middle_is_told_once_from_where_it_went()
    {
        var port = FreePort.Take();
        var settings = new OperatorSettings { Name = "harbour-mobile", Port = port };
        var smsc = new SimulatedOperator(settings, TimeProvider.System);
        await using var daemon = await BridgeDaemon.StartAsync(BridgeDaemon.OperatorAt(smsc), more: SoonTold());
        await TextAsync(smsc, Person, "救命");
        await smsc.DisposeAsync();
        await OpenAsync(daemon, "operator");
        await LongEnoughAsync();
        var killedAt = TimeProvider.System.GetUtcNow();
        await daemon.KillAndRestartAsync();
        Told(daemon).ShouldNotContain(outage => outage.Cause == "operator");

        await using var again = new SimulatedOperator(settings, TimeProvider.System);
        await EndedAsync(daemon, "operator");
        await daemon.BecomesReadyAsync();

        var told = Told(daemon).Where(outage => outage.Cause == "operator").ShouldHaveSingleItem();
        told.Operator.ShouldBe("harbour-mobile");
        told.From.ShouldBeLessThan(killedAt);
        told.Unanswered.Select(sender => sender.Msisdn).ShouldBe([Person]);
    }

    [NeedsRootFact]
    public async Task A_full_disk_that_has_room_again_is_told_with_those_who_wrote_before_it()
    {
        using var disk = new SmallDisk(megabytes: 16);
        await using var smsc = new SimulatedOperator(new OperatorSettings { Name = "harbour-mobile" }, TimeProvider.System);
        await using var daemon = await BridgeDaemon.StartAsync(BridgeDaemon.OperatorAt(smsc), more: SoonTold(disk.File("bridge.db")));
        await TextAsync(smsc, Person, "救命");
        disk.Fill();

        // A little fits into what the log has of the disk already: texts until nothing more does.
        using var enough = new CancellationTokenSource();
        var pouring = PourAsync(smsc, enough.Token);
        await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_store_up") == 0, "bridge_store_up says so");
        await LongEnoughAsync();
        disk.MakeRoom();
        await enough.CancelAsync();
        await pouring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var told = await EndedAsync(daemon, "store");
        told.Unanswered.Select(sender => sender.Msisdn).ShouldBe([Person]);
    }

    /// <param name="store">Path; null: where a daemon under test has it.</param>
    internal static JsonObject SoonTold(string? store = null)
    {
        var bridge = new JsonObject
        {
            ["Outage"] = new JsonObject { ["AtLeast"] = "00:00:01" },
            ["TestSenders"] = new JsonArray("+" + Tester),
        };
        if (store is not null) bridge["Store"] = BridgeDaemon.StoreAt(store);
        return bridge;
    }

    /// <summary>An outage has to last: that is the condition waited for.</summary>
    private static Task LongEnoughAsync()
    {
        var since = TimeProvider.System.GetTimestamp();
        return Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(2), "two seconds have passed");
    }

    private static async Task PourAsync(SimulatedOperator smsc, CancellationToken cancel)
    {
        for (var i = 0; ; i++)
        {
            foreach (var pdu in PhoneText.Pdus(Tester, $"系統測試 {i}", 1)) await smsc.DeliverTextAsync(pdu, cancel);
        }
    }

    private static async Task TextAsync(SimulatedOperator smsc, string from, string text)
    {
        await smsc.WaitForReceiverAsync(CancellationToken.None);
        foreach (var pdu in PhoneText.Pdus(from, text, 1)) await smsc.DeliverTextAsync(pdu, CancellationToken.None);
    }

    private static async Task<OutageEnded> EndedAsync(BridgeDaemon daemon, string cause)
    {
        await Eventually.TrueAsync(() => Told(daemon).Exists(outage => outage.Cause == cause), $"outage.ended {cause}");
        return Told(daemon).Find(outage => outage.Cause == cause)!;
    }

    private static Task OpenAsync(BridgeDaemon daemon, string cause) => Eventually.TrueAsync(
        () =>
        {
            using var connection = new SqliteDatabase(daemon.Store).Open();
            return new OutageTable(connection).All().Any(outage => outage.Cause == cause);
        },
        $"{cause} is known to be down");

    internal static List<OutageEnded> Told(BridgeDaemon daemon)
    {
        using var connection = new SqliteDatabase(daemon.Store).Open();
        return connection.Prepare("SELECT json FROM events WHERE name = 'outage.ended' ORDER BY sequence")
            .All(row => CloudEvent.ReadEvent(row.Blob("json")).Outage!);
    }
}
