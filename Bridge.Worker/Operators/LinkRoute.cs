using System.Net.Sockets;
using System.Security.Authentication;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>How a link comes by its connection: the bridge calls the operator, or the operator calls the bridge.</summary>
internal interface ILinkRoute : IAsyncDisposable
{
    /// <summary>One try; never throws for what goes wrong on the way.</summary>
    /// <param name="waiting">Told what is waited for, when it may take for ever.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    Task<LinkConnection> ConnectAsync(Action<string> waiting, CancellationToken stop);

    /// <summary>The last connection led to no bind, or to one that did not hold.</summary>
    void OnBad();
}

/// <param name="Stream">Owned by whoever gets it; null: none, and <paramref name="Failure"/> says why in one line.</param>
/// <param name="Peer">HOST:PORT, for the log.</param>
internal sealed record LinkConnection(Stream? Stream, string Peer, string Failure = "");

/// <summary>Calls the operator: its hosts in turn, beginning with the one that worked last.</summary>
internal sealed class CallingRoute(LinkPlan plan, TimeProvider time) : ILinkRoute
{
    private int _at;

    public async Task<LinkConnection> ConnectAsync(Action<string> waiting, CancellationToken stop)
    {
        var failures = new List<string>();
        while (failures.Count < plan.Hosts.Count)
        {
            var host = plan.Hosts[_at];
            try
            {
                using var limit = new CancellationTokenSource(plan.SessionInit, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
                return new LinkConnection(await LinkConnector.ConnectAsync(plan, host, time, either.Token), $"{host}:{plan.Port}");
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                failures.Add(plan.Hosts.Count == 1 ? Describe(failure) : $"{host}: {Describe(failure)}");
                OnBad();
            }
        }

        return new LinkConnection(null, $"{string.Join(',', plan.Hosts)}:{plan.Port}", string.Join("; ", failures));
    }

    public void OnBad() => _at = (_at + 1) % plan.Hosts.Count;

    public ValueTask DisposeAsync() => default;

    private string Describe(Exception failure) => failure switch
    {
        SocketException socket => $"no connection ({socket.SocketErrorCode})",
        OperationCanceledException => $"no connection within {plan.SessionInit}",
        AuthenticationException tls => $"no TLS ({tls.Message})",
        _ => $"no connection ({failure.GetType().Name})",
    };
}
