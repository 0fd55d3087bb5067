using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>
/// The state of one link: kept for whoever asks, and told to the metrics, to the rooms above and to the operator's traffic. Any thread.
/// </summary>
internal sealed class PublishedLinkState(
    LinkPlan plan, LinkDrain drain, ILinkMetrics metrics, LinkChangeQueue changes, TimeProvider time)
{
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LinkState _current = new(plan.Operator, plan.Name, Bound: false, time.GetUtcNow(), "starting");

    /// <summary>Called after the link came up, went down, failed again, was drained or was resumed.</summary>
    public Action Changed { get; set; } = () => { };

    public LinkState Current => _current;

    /// <summary>Completes once the link was tried, with whatever result.</summary>
    public Task Tried => _tried.Task;

    public void Publish(bool bound, string? reason)
    {
        LinkState published;
        bool isChange;
        lock (_writing)
        {
            isChange = bound != _current.Bound || !Tried.IsCompleted;
            var since = isChange ? time.GetUtcNow() : _current.Since;
            published = new LinkState(plan.Operator, plan.Name, bound, since, reason) { Drained = drain.IsActive };
            _current = published;
        }

        if (isChange)
        {
            metrics.LinkUp(plan.Operator, plan.Name, bound);
            changes.Enqueue(published);
        }

        Changed();
        _tried.TrySetResult();
    }

    /// <summary>The link was drained or resumed by command; bound or not it stays as it is.</summary>
    public void PublishDrained(bool drained, string reason)
    {
        lock (_writing) _current = _current with { Drained = drained, Reason = _current.Bound ? _current.Reason : reason };
        metrics.Drained(plan.Operator, plan.Name, drained);
        Changed();
    }

    /// <summary>The link is not tried any more: nobody needs to wait for a result.</summary>
    public void Complete() => _tried.TrySetResult();
}
