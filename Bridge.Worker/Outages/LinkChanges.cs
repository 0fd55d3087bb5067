using Bridge.Protocol.Centre;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Outages;

/// <summary>Appends link.changed for each link that comes up or goes down.</summary>
internal sealed partial class LinkChanges(StoreWriter store, ILogger<LinkChanges> log) : ILinkListener
{
    public async ValueTask LinkChangedAsync(string operatorName, string link, bool bound, string? reason, CancellationToken cancel)
    {
        try
        {
            var changed = new LinkChanged(operatorName, link, bound ? "bound" : "down", reason);
            await store.RunAsync(transaction => transaction.Events.Append(changed, transaction.Now, operatorName), cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LinkChangeUntold(log, operatorName, link, error.GetType().Name);
        }
    }

    [LoggerMessage(2002, LogLevel.Warning, "{Operator}/{Link}: the centre could not be told of the link's state: {Error}")]
    private static partial void LinkChangeUntold(ILogger logger, string @operator, string link, string error);
}
