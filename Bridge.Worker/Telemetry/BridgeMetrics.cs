using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Telemetry;

public enum ReplyOutcome
{
    Accepted,
    Delivered,
    Failed,
    Expired,
}

/// <summary>
/// What happened to texts and replies, as the metrics of contract §5 tell it. Instruments bear the contract's names as they are and no unit:
/// the exporter would append both. Never a number, a text or an id in a label. Every method is safe from any thread; those on the way of a text do not allocate.
/// </summary>
public sealed class BridgeMetrics
{
    private static readonly double[] AcceptBuckets = [.00025, .0005, .001, .002, .003, .005, .0075, .01, .02, .05, .1, .25, .5, 1, 2.5, 5, 10];
    private static readonly double[] ForwardBuckets = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10, 30, 60, 300];

    // The guide's sender gives up at 300 s: fine steps up to there.
    private static readonly double[] ConfirmBuckets = [.1, .5, 1, 2, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 600, 1800];

    private readonly ConcurrentDictionary<string, OperatorSeries> _operators = new();
    private readonly Counter<long> _reports;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _decodeProblems;
    private readonly Counter<long> _replies;
    private readonly Histogram<double> _accept;
    private readonly Histogram<double> _forward;
    private readonly Histogram<double> _confirm;

    public BridgeMetrics(Meter meter, BridgePlan plan)
    {
        _reports = meter.CreateCounter<long>("bridge_reports_total", description: "Reports raised.");
        _duplicates = meter.CreateCounter<long>("bridge_duplicates_total", description: "Texts delivered again within the window.");
        _decodeProblems = meter.CreateCounter<long>("bridge_decode_problems_total", description: "Doubts about a text, all the same forwarded.");
        _replies = meter.CreateCounter<long>("bridge_replies_total", description: "Replies, by what became of them.");
        _accept = Seconds(meter, "bridge_accept_seconds", "From deliver_sm read to deliver_sm_resp written.", AcceptBuckets);
        _forward = Seconds(meter, "bridge_forward_seconds", "From deliver_sm read to confirmed by the bus.", ForwardBuckets);
        _confirm = Seconds(meter, "bridge_confirm_seconds", "From received to confirmed to the sender.", ConfirmBuckets);
        meter.CreateObservableGauge("bridge_build_info", () => new Measurement<int>(1, Series.Of(("version", Version))), description: "1; the version is in the label.");
        foreach (var op in plan.Operators)
            PreparedFor(op.Name);
    }

    /// <summary>Of this build.</summary>
    public static string Version { get; } =
        typeof(BridgeMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>A deliver_sm was answered; <paramref name="sinceRead"/> on the monotonic clock.</summary>
    public void TextAccepted(string op, TimeSpan sinceRead) => _accept.Record(sinceRead.TotalSeconds, Of(op).Labels);

    /// <summary>The bus has the report; on the embedded bus a first consumer has.</summary>
    public void Forwarded(string op, TimeSpan sinceRead) => _forward.Record(sinceRead.TotalSeconds, Of(op).Labels);

    public void Confirmed(string op, TimeSpan sinceReceived) => _confirm.Record(sinceReceived.TotalSeconds, Of(op).Labels);

    /// <param name="alphabet">As report.received says it: gsm7, ucs2, latin1, ascii, binary.</param>
    public void Report(string op, string alphabet, bool complete) => _reports.Add(1, Of(op).Report(alphabet, complete));

    public void Duplicate(string op) => _duplicates.Add(1, Of(op).Labels);

    /// <param name="problem">In words, as report.received carries it; the label keeps its first words only.</param>
    public void DecodeProblem(string op, string problem) => _decodeProblems.Add(1, Of(op).Problem(problem));

    public void Reply(string op, ReplyKind kind, ReplyOutcome outcome) => _replies.Add(1, Of(op).Reply(kind, outcome));

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] buckets) =>
        meter.CreateHistogram(name, unit: null, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private OperatorSeries Of(string op) => _operators.GetOrAdd(op, static name => new(name));

    /// <summary>Counters start at 0 and not at their first event, which a rate could not see. Histograms start with their first value.</summary>
    private void PreparedFor(string op)
    {
        var series = Of(op);
        _duplicates.Add(0, series.Labels);
        foreach (var alphabet in (string[])["gsm7", "ucs2"])
            _reports.Add(0, series.Report(alphabet, complete: true));
        foreach (var outcome in Enum.GetValues<ReplyOutcome>())
            _replies.Add(0, series.Reply(ReplyKind.Confirmation, outcome));
    }

    private sealed class OperatorSeries(string op)
    {
        private readonly ConcurrentDictionary<(string, bool), KeyValuePair<string, object?>[]> _reports = new();
        private readonly ConcurrentDictionary<(ReplyKind, ReplyOutcome), KeyValuePair<string, object?>[]> _replies = new();
        private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>[]> _problems = new();

        public KeyValuePair<string, object?>[] Labels { get; } = Series.Of(("operator", op));

        public KeyValuePair<string, object?>[] Report(string alphabet, bool complete) => _reports.TryGetValue((alphabet, complete), out var labels)
            ? labels
            : _reports.GetOrAdd((alphabet, complete), Series.Of(("operator", op), ("alphabet", alphabet), ("complete", complete ? "true" : "false")));

        public KeyValuePair<string, object?>[] Reply(ReplyKind kind, ReplyOutcome outcome) => _replies.TryGetValue((kind, outcome), out var labels)
            ? labels
            : _replies.GetOrAdd((kind, outcome), Series.Of(("operator", op), ("kind", kind.ToString().ToLowerInvariant()), ("outcome", outcome.ToString().ToLowerInvariant())));

        public KeyValuePair<string, object?>[] Problem(string problem)
        {
            var category = ProblemCategory.Of(problem);
            if (!_problems.ContainsKey(category) && _problems.Count >= ProblemCategory.Most)
                category = ProblemCategory.Other;
            return _problems.GetOrAdd(category, c => Series.Of(("operator", op), ("problem", c)));
        }
    }
}
