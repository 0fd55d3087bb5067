using System.Threading.Channels;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Smpp;

/// <summary>One running session in memory, its peer as octets, time in the test's hand.</summary>
internal sealed class SessionFixture : ISessionHandler, IAsyncDisposable
{
    private readonly Channel<Pdu> _handed = Channel.CreateUnbounded<Pdu>();
    private readonly List<(PduDirection, CommandId, CommandStatus)> _seen = [];

    public SessionFixture(SessionSettings settings, int room = 1 << 20)
    {
        Connection = new MemoryConnection(room);
        Peer = new RawPeer(Connection.Peers);
        Session = new SmppSession(Connection.Ours, settings, this, Time);
        Running = Session.RunAsync(CancellationToken.None);
    }

    public static SessionSettings Esme { get; } = new() { Role = SessionRole.Esme };

    public static SessionSettings Smsc { get; } = new() { Role = SessionRole.Smsc };

    public FakeTimeProvider Time { get; } = new();

    public MemoryConnection Connection { get; }

    public RawPeer Peer { get; }

    public SmppSession Session { get; }

    public Task<SessionEnd> Running { get; }

    /// <summary>What the handler does beside noting the request.</summary>
    public Func<Pdu, ValueTask> OnRequest { get; set; } = _ => default;

    public static async Task<SessionFixture> BoundAsync(
        SessionSettings? settings = null, BindMode mode = BindMode.Transceiver, int room = 1 << 20)
    {
        var fixture = new SessionFixture(settings ?? Esme, room);
        var binding = fixture.Session.BindAsync(new Bind { Mode = mode, SystemId = "bridge992" }, CancellationToken.None);
        var bind = await fixture.Peer.ReadAsync<Bind>();
        await fixture.Peer.SendAsync(new BindResp { Mode = mode, SystemId = "smsc", Sequence = bind.Sequence });
        (await binding).Response!.Status.ShouldBe(CommandStatus.Ok);
        return fixture;
    }

    /// <summary>Bound on either side: as an ESME by its own bind, as an SMSC by the peer's.</summary>
    public static async Task<SessionFixture> BoundAsync(SessionRole role, BindMode mode = BindMode.Transceiver)
    {
        if (role == SessionRole.Esme) return await BoundAsync(Esme, mode);
        var fixture = new SessionFixture(Smsc);
        await fixture.Peer.SendAsync(new Bind { Mode = mode, Sequence = 0x7000_0000 });
        fixture.Session.Respond(Responses.CreateFor(await fixture.HandedAsync(), CommandStatus.Ok)!);
        await fixture.Peer.ReadAsync<BindResp>();
        return fixture;
    }

    public async Task<Pdu> HandedAsync() =>
        await _handed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    public bool NothingHanded => !_handed.Reader.TryPeek(out _);

    public IReadOnlyList<(PduDirection Direction, CommandId Command, CommandStatus Status)> Seen
    {
        get
        {
            lock (_seen) return [.. _seen];
        }
    }

    public ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
    {
        _handed.Writer.TryWrite(request);
        return OnRequest(request);
    }

    public void OnPdu(PduDirection direction, CommandId command, CommandStatus status)
    {
        lock (_seen) _seen.Add((direction, command, status));
    }

    /// <inheritdoc cref="RawPeer.SyncAsync"/>
    public Task<List<Pdu>> SyncAsync() => Peer.SyncAsync();

    /// <summary>Lets time pass in steps that a timer can follow.</summary>
    public void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time; passed += step) Time.Advance(step);
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Peer.DisposeAsync();
    }
}
