using System.Threading.Channels;

namespace Bridge.Worker.Operators;

/// <summary>
/// Tells the rooms above which link came up or went down, in order, apart from the links: a store that stands still must not keep a link
/// from binding again. When it stands still for very long the oldest news are the ones to lose.
/// </summary>
internal sealed class LinkNews(ILinkListener listener, ILogger logger)
{
    private readonly Channel<LinkState> _untold = Channel.CreateBounded<LinkState>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Tell(LinkState state) => _untold.Writer.TryWrite(state);

    /// <summary>No more will come; <see cref="RunAsync"/> ends when all is told.</summary>
    public void Complete() => _untold.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (var state in _untold.Reader.ReadAllAsync(cancel))
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
