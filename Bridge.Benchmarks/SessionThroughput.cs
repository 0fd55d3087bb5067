using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Benchmarks;

/// <summary>
/// deliver_sm a second over the loopback with nothing stored, at several windows: our session as the SMSC that pours, and in another
/// process an ESME that answers, once ours and once node-smpp's, turn about in the same run. The generator is the same for both, so the
/// ratio is that of the ESMEs.
/// </summary>
internal static class SessionThroughput
{
    public const string EsmeArgument = "session-esme";

    private const int Rounds = 7;

    private static readonly (int Window, int Count)[] Loads = [(1, 40_000), (10, 60_000), (100, 200_000)];

    private static string Tree { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private static string NodeModules { get; } = Path.Combine(Tree, "Bridge.Tests", "Interop", "node", "node_modules");

    /// <param name="windows">Only these of the windows; all when there are none.</param>
    public static async Task<int> RunAsync(int[] windows)
    {
        var hasNode = Directory.Exists(Path.Combine(NodeModules, "smpp"));
        if (!hasNode)
        {
            Console.WriteLine(
                "node-smpp is not installed, so there is nothing to compare with: npm install --prefix Bridge.Tests/Interop/node --no-package-lock");
        }

        Console.WriteLine(
            $"deliver_sm a second, {Sample.Octets} octets each, TCP_NODELAY; median of {Rounds} rounds (lowest to highest; the ESME's processor time a text); {Environment.ProcessorCount} processors");
        foreach (var (window, count) in Loads.Where(load => windows.Length == 0 || windows.Contains(load.Window)))
        {
            var (ours, nodes) = (new List<Measured>(), new List<Measured>());
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await MeasureAsync(Ours, window, count));
                if (hasNode) nodes.Add(await MeasureAsync(Nodes, window, count / 2));
            }

            Console.WriteLine(
                $"window {window,4}: bridge {Describe(ours)}{(hasNode ? $", node-smpp {Describe(nodes)}, ratio {Rate(ours) / Rate(nodes):0.00}" : "")}");
        }

        return 0;
    }

    /// <summary>The other process: an ESME that answers.</summary>
    public static async Task<int> AnswerAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var session = new SmppSession(
            new NetworkStream(socket, ownsSocket: true),
            new SessionSettings { Role = SessionRole.Esme },
            new Answering(),
            TimeProvider.System);
        var running = session.RunAsync(CancellationToken.None);
        await session.BindAsync(
            new Bind
            {
                Mode = BindMode.Transceiver,
                SystemId = "bridge992",
                Password = "secret08",
            },
            CancellationToken.None);
        return (await running).Reason == SessionEndReason.Unbind ? 0 : 1;
    }

    private static ProcessStartInfo Ours(int port) => new(Environment.ProcessPath!, [EsmeArgument, $"{port}"]);

    private static ProcessStartInfo Nodes(int port) =>
        new("node", [Path.Combine(Tree, "Bridge.Benchmarks", "node", "esme.js"), $"{port}"])
        {
            Environment = { ["NODE_PATH"] = NodeModules },
        };

    private static async Task<Measured> MeasureAsync(Func<int, ProcessStartInfo> esme, int window, int count)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var process = Process.Start(esme(((IPEndPoint)listener.LocalEndpoint).Port))!;
        try
        {
            var socket = await listener.AcceptSocketAsync();
            socket.NoDelay = true;
            var accepting = new Accepting();
            await using var session = new SmppSession(
                new NetworkStream(socket, ownsSocket: true),
                new SessionSettings { Role = SessionRole.Smsc, Window = window },
                accepting,
                TimeProvider.System);
            var running = session.RunAsync(CancellationToken.None);
            await accepting.Bound;

            await PourAsync(session, window, count);   // both runtimes compile while they run
            var worked = process.TotalProcessorTime;
            var start = TimeProvider.System.GetTimestamp();
            await PourAsync(session, window, count);
            var took = TimeProvider.System.GetElapsedTime(start);
            process.Refresh();
            worked = process.TotalProcessorTime - worked;
            await session.UnbindAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
            await running;
            return new(count / took.TotalSeconds, worked.TotalMicroseconds / count);
        }
        finally
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }
    }

    private static async Task PourAsync(SmppSession session, int window, int count)
    {
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Task.Run(PourOneByOneAsync)));

        async Task PourOneByOneAsync()
        {
            while (Interlocked.Increment(ref sent) <= count)
            {
                var outcome = await session.RequestAsync(Sample.Text, CancellationToken.None);
                if (outcome.Response is not DeliverSmResp { Status: CommandStatus.Ok })
                {
                    throw new InvalidOperationException($"a text was not answered: {outcome.Result}");
                }
            }
        }
    }

    private static string Describe(List<Measured> rounds) =>
        $"{Rate(rounds),7:N0} ({rounds.Min(round => round.Rate):N0} to {rounds.Max(round => round.Rate):N0}; {Median(rounds.Select(round => round.Work)):0.0} µs)";

    private static double Rate(List<Measured> rounds) => Median(rounds.Select(round => round.Rate));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    /// <param name="Rate">Texts a second.</param>
    /// <param name="Work">Microseconds of a processor that the ESME used for a text: what other work on the machine does not change
    /// much.</param>
    private sealed record Measured(double Rate, double Work);

    /// <summary>The ordinary text of 992: 70 UCS-2 units.</summary>
    private static class Sample
    {
        public static readonly DeliverSm Text = new()
        {
            Source = new Address(1, 1, "85291234567"),
            Destination = new Address(3, 0, "992"),
            DataCoding = 8,
            ShortMessage = Encoding.BigEndianUnicode.GetBytes(string.Concat(Enumerable.Repeat("我在上水天平邨天喜樓", 7))),
        };

        public static int Octets
        {
            get
            {
                var output = new System.Buffers.ArrayBufferWriter<byte>();
                PduCodec.Encode(Text, output);
                return output.WrittenCount;
            }
        }
    }

    private sealed class Answering : ISessionHandler
    {
        public ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
        {
            session.Respond(Responses.CreateFor(request, CommandStatus.Ok)!);
            return default;
        }

        public void OnPdu(PduDirection direction, CommandId command, CommandStatus status)
        {
            // Nothing is counted here: the generator does.
        }
    }

    private sealed class Accepting : ISessionHandler
    {
        private readonly TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Bound => _bound.Task;

        public ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
        {
            session.Respond(Responses.CreateFor(request, CommandStatus.Ok)!);
            if (request is Bind) _bound.TrySetResult();
            return default;
        }

        public void OnPdu(PduDirection direction, CommandId command, CommandStatus status)
        {
            // Nothing is counted here: the generator does.
        }
    }
}
