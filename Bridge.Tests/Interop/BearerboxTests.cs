using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>Kannel's bearerbox, the gateway that most of the world's ESMEs are, bound to our session in the role of the SMSC.</summary>
public sealed class BearerboxTests
{
    private const int Texts = 300;

    [PeerFact(Peer.Kannel)]
    public async Task A_bearerbox_binds_takes_three_hundred_texts_and_replies_to_each_and_unbinds()
    {
        using var folder = new TempFolder();
        var happened = new ConcurrentQueue<OperatorEvent>();
        await using var smsc = new SimulatedOperator(
            new OperatorSettings { Name = "harbour", SystemId = "kannel", Password = "secret08" }, TimeProvider.System, happened.Enqueue);
        await using var proxy = new RecordingProxy(smsc.Port, weAreCalled: true);
        await File.WriteAllTextAsync(folder.File("kannel.conf"), Configuration(proxy.Port, FreePort.Take(2)));
        await using var bearerbox = new Box("/usr/sbin/bearerbox", folder.File("kannel.conf"));
        await Eventually.TrueAsync(() => smsc.Receivers == 1 || bearerbox.HasEnded, "bearerbox binds");
        bearerbox.HasEnded.ShouldBeFalse();

        // A text that comes before anyone is there to reply waits ten seconds for the next look.
        await using var smsbox = new Box("/usr/sbin/smsbox", folder.File("kannel.conf"));
        await Eventually.TrueAsync(() => bearerbox.HasSaid("boxc_sender"), "smsbox is known");

        var deliveries = await Task.WhenAll(Enumerable.Range(0, Texts).Select(n => smsc.DeliverTextAsync(Text(n), CancellationToken.None)));
        await Eventually.TrueAsync(() => happened.OfType<PartSubmitted>().Count() == Texts, "every text has its reply", () => $"{happened.OfType<PartSubmitted>().Count()}");
        await smsbox.TerminateAsync();
        await bearerbox.TerminateAsync();
        await Eventually.TrueAsync(() => happened.OfType<LinkEnded>().Any(), "bearerbox unbinds");

        deliveries.ShouldAllBe(delivery => delivery.Transmissions == 1);
        var replies = happened.OfType<PartSubmitted>().ToList();
        replies.Select(reply => reply.Submit.Destination.Value).ShouldBe(Enumerable.Range(0, Texts).Select(Number), ignoreOrder: true);
        replies.Select(reply => (reply.Answer, Encoding.ASCII.GetString(reply.Submit.UserData.Span))).Distinct().ShouldHaveSingleItem().ShouldBe((CommandStatus.Ok, "Taken"));
        happened.OfType<LinkBound>().ShouldHaveSingleItem().Mode.ShouldBe(BindMode.Transceiver);
        happened.OfType<LinkEnded>().ShouldHaveSingleItem().End.Reason.ShouldBe(SessionEndReason.Unbind);
        happened.OfType<OperatorBroke>().ShouldBeEmpty();
        var written = proxy.Written().ShouldHaveSingleItem().Select(octets => PduCodec.Decode(octets)).ToList();
        written.ShouldAllBe(pdu => pdu.Fault == null);
        written.Count(pdu => pdu is DeliverSmResp { Status: CommandStatus.Ok }).ShouldBe(Texts);
        written.Count(pdu => pdu is SubmitSm).ShouldBe(Texts);
    }

    private static string Number(int number) => $"8529{number:0000000}";

    private static DeliverSm Text(int number) => new()
    {
        Source = new Address(1, 1, Number(number)),
        Destination = new Address(3, 0, "992"),
        DataCoding = 8,
        ShortMessage = Encoding.BigEndianUnicode.GetBytes($"救命{number}"),
    };

    private static string Configuration(int smsc, int[] own) => $"""
        group = core
        admin-port = {own[0]}
        admin-interface = 127.0.0.1
        admin-password = none
        smsbox-port = {own[1]}
        smsbox-interface = 127.0.0.1
        box-allow-ip = 127.0.0.1

        group = smsc
        smsc = smpp
        smsc-id = harbour
        host = 127.0.0.1
        port = {smsc}
        transceiver-mode = true
        smsc-username = kannel
        smsc-password = secret08
        system-type = ""
        interface-version = 34

        group = smsbox
        bearerbox-host = 127.0.0.1

        group = sms-service
        keyword = default
        text = "Taken"
        """;

    /// <summary>One of Kannel's programs.</summary>
    private sealed class Box : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _said = new();

        public Box(string program, string configuration)
        {
            _process = Process.Start(Tool.Start(program, "-v", "0", configuration))!;
            _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public bool HasEnded => _process.HasExited;

        public bool HasSaid(string words) => _said.Any(line => line.Contains(words, StringComparison.Ordinal));

        public async Task TerminateAsync()
        {
            HasEnded.ShouldBeFalse(_process.StartInfo.FileName);
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
