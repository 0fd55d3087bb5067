using System.Collections.Immutable;

namespace Bridge.Simulator.Smsc;

/// <summary>The links that may get deliver_sm now, taken in turn. Any thread.</summary>
internal sealed class BoundReceivers
{
    private readonly Lock _lock = new();
    private ImmutableArray<OperatorLink> _links = [];
    private TaskCompletionSource _added = NewSignal();
    private int _turn;

    public int Count => _links.Length;

    public void Add(OperatorLink link)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            _links = _links.Add(link);
            added = _added;
            _added = NewSignal();
        }

        added.SetResult();
    }

    public void Remove(OperatorLink link)
    {
        lock (_lock) _links = _links.Remove(link);
    }

    /// <summary>The next link in turn; waits until there is one.</summary>
    /// <param name="systemId">Only links of this system_id; null: any.</param>
    public async ValueTask<OperatorLink> NextAsync(string? systemId, CancellationToken cancel)
    {
        while (true)
        {
            Task added;
            ImmutableArray<OperatorLink> links;
            lock (_lock) (added, links) = (_added.Task, _links);

            var turn = (uint)Interlocked.Increment(ref _turn);
            for (uint i = 0; i < links.Length; i++)
            {
                var link = links[(int)((turn + i) % (uint)links.Length)];
                if (systemId is null || link.SystemId == systemId) return link;
            }

            await added.WaitAsync(cancel);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
