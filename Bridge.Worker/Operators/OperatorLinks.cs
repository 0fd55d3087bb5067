using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>
/// Every configured link, each supervised by itself. Started, it has tried each link once, so that READY says something; stopped, it has
/// drained and unbound each.
/// </summary>
public sealed class OperatorLinks : IHostedService, IOperatorLinks, IOperatorTraffic, ILinkMaintenance, IFirstTries, IAsyncDisposable
{
    /// <summary>
    /// A bind that is answered takes milliseconds. Replies, desk and embedded bus start after the links: one operator that hangs must not
    /// keep the others' senders waiting for as long as its bind may take.
    /// </summary>
    private static readonly TimeSpan TriedWithin = TimeSpan.FromSeconds(2);

    private readonly BridgePlan _plan;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LinkNews _news;
    private readonly List<OperatorLink> _links = [];
    private readonly Dictionary<string, OperatorTraffic> _operators = [];
    private readonly CancellationTokenSource _stopTelling;
    private Task _telling = Task.CompletedTask;
    private int _disposed;

    /// <param name="versions">Told what the peers speak.</param>
    public OperatorLinks(
        BridgePlan plan, ITextIntake texts, IReceiptIntake receipts, ILinkListener listener, ILinkMetrics metrics, PeerVersions versions,
        TimeProvider time, ILogger<OperatorLinks> logger)
    {
        _plan = plan;
        _time = time;
        _logger = logger;
        _news = new LinkNews(listener, logger);
        _stopTelling = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        foreach (var op in plan.Operators)
        {
            OperatorLink Build(LinkPlan link) =>
                new(link, op.LongText != LongTextForm.Udh, versions, new LinkInbox(op, link.Name, texts, receipts, metrics, time, logger),
                    metrics, _news, time, logger);

            OperatorLink[] links = [.. op.Links.Select(Build)];
            _links.AddRange(links);
            _operators.Add(op.Name, new OperatorTraffic(links, op.SubmitRate, CongestedAt(op.Name), time));
        }
    }

    public Task Done => Task.WhenAll(_links.Select(link => link.Tried));

    public IReadOnlyList<LinkState> Links => [.. _links.Select(link => link.State)];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _telling = _news.RunAsync(_stopTelling.Token);
        foreach (var link in _links) link.Start();
        try
        {
            await Done.WaitAsync(TriedWithin, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            OperatorLog.StartedUntried(_logger, TriedWithin);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // An operator that answers nothing must not take the time that the outbox needs after it.
        await Task.WhenAll(_links.Select(link => link.StopAsync(_plan.Shutdown / 2, cancellationToken)));
        _news.Complete();
        _stopTelling.CancelAfter(_plan.Shutdown / 4);
        try
        {
            await _telling;
        }
        catch (OperationCanceledException) when (_stopTelling.IsCancellationRequested)
        {
            // The store takes nothing: the centre learns it from the next start.
        }
    }

    public Task<ISubmitTurn> TurnAsync(string operatorName, CancellationToken cancel) =>
        _operators.TryGetValue(operatorName, out var traffic)
            ? traffic.TurnAsync(cancel)
            : throw new ArgumentException("no such operator", nameof(operatorName));

    public TimeSpan? DownFor(string operatorName) =>
        _operators.TryGetValue(operatorName, out var traffic) ? traffic.DownFor() : TimeSpan.MaxValue;

    public async Task<LinkState?> DrainAsync(string operatorName, string link, CancellationToken cancel)
    {
        if (Find(operatorName, link) is not { } found) return null;
        await found.DrainAsync(cancel);
        return found.State;
    }

    public LinkState? Resume(string operatorName, string link)
    {
        var found = Find(operatorName, link);
        found?.Resume();
        return found?.State;
    }

    public Task WaitUntilCanSubmitAsync(string operatorName, CancellationToken cancel) =>
        _operators.TryGetValue(operatorName, out var traffic)
            ? traffic.WaitUntilCanSubmitAsync(cancel)
            : Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);

    /// <summary>The container disposes of one instance once for each service that it is registered as.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        foreach (var link in _links) await link.DisposeAsync();
        _news.Complete();
        await _stopTelling.CancelAsync();
        _stopTelling.Dispose();
    }

    private OperatorLink? Find(string operatorName, string link) =>
        _links.Find(candidate => candidate.State.Operator == operatorName && candidate.State.Link == link);

    /// <summary>Once a minute is enough to know it by.</summary>
    private Action CongestedAt(string operatorName)
    {
        var said = new FailureLog(TimeSpan.FromMinutes(1));
        return () =>
        {
            lock (said)
            {
                if (said.Note("congested", _time.GetUtcNow()) == FailureNote.Silent) return;
            }

            OperatorLog.Congested(_logger, operatorName);
        };
    }
}
