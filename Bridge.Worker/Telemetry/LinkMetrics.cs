using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Worker.Telemetry;

/// <summary>
/// Links, binds and PDUs (contract §5). Every series of a configured link is there from the start: an alert on a series that is absent is
/// silent.
/// </summary>
public sealed class LinkMetrics : ILinkMetrics
{
    private static readonly string[] DropReasons = ["unbind", "closed", "timeout", "protocol", "refused", "shutdown"];

    private const string CallerRefusedName = "caller_refused";

    /// <summary>The session's faults by their numbers, and last one that comes before any session.</summary>
    private static readonly string[] FaultNames =
    [
        .. Enum.GetNames<SessionFault>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName),
        CallerRefusedName,
    ];

    private readonly ConcurrentDictionary<(string Operator, string Link), LinkSeries> _links = new();
    private readonly Counter<long> _binds;
    private readonly Counter<long> _drops;
    private readonly Counter<long> _pdus;
    private readonly Counter<long> _faults;

    public LinkMetrics(Meter meter, BridgePlan plan)
    {
        _binds = meter.CreateCounter<long>("bridge_link_binds_total", description: "Binds that the operator accepted.");
        _drops = meter.CreateCounter<long>("bridge_link_drops_total", description: "Binds that ended or were refused, by reason.");
        _pdus = meter.CreateCounter<long>("bridge_smpp_pdus_total", description: "PDUs read and written.");
        _faults = meter.CreateCounter<long>(
            "bridge_smpp_faults_total", description: "What a peer did that it should not, by the table of faults.");
        meter.CreateObservableGauge("bridge_link_up", ObserveLinks, description: "1 while the link is bound.");
        meter.CreateObservableGauge(
            "bridge_link_drained", ObserveDrained, description: "1 while the link is kept down by `bridge links drain`.");
        foreach (var link in plan.Operators.SelectMany(o => o.Links))
        {
            var series = SeriesFor(link.Operator, link.Name);
            _binds.Add(0, series.Labels);
            foreach (var reason in DropReasons) _drops.Add(0, series.Drop(reason));
            foreach (var fault in series.Faults) _faults.Add(0, fault);
        }
    }

    public void LinkUp(string op, string link, bool up) => SeriesFor(op, link).Up = up;

    public void Drained(string op, string link, bool drained) => SeriesFor(op, link).Drained = drained;

    public void Bind(string op, string link) => _binds.Add(1, SeriesFor(op, link).Labels);

    public void Drop(string op, string link, string reason) => _drops.Add(1, SeriesFor(op, link).Drop(reason));

    public void Pdu(string op, string link, PduDirection direction, CommandId command, CommandStatus status) =>
        _pdus.Add(1, SeriesFor(op, link).Pdu(direction, command, status));

    public void Fault(string op, string link, SessionFault fault) => _faults.Add(1, SeriesFor(op, link).Faults[(int)fault]);

    public void CallerRefused(string op, string link) => _faults.Add(1, SeriesFor(op, link).Faults[^1]);

    private LinkSeries SeriesFor(string op, string link) => _links.GetOrAdd((op, link), static key => new(key.Operator, key.Link));

    private IEnumerable<Measurement<int>> ObserveLinks() => _links.Values.Select(l => new Measurement<int>(l.Up ? 1 : 0, l.Labels));

    private IEnumerable<Measurement<int>> ObserveDrained() => _links.Values.Select(l => new Measurement<int>(l.Drained ? 1 : 0, l.Labels));

    private sealed class LinkSeries(string op, string link)
    {
        /// <summary>Far above what a sane peer uses; a hostile one that makes up commands and statuses gets no more.</summary>
        private const int MaxPduSeries = 256;

        private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>[]> _drops = new();
        private readonly ConcurrentDictionary<(PduDirection, CommandId, CommandStatus), KeyValuePair<string, object?>[]> _pdus = new();
        private readonly KeyValuePair<string, object?>[][] _otherPdus =
            [PduLabels(op, link, "in", "other", "other"), PduLabels(op, link, "out", "other", "other")];
        private int _pduSeries;
        private volatile bool _up;
        private volatile bool _drained;

        public bool Up
        {
            get => _up;
            set => _up = value;
        }

        public bool Drained
        {
            get => _drained;
            set => _drained = value;
        }

        public KeyValuePair<string, object?>[] Labels { get; } = SeriesLabels.Create(("operator", op), ("link", link));

        public KeyValuePair<string, object?>[][] Faults { get; } =
            [.. FaultNames.Select(fault => SeriesLabels.Create(("operator", op), ("link", link), ("fault", fault)))];

        public KeyValuePair<string, object?>[] Drop(string reason) =>
            _drops.TryGetValue(reason, out var labels)
                ? labels
                : _drops.GetOrAdd(reason, SeriesLabels.Create(("operator", op), ("link", link), ("reason", reason)));

        public KeyValuePair<string, object?>[] Pdu(PduDirection direction, CommandId command, CommandStatus status)
        {
            if (_pdus.TryGetValue((direction, command, status), out var labels)) return labels;
            if (Interlocked.Increment(ref _pduSeries) > MaxPduSeries)
            {
                Interlocked.Decrement(ref _pduSeries);
                return _otherPdus[direction == PduDirection.In ? 0 : 1];
            }

            return _pdus.GetOrAdd(
                (direction, command, status),
                PduLabels(op, link, direction == PduDirection.In ? "in" : "out", command.SpecName(), status.SpecName()));
        }

        private static KeyValuePair<string, object?>[] PduLabels(string op, string link, string direction, string command, string status) =>
            SeriesLabels.Create(("operator", op), ("link", link), ("direction", direction), ("command", command), ("status", status));
    }
}
