using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Kannel's drive_smpp as an SMSC. It counts sequence numbers from 0, sends an enquire_link with every text, puts a receipted_message_id
/// into texts that are no receipts, answers submit_sm without a message_id, never answers a bind_transceiver, and stands still while it is
/// 500 texts ahead of the replies.
/// </summary>
[Collection(RabbitMqTests.Name)]
[Trait("Speed", "peers")]
public class DriveSmppTests(RabbitMqServer broker)
{
    private const int Texts = 2_000;

    [PeerFact(Peer.Kannel)]
    public async Task Two_thousand_texts_of_Kannel_are_reported_and_answered_each_once()
    {
        var uri = await broker.FreshAsync();
        BearerboxPort.Open();
        await using var kannel = new DriveSmpp(Texts);
        await using var proxy = new RecordingProxy(kannel.Port);
        var links = new Dictionary<string, JsonObject>
        {
            ["rx"] = BridgeDaemon.Link(proxy.Port, "receiver"),
            ["tx"] = BridgeDaemon.Link(proxy.Port, "transmitter"),
        };
        await using var daemon = await BridgeDaemon.StartAsync(
            new() { ["harbour-mobile"] = BridgeDaemon.Operator(links, new JsonObject { ["Receipts"] = false }) }, uri);
        await using var centre = await BusCentre.OpenAsync(uri, report => $"Taken: {report.Text("text")}");

        await centre.UntilAsync("reply.accepted", Texts);
        (await daemon.StopAsync()).ShouldBe(0);

        var reports = centre.Of("report.received");
        reports.Select(report => report.Text("text")).ShouldBe(Enumerable.Range(1, Texts).Select(Number), ignoreOrder: true);
        reports.Select(report => report.Text("reportId")).ShouldBeUnique();
        reports.ShouldAllBe(report => report.Text("shortCode") == "123" && report.Text("sender.raw") == "456");
        centre.Of("reply.accepted").Select(e => e.Text("commandId"))
            .ShouldBe(centre.Answers.Keys.Select(BusCentre.CommandId), ignoreOrder: true);
        centre.All.Select(e => e.Id).ShouldBeUnique();
        centre.All.Select(e => e.Name).Distinct().ShouldBe(["link.changed", "report.received", "reply.accepted"], ignoreOrder: true);

        // Unbound on both links it ends by itself and says what it has counted.
        var said = await kannel.ToItsEndAsync();
        said.ShouldContain($"Number of messages sent to ESME: {Texts}");
        said.ShouldContain($"Number of messages sent to SMSC: {Texts}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class DriveSmpp : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly Task<string> _output;

        public DriveSmpp(int texts)
        {
            Port = FreePort.Take();
            _process = Process.Start(
                Tool.Start(Peer.DriveSmpp, "-v", "1", "-p", Number(Port), "-m", Number(texts), "-c", Peer.DriveSmpp + ".conf"))!;
            _output = _process.StandardError.ReadToEndAsync();
            _process.OutputDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
        }

        public int Port { get; }

        public async Task<string> ToItsEndAsync()
        {
            await Eventually.TrueAsync(() => _process.HasExited, "drive_smpp ends");
            return await _output;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
