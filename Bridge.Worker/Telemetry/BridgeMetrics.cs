using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Bridge.Protocol.Text;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Notices;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>
/// What happened to texts and replies, as the metrics of contract §5. Instruments have the contract's names and no unit, for the exporter
/// would append both. Never a number, a text or an id in a label. Any thread. The methods on the way of a text do not allocate.
/// </summary>
public sealed class BridgeMetrics : IReportMetrics, IReplyMetrics, INoticeMetrics, IForwardMetrics
{
    private static readonly double[] AcceptBuckets =
        [.00025, .0005, .001, .002, .003, .005, .0075, .01, .02, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private static readonly double[] ForwardBuckets = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10, 30, 60, 300];

    /// <summary>Fine up to 300 s, when the guide tells the sender to give up.</summary>
    private static readonly double[] ConfirmBuckets = [.1, .5, 1, 2, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 600, 1800];

    private readonly ConcurrentDictionary<string, OperatorSeries> _operators = new();
    private readonly Counter<long> _reports;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _decodeProblems;
    private readonly Counter<long> _replies;
    private readonly Counter<long> _receipts;
    private readonly Counter<long> _notices;
    private readonly Histogram<double> _accept;
    private readonly Histogram<double> _forward;
    private readonly Histogram<double> _taken;
    private readonly Histogram<double> _confirm;
    private readonly Counter<long> _overdue;

    public BridgeMetrics(Meter meter, BridgePlan plan)
    {
        _reports = meter.CreateCounter<long>("bridge_reports_total", description: "Reports raised.");
        _duplicates = meter.CreateCounter<long>("bridge_duplicates_total", description: "Texts delivered again within the window.");
        _decodeProblems = meter.CreateCounter<long>(
            "bridge_decode_problems_total", description: "Doubts about a text, all the same forwarded.");
        _replies = meter.CreateCounter<long>("bridge_replies_total", description: "Replies, by what became of them.");
        _receipts = meter.CreateCounter<long>("bridge_receipts_total", description: "Delivery receipts, by what they were of.");
        _notices = meter.CreateCounter<long>("bridge_notices_total", description: "Automatic texts to senders, by what became of them.");
        _accept = Seconds(meter, "bridge_accept_seconds", "From deliver_sm read to deliver_sm_resp written.", AcceptBuckets);
        _forward = Seconds(meter, "bridge_forward_seconds", "From deliver_sm read to confirmed by the bus.", ForwardBuckets);
        _taken = Seconds(
            meter, "bridge_taken_seconds", "From received to before a person at the centre; system tests left out.", ConfirmBuckets);
        _overdue = meter.CreateCounter<long>(
            "bridge_report_overdue_total", description: "Stages of the five-minute clock that reports have reached.");
        _confirm = Seconds(
            meter, "bridge_confirm_seconds", "From received to confirmed to the sender; system tests left out.", ConfirmBuckets);
        meter.CreateObservableGauge(
            "bridge_build_info",
            () => new Measurement<int>(1, SeriesLabels.Create(("version", Version))),
            description: "1; the version is in the label.");
        foreach (var op in plan.Operators) StartAtZero(op.Name);
    }

