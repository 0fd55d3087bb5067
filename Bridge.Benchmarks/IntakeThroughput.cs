using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Hosting;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Benchmarks;

/// <summary>
/// Texts through decision, store and sync, without sockets, at several windows, beside what the disk itself gives in the same run: how much
/// of the machine's limit the store uses. The processor's time for a text hardly depends on what else the machine does: by it two builds
/// can be compared.
/// </summary>
internal static class IntakeThroughput
{
    private const int Senders = 1_000;

    public static int Run(string folder)
    {
        var syncs = SyncsPerSecond(folder);
        Console.WriteLine($"the disk: {syncs:N0} synced appends of 4 KiB a second");
        foreach (var (window, count) in (ReadOnlySpan<(int, int)>)[(1, 2_000), (10, 20_000), (100, 100_000), (100, 100_000)])
        {
            var (rate, cpu) = MeasureAsync(folder, window, count).GetAwaiter().GetResult();
            Console.WriteLine(
                $"window {window,4}: {rate,8:N0} texts a second, {rate / syncs:0.00} of the disk's syncs, {cpu,5:0.0} µs of processor a text");
        }

        return 0;
    }

    private static async Task<(double Rate, double Cpu)> MeasureAsync(string folder, int window, int count)
    {
        var path = Path.Combine(folder, $"bridge-intake-{Guid.NewGuid():N}", "bridge.db");
        var plan = Plan(path);
        var time = TimeProvider.System;
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddBridge(plan).BuildServiceProvider();
            await services.GetRequiredService<StoreStart>().StartAsync(CancellationToken.None);
            return await DriveAsync(services.GetRequiredService<ITextIntake>(), window, count, time);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static async Task<(double Rate, double Cpu)> DriveAsync(ITextIntake texts, int window, int count, TimeProvider time)
    {
        using var slots = new SemaphoreSlim(window);
        var refused = 0;
        var start = time.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            await slots.WaitAsync();
            var pdu = PduCodec.Decode(Octets(i));
            await texts.AcceptTextAsync(new InboundPdu("bench", "a", pdu, time.GetUtcNow(), time.GetTimestamp()), status =>
            {
                if (status != CommandStatus.Ok) Interlocked.Increment(ref refused);
                slots.Release();
            }, CancellationToken.None);
        }

        for (var i = 0; i < window; i++) await slots.WaitAsync();
        var took = time.GetElapsedTime(start);
        if (refused > 0) throw new InvalidOperationException($"{refused} texts were refused");
        return (count / took.TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / count);
    }

    private static byte[] Octets(int number)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        PduCodec.Encode(new DeliverSm
        {
            Sequence = (uint)(number + 1),
            Source = new Address(1, 1, $"9{number % Senders:0000000}"),
            Destination = new Address(3, 0, "992"),
            DataCoding = 8,
            ShortMessage = Encoding.BigEndianUnicode.GetBytes($"{number:00000000} 我在上水天平邨天喜樓十字樓一零一室，有人心臟病發，要求有關部門協助。緊急聯絡人：陳大明"),
        }, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static double SyncsPerSecond(string folder)
    {
        var path = Path.Combine(folder, $"bridge-sync-{Guid.NewGuid():N}");
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            var block = new byte[4_096];
            var time = TimeProvider.System;
            var start = time.GetTimestamp();
            var syncs = 0;
            for (; time.GetElapsedTime(start) < TimeSpan.FromSeconds(1); syncs++)
            {
                RandomAccess.Write(file, block, syncs * (long)block.Length);
                RandomAccess.FlushToDisk(file);
            }

            return syncs / time.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static BridgePlan Plan(string path) => new()
    {
        NodeName = "bench",
        ShortCode = "992",
        Operators =
        [
            OperatorPlan.Former("bench") with { Sender = new Address(3, 0, "992"), Receipts = true },
        ],
        Store = new StorePlan("sqlite", path),
        Bus = new BusPlan("embedded", null),
        Http = new HttpPlan(new Uri("http://127.0.0.1:0"), null),
        DedupeWindow = TimeSpan.FromMinutes(2),
        AssemblyWait = TimeSpan.FromSeconds(15),
        WarnAfter = TimeSpan.FromMinutes(1),
        ConfirmationDeadline = TimeSpan.FromMinutes(5),
        OutageAtLeast = TimeSpan.FromSeconds(10),
        ConversationIdle = TimeSpan.FromHours(2),
        ActivateWithin = TimeSpan.FromDays(3),
        Retention = TimeSpan.FromDays(30),
        Replies = new ReplyPlan(FallbackAfter: TimeSpan.FromMinutes(1), WarnAfter: TimeSpan.FromMinutes(1)),
        Shutdown = TimeSpan.FromSeconds(10),
        HomeNetworks = ["454", "455"],
        TestSenders = new HashSet<string>(StringComparer.Ordinal),
        Notices = NoticeWording.Defaults.ToDictionary(notice => notice.Kind),
    };
}
