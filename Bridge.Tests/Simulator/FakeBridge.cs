using System.Net.Sockets;
using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

/// <summary>
/// A bridge without a store: it binds, answers every deliver_sm and hands each whole text to <paramref name="publish"/>, which puts it on a
/// bus in memory or plants a fault instead. The arguments are the number of the text, from 0, and its report.
/// </summary>
internal sealed class FakeBridge(Action<int, ReportData> publish) : ISessionHandler, IAsyncDisposable
{
    private readonly Dictionary<(string, int), List<ReceivedPart>> _parts = [];
    private SmppSession? _session;
    private Task _running = Task.CompletedTask;
    private int _read;
    private int _texts;

    /// <summary>0: never. Otherwise every so-many-th deliver_sm is refused with ESME_RSYSERR.</summary>
    public int RefuseEvery { get; init; }

    public static string EventId(string reportId) => "event-" + reportId;

    public async Task BindAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        _session = new SmppSession(client.GetStream(), new SessionSettings { Role = SessionRole.Esme }, this, TimeProvider.System);
        _running = _session.RunAsync(CancellationToken.None);
        await _session.BindAsync(new Bind { Mode = BindMode.Transceiver, SystemId = "fake" }, CancellationToken.None);
    }

    public ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
    {
        var deliver = (DeliverSm)request;
        if (RefuseEvery > 0 && ++_read % RefuseEvery == 0)
        {
            session.Respond(new DeliverSmResp { Sequence = deliver.Sequence, Status = CommandStatus.SysErr });
            return default;
        }

        session.Respond(new DeliverSmResp { Sequence = deliver.Sequence });
        if (Assemble(deliver) is { } text) publish(_texts, SampleReports.New(text, $"r-{_texts++}"));
        return default;
    }

    public void OnPdu(PduDirection direction, CommandId command, CommandStatus status)
    {
        // This bridge counts no PDUs.
    }

    /// <summary>Breaks the connection without an unbind.</summary>
    public void Cut() => _session?.Abort();

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        await _running;
    }

    private string? Assemble(DeliverSm deliver)
    {
        var udh = UserDataHeader.Read(deliver.ShortMessage.Span, deliver.EsmClass.HasUdh);
        var body = deliver.ShortMessage.Span[udh.Octets..];
        if (udh.Concatenation is not { } part)
        {
            return deliver.DataCoding == 8 ? Encoding.BigEndianUnicode.GetString(body) : Encoding.ASCII.GetString(body);
        }

        var key = (deliver.Source.Value, part.Reference);
        var pieces = _parts.TryGetValue(key, out var known) ? known : _parts[key] = [];
        pieces.Add(new ReceivedPart(part.Number, deliver.DataCoding, deliver.ShortMessage, HasUdh: true));
        if (pieces.Count < part.Total) return null;
        _parts.Remove(key);
        return TextJoiner.Join([.. pieces.OrderBy(p => p.Number)], part.Total, Alphabet.Gsm7).Text;
    }
}
