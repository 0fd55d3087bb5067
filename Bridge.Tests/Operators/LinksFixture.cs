using System.Threading.Channels;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Operators;

/// <summary>The operators' links between a test's SMSCs and a test's inbox.</summary>
internal sealed class LinksFixture : ITextIntake, IReceiptIntake, ILinkListener, IAsyncDisposable
{
    public static readonly ReconnectPlan Quickly = new(
        TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30));

    /// <summary>Waits that no other timer has, for tests that let them pass by hand.</summary>
    public static readonly ReconnectPlan Slowly = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));

    private readonly Channel<(InboundPdu Inbound, Action<CommandStatus> Answer, bool IsReceipt)> _inbox =
        Channel.CreateUnbounded<(InboundPdu, Action<CommandStatus>, bool)>();

    private readonly Channel<LinkState> _changes = Channel.CreateUnbounded<LinkState>();

    public LinksFixture(TimeProvider? time, params OperatorPlan[] operators)
    {
        Links = new OperatorLinks(
            TestPlan.Create("unused") with
            {
                Operators = operators,
                Shutdown = TimeSpan.FromSeconds(5),
            },
            this,
            this,
            this,
            Metrics,
            Versions,
            time ?? TimeProvider.System,
            Log);
    }

    public OperatorLinks Links { get; }

    public PeerVersions Versions { get; } = new();

    public CountedMetrics Metrics { get; } = new();

    public LogLines<OperatorLinks> Log { get; } = new();

    /// <summary>Thrown instead of taking what comes in.</summary>
    public Exception? Refusal { get; set; }

    public static OperatorPlan Operator(string name, params LinkPlan[] links) =>
        TestPlan.Create("unused").Operators[0] with { Name = name, Links = links };

    public static LinkPlan Link(
        string operatorName, int port, string name = "a", BindMode bind = BindMode.Transceiver, int window = 10,
            ReconnectPlan? reconnect = null) => new()
            {
                Operator = operatorName,
                Name = name,
                Hosts = ["127.0.0.1"],
                Port = port,
                Bind = bind,
                SystemId = "bridge992",
                Password = "s3cret",
                SystemType = "",
                InterfaceVersion = 0x34,
                PeerVersion = 0x33,
                Window = window,
                SessionInit = TimeSpan.FromSeconds(10),
                EnquireLink = TimeSpan.FromSeconds(15),
                ResponseTimeout = TimeSpan.FromSeconds(10),
                Inactivity = null,
                Reconnect = reconnect ?? Quickly,
                Tls = null,
                Outbind = null,
            };

    /// <summary>One operator with one link, started and bound.</summary>
    public static async Task<(LinksFixture Links, OperatorConnection Connection)> BoundAsync(
        FakeOperator smsc, TimeProvider? time = null, ReconnectPlan? reconnect = null)
    {
        var fixture = new LinksFixture(time, Operator("harbour", Link("harbour", smsc.Port, reconnect: reconnect)));
        var starting = fixture.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAndBindAsync();
        await starting;
        (await fixture.ChangeAsync()).Bound.ShouldBeTrue();
        return (fixture, connection);
    }

    public async Task<(InboundPdu Inbound, Action<CommandStatus> Answer, bool IsReceipt)> ReceivedAsync() =>
        await _inbox.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public bool NothingReceived => !_inbox.Reader.TryPeek(out _);

    /// <summary>The next link.changed.</summary>
    public async Task<LinkState> ChangeAsync() =>
        await _changes.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Lets time pass until the task is done; returns how much of it.</summary>
    public static async Task<TimeSpan> PassUntilAsync(FakeTimeProvider time, Task done, TimeSpan step)
    {
        var began = time.GetTimestamp();
        while (!done.IsCompleted)
        {
            time.Advance(step);
            await Task.Yield();
        }

        await done;
        return time.GetElapsedTime(began);
    }

    public ValueTask AcceptTextAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel) =>
        Take(inbound, answer, isReceipt: false);

    public ValueTask AcceptReceiptAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel) =>
        Take(inbound, answer, isReceipt: true);

    public ValueTask LinkChangedAsync(string operatorName, string link, bool bound, string? reason, CancellationToken cancel)
    {
        _changes.Writer.TryWrite(new LinkState(operatorName, link, bound, default, reason));
        return default;
    }

    public async ValueTask DisposeAsync() => await Links.DisposeAsync();

    private ValueTask Take(InboundPdu inbound, Action<CommandStatus> answer, bool isReceipt)
    {
        if (Refusal is { } refusal) throw refusal;
        _inbox.Writer.TryWrite((inbound, answer, isReceipt));
        return default;
    }
}
