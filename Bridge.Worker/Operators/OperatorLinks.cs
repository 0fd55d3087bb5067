using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Operators;

/// <summary>
/// Every configured link, each supervised by itself. The start tries each link once, so that READY means something; the stop drains and
/// unbinds each.
/// </summary>
public sealed class OperatorLinks : IHostedService, IOperatorLinks, IOperatorTraffic, ILinkMaintenance, IFirstTries, IAsyncDisposable
{
    /// <summary>
    /// How long the start waits for the first tries. A bind that is answered takes milliseconds. What sends replies starts after the links:
    /// one operator that hangs must not keep the others' senders waiting for as long as its bind may take.
    /// </summary>
    private static readonly TimeSpan TriedWithin = TimeSpan.FromSeconds(2);

    private readonly BridgePlan _plan;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogOnce<string> _congestions;
    private readonly LinkChangeQueue _changes;
    private readonly List<OperatorLink> _links = [];
    private readonly Dictionary<string, OperatorTraffic> _operators = [];
    private readonly CancellationTokenSource _stopChanges;
    private Task _tellingChanges = Task.CompletedTask;
    private int _disposed;

    /// <param name="versions">Told what the operators' SMSCs speak.</param>
    public OperatorLinks(
        BridgePlan plan, ITextIntake texts, IReceiptIntake receipts, ILinkListener listener, ILinkMetrics metrics, PeerVersions versions,
        TimeProvider time, ILogger<OperatorLinks> logger)
    {
        _plan = plan;
        _time = time;
        _logger = logger;
        _congestions = new LogOnce<string>(TimeSpan.FromMinutes(1), time);
        _changes = new LinkChangeQueue(listener, logger);
        _stopChanges = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        foreach (var op in plan.Operators)
        {
            OperatorLink Build(LinkPlan link)
            {
                var inbox = new LinkInbox(op, link.Name, texts, receipts, metrics, time, logger);
                return new(link, op.LongText != LongTextForm.Udh, versions, inbox, metrics, _changes, time, logger);
            }

            OperatorLink[] links = [.. op.Links.Select(Build)];
            _links.AddRange(links);
            _operators.Add(op.Name, new OperatorTraffic(links, op.SubmitRate, () => OnCongested(op.Name), time));
        }
    }

    public Task Done => Task.WhenAll(_links.Select(link => link.Tried));

    public IReadOnlyList<LinkState> Links => [.. _links.Select(link => link.State)];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _tellingChanges = _changes.RunAsync(_stopChanges.Token);
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
        _changes.Complete();
        _stopChanges.CancelAfter(_plan.Shutdown / 4);
        try
        {
            await _tellingChanges;
        }
        catch (Exception) when (_stopChanges.IsCancellationRequested)
        {
            // The store writes nothing: the centre learns it from the next start.
        }
    }

    public Task<ISubmitSlot> WaitForSlotAsync(string operatorName, CancellationToken cancel) =>
        _operators.TryGetValue(operatorName, out var traffic)
            ? traffic.WaitForSlotAsync(cancel)
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
        _changes.Complete();
        await _stopChanges.CancelAsync();
        _stopChanges.Dispose();
    }

    private OperatorLink? Find(string operatorName, string link) =>
        _links.Find(candidate => candidate.State.Operator == operatorName && candidate.State.Link == link);

    private void OnCongested(string operatorName)
    {
        if (_congestions.IsDue(operatorName)) OperatorLog.Congested(_logger, operatorName);
    }
}
