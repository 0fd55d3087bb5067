using System.Net;
using System.Text.Json.Nodes;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Load;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class StoreRefusesTests
{
    [NeedsRootFact]
    public async Task With_a_full_disk_operators_keep_their_texts_and_once_there_is_room_every_one_comes_through_once()
    {
        const int Texts = 4_000;
        using var disk = new SmallDisk(megabytes: 48);
        await using var load = new LoadUnderFault(new LoadPlan { Count = Texts, Rate = 400, Window = 50, Senders = 40, LongShare = 0.1 });
        await using var daemon = await BridgeDaemon.StartAsync(
            BridgeDaemon.OperatorAt(load.Smsc), more: new JsonObject { ["Store"] = BridgeDaemon.StoreAt(disk.File("bridge.db")) });
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        var running = load.RunAsync(bus);
        await Eventually.TrueAsync(() => load.Answered > 100, "texts are taken");

        disk.Fill();
        await Eventually.TrueAsync(
            () => load.SentAgain.GetValueOrDefault("ESME_RSYSERR") > 50, "the operator is refused with its temporary error");
        await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_store_up") == 0, "bridge_store_up says so");
        await Eventually.TrueAsync(async () => await daemon.ReadyAsync() == HttpStatusCode.ServiceUnavailable, "/health/ready says so");
        running.IsCompleted.ShouldBeFalse();
        disk.MakeRoom();

        var figures = await running;
        figures.ShouldBeSound(Texts);
        load.Binds.ShouldBe(1, "a full disk costs no link");
        load.SentAgain.Keys.ShouldBe(["ESME_RSYSERR"], "every refusal was an answer, in time");
        await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_store_up") == 1, "bridge_store_up is back");
        await daemon.BecomesReadyAsync();
        (await daemon.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public Task A_store_that_is_no_database_is_said_in_one_line_and_ends_with_1() =>
        ShouldNotStartAsync(folder =>
        {
            File.WriteAllBytes(folder.File("torn.db"), [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 7))]);
            return folder.File("torn.db");
        }, "torn.db");

    [Fact]
    public Task A_store_in_a_place_that_cannot_be_is_said_in_one_line_and_ends_with_1() =>
        ShouldNotStartAsync(folder =>
        {
            File.WriteAllText(folder.File("a-file"), "");
            return Path.Combine(folder.File("a-file"), "bridge.db");
        }, "a-file");

    private static async Task ShouldNotStartAsync(Func<TempFolder, string> store, string names)
    {
        using var folder = new TempFolder();
        var configuration = DaemonConfiguration.Write(folder.Path, new Uri($"http://127.0.0.1:{FreePort.Take()}"), null, []);
        var whole = JsonNode.Parse(await File.ReadAllTextAsync(configuration))!;
        whole["Bridge"]!["Store"]!["Path"] = store(folder);
        await File.WriteAllTextAsync(configuration, whole.ToJsonString());

        var result = await Tool.RunAsync(DaemonLocation.DotnetHost(), DaemonLocation.Find(), "run", "--config", configuration);

        var said = (result.Output + result.Error).Trim();
        result.ExitCode.ShouldBe(1, said);
        said.Split('\n').Length.ShouldBe(1, said);
        said.ShouldContain("store");
        said.ShouldContain(names);
    }
}
