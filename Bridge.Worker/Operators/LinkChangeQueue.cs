using System.Threading.Channels;

namespace Bridge.Worker.Operators;

/// <summary>
/// Tells the rooms above which link came up or went down, in order, on a task of its own: a store that stands still must not keep a link
/// from binding again. While it stands still for very long, the oldest changes are dropped.
/// </summary>
internal sealed class LinkChangeQueue(ILinkListener listener, ILogger logger)
{
    private const int Capacity = 1024;

    private readonly Channel<LinkState> _changes = Channel.CreateBounded<LinkState>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Enqueue(LinkState state) => _changes.Writer.TryWrite(state);

    /// <summary>No more will come; <see cref="RunAsync"/> ends when all are told.</summary>
    public void Complete() => _changes.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (var state in _changes.Reader.ReadAllAsync(cancel))
        {
            try
            {
                await listener.LinkChangedAsync(state.Operator, state.Link, state.Bound, state.Reason, cancel);
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                OperatorLog.ChangeNotTold(logger, state.Operator, state.Link, failure.GetType().Name);
            }
        }
    }
}