    /// <summary>Of this build.</summary>
    public static string Version { get; } =
        typeof(BridgeMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    public void TextAccepted(string operatorName, TimeSpan took) => _accept.Record(took.TotalSeconds, SeriesFor(operatorName).Labels);

    /// <summary>From a text being read to the bus having its report; on the embedded bus, to a first consumer having it.</summary>
    public void Forwarded(string operatorName, TimeSpan took) => _forward.Record(took.TotalSeconds, SeriesFor(operatorName).Labels);

    public void Confirmed(string operatorName, TimeSpan took) => _confirm.Record(took.TotalSeconds, SeriesFor(operatorName).Labels);

    public void Taken(string operatorName, TimeSpan took) => _taken.Record(took.TotalSeconds, SeriesFor(operatorName).Labels);

    public void Overdue(string operatorName, string stage) => _overdue.Add(1, SeriesFor(operatorName).Overdue(stage));

    public void Report(string operatorName, string alphabet, bool complete) =>
        _reports.Add(1, SeriesFor(operatorName).Report(alphabet, complete));

    public void Duplicate(string operatorName) => _duplicates.Add(1, SeriesFor(operatorName).Labels);

    /// <summary>The label is what stands before the problem's particulars.</summary>
    public void DecodeProblem(string operatorName, string problem) =>
        _decodeProblems.Add(1, SeriesFor(operatorName).Problem(TextProblem.Label(problem)));

    public void Reply(string operatorName, OutboundKind kind, ReplyOutcome outcome) =>
        _replies.Add(1, SeriesFor(operatorName).Reply(kind.Label(), outcome.Label()));

    public void Receipt(string operatorName, string outcome) => _receipts.Add(1, SeriesFor(operatorName).Receipt(outcome));

    public void Notice(string operatorName, string kind, string outcome) => _notices.Add(1, SeriesFor(operatorName).Notice(kind, outcome));

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] buckets) =>
        meter.CreateHistogram(
            name, unit: null, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private OperatorSeries SeriesFor(string op) => _operators.GetOrAdd(op, static name => new(name));

    /// <summary>
    /// Counters start at 0: a rate could not see the first event of a series that starts with it. Histograms start with their first value.
    /// </summary>
    private void StartAtZero(string op)
    {
        var series = SeriesFor(op);
        _duplicates.Add(0, series.Labels);
        foreach (var alphabet in (string[])["gsm7", "ucs2"]) _reports.Add(0, series.Report(alphabet, complete: true));
        foreach (var stage in OverdueRule.StageNames) _overdue.Add(0, series.Overdue(stage));
        foreach (var outcome in (string[])["accepted", "delivered", "failed", "expired"])
        {
            _replies.Add(0, series.Reply("confirmation", outcome));
            _notices.Add(0, series.Notice(NoticePlan.Unavailable, outcome));
        }
        foreach (var outcome in (string[])["matched", "unmatched", "late"]) _receipts.Add(0, series.Receipt(outcome));
    }

    private sealed class OperatorSeries(string op)
    {
        /// <summary>The problems are in our own words, which are few. Should they ever be many, the labels stay bounded.</summary>
        private const int MaxProblems = 64;

        private readonly ConcurrentDictionary<(string, bool), KeyValuePair<string, object?>[]> _reports = new();
        private readonly ConcurrentDictionary<(string, string), KeyValuePair<string, object?>[]> _replies = new();
        private readonly ConcurrentDictionary<(string, string), KeyValuePair<string, object?>[]> _notices = new();
        private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>[]> _problems = new();
        private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>[]> _receipts = new();
        private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>[]> _overdue = new();

        public KeyValuePair<string, object?>[] Labels { get; } = SeriesLabels.Create(("operator", op));

        public KeyValuePair<string, object?>[] Report(string alphabet, bool complete) =>
            _reports.TryGetValue((alphabet, complete), out var labels)
                ? labels
                : _reports.GetOrAdd(
                    (alphabet, complete),
                    SeriesLabels.Create(("operator", op), ("alphabet", alphabet), ("complete", complete ? "true" : "false")));

        public KeyValuePair<string, object?>[] Reply(string kind, string outcome) =>
            _replies.TryGetValue((kind, outcome), out var labels)
                ? labels
                : _replies.GetOrAdd((kind, outcome), SeriesLabels.Create(("operator", op), ("kind", kind), ("outcome", outcome)));

        public KeyValuePair<string, object?>[] Overdue(string stage) =>
            _overdue.GetOrAdd(stage, static (name, op) => SeriesLabels.Create(("operator", op), ("stage", name)), op);

        public KeyValuePair<string, object?>[] Notice(string kind, string outcome) =>
            _notices.TryGetValue((kind, outcome), out var labels)
                ? labels
                : _notices.GetOrAdd((kind, outcome), SeriesLabels.Create(("operator", op), ("kind", kind), ("outcome", outcome)));

        public KeyValuePair<string, object?>[] Receipt(string outcome) =>
            _receipts.GetOrAdd(outcome, o => SeriesLabels.Create(("operator", op), ("outcome", o)));

        public KeyValuePair<string, object?>[] Problem(string problem)
        {
            if (!_problems.ContainsKey(problem) && _problems.Count >= MaxProblems) problem = "other";
            return _problems.GetOrAdd(problem, p => SeriesLabels.Create(("operator", op), ("problem", p)));
        }
    }
}
