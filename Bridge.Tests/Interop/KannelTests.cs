using System.Diagnostics;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Operators;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Kannel's drive_smpp as the operator: somebody else's SMSC, with its ways. It wants a receiver and a transmitter, numbers from 0, sends
/// an enquire_link with every text and a receipted_message_id with texts that are none, and goes only while something listens on port
/// 13001.
/// </summary>
[Trait("Speed", "peers")]
public sealed class KannelTests
{
    private const string DriveSmpp = "/usr/lib/kannel/test/drive_smpp";
    private const int Texts = 400;

    [NeedsToolFact(DriveSmpp)]
    public async Task Every_text_that_Kannel_pours_is_taken_and_answered()
    {
        BearerboxPort.Open();
        var port = FreePort.Take();
        using var kannel = Process.Start(
            new ProcessStartInfo(DriveSmpp, ["-v", "4", "-p", $"{port}", "-m", $"{Texts}"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        try
        {
            var silent = Task.WhenAll(kannel.StandardOutput.ReadToEndAsync(), kannel.StandardError.ReadToEndAsync());
            await using var proxy = new RecordingProxy(port);
            await using var links = new LinksFixture(
                null,
                LinksFixture.Operator(
                    "kannel",
                    LinksFixture.Link("kannel", proxy.Port, "rx", BindMode.Receiver),
                    LinksFixture.Link("kannel", proxy.Port, "tx", BindMode.Transmitter)));
            await links.Links.StartAsync(CancellationToken.None);

            for (var taken = 0; taken < Texts; taken++)
            {
                var (inbound, answer, isReceipt) = await links.ReceivedAsync();
                inbound.Pdu.Fault.ShouldBeNull();
                isReceipt.ShouldBeFalse();
                answer(CommandStatus.Ok);
            }

            links.Metrics.Seen.Count(c => c == "Out deliver_sm_resp ESME_ROK").ShouldBe(Texts);
            links.Metrics.Seen.ShouldNotContain(c => c.StartsWith("In generic_nack", StringComparison.Ordinal));
        }
        finally
        {
            kannel.Kill();
            await kannel.WaitForExitAsync();
        }
    }
}
