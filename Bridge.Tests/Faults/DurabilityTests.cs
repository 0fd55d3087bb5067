using System.Diagnostics;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

/// <summary>
/// Accepted means durable: a kill -9 cannot show it (the kernel keeps what was written), the order of the system calls can.
/// </summary>
[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class DurabilityTests
{
    private const int Texts = 12;

    [NeedsToolFact("strace")]
    public async Task Between_reading_a_text_and_answering_it_the_log_of_the_store_is_written_and_synced()
    {
        await using var smsc = new SimulatedOperator(
            new OperatorSettings
            {
                Name = "harbour-mobile",
                SystemId = BridgeDaemon.SystemId,
                Password = BridgeDaemon.Password,
            },
            TimeProvider.System);
        await using var daemon = BridgeDaemon.Prepare(BridgeDaemon.OperatorAt(smsc));
        using var folder = new TempFolder();
        var traceFile = folder.File("trace");
        using var process = Trace(daemon, traceFile);
        try
        {
            await smsc.WaitForReceiverAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
            for (var i = 0; i < Texts; i++)
            {
                await smsc.DeliverTextAsync(PhoneText.Pdus($"8529000{i:D4}", "我在上環", 1).Single(), CancellationToken.None);
            }
            await Eventually.TrueAsync(
                () => Answers(SystemCalls.Read(File.ReadAllLines(traceFile))) >= Texts, "strace has written down the last answer");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var trace = SystemCalls.Read(await File.ReadAllLinesAsync(traceFile));
        var deliveries = trace
            .SelectMany(call => call.Reads(CommandId.DeliverSm).Select(sequence => (Call: call, Sequence: sequence)))
            .ToList();
        deliveries.Count.ShouldBe(Texts);
        foreach (var (read, sequence) in deliveries)
        {
            var answer = trace.Single(call => call.Writes(CommandId.DeliverSmResp).Contains(sequence));
            var between = trace.Where(call => call.Began > read.Ended && call.Ended < answer.Began).ToList();
            var written = between.FindLastIndex(call => call.WritesTo("bridge.db-wal"));
            written.ShouldBeGreaterThanOrEqualTo(0, "the text was written to the log of the store");
            between.FindIndex(written, call => call.Syncs("bridge.db-wal"))
                .ShouldBeGreaterThan(written, "and the log was synced after the last write, before the answer");
        }
    }

    private static Process Trace(BridgeDaemon daemon, string traceFile)
    {
        // -D: the daemon is our child and strace its grandchild, so that the kill meets the daemon. -yy names files and sockets; -xx writes
        // octets as they are.
        string[] command =
        [
            "-D", "-f", "-yy", "-xx", "-s", "256", "--seccomp-bpf", "-o", traceFile,
            "-e", "trace=fsync,fdatasync,pwrite64,recvfrom,recvmsg,read,sendto,sendmsg,write,msync", "-e", "signal=none",
            DaemonLocation.DotnetHost(), DaemonLocation.Find(), "run", "--config", daemon.Configuration,
        ];
        var process = Process.Start(Tool.Start("strace", command))!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int Answers(IReadOnlyList<SystemCall> trace) => trace.Sum(call => call.Writes(CommandId.DeliverSmResp).Count());
}
