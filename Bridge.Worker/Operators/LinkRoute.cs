using System.Net.Sockets;
using System.Security.Authentication;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>How a link gets its connection: the bridge connects to the operator, or the operator connects to the bridge.</summary>
internal interface ILinkRoute : IAsyncDisposable
{
    /// <summary>One attempt; never throws for what goes wrong on the way.</summary>
    /// <param name="waiting">Told what is waited for, when it may take for ever.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    Task<LinkConnection> ConnectAsync(Action<string> waiting, CancellationToken stop);

    /// <summary>The last connection led to no bind, or to one that did not hold.</summary>
    void OnFailure();
}

/// <param name="Stream">Owned by whoever gets it. Null: there is none, and <paramref name="Failure"/> says why in one line.</param>
/// <param name="Peer">HOST:PORT, for the log.</param>
internal sealed record LinkConnection(Stream? Stream, string Peer, string Failure = "");

/// <summary>Connects to the operator: to its hosts in turn, beginning with the one that worked last.</summary>
internal sealed class ConnectRoute(LinkPlan plan, TimeProvider time) : ILinkRoute
{
    private int _host;

    public async Task<LinkConnection> ConnectAsync(Action<string> waiting, CancellationToken stop)
    {
        var failures = new List<string>();
        while (failures.Count < plan.Hosts.Count)
        {
            var host = plan.Hosts[_host];
            try
            {
                using var limit = new CancellationTokenSource(plan.SessionInit, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
                return new LinkConnection(await LinkConnector.ConnectAsync(plan, host, time, either.Token), $"{host}:{plan.Port}");
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                failures.Add(plan.Hosts.Count == 1 ? Describe(failure) : $"{host}: {Describe(failure)}");
                OnFailure();
            }
        }

        return new LinkConnection(null, $"{string.Join(',', plan.Hosts)}:{plan.Port}", string.Join("; ", failures));
    }

    public void OnFailure() => _host = (_host + 1) % plan.Hosts.Count;

    public ValueTask DisposeAsync() => default;

    private string Describe(Exception failure) => failure switch
    {
        SocketException socket => $"no connection ({socket.SocketErrorCode})",
        OperationCanceledException => $"no connection within {plan.SessionInit}",
        AuthenticationException tls => $"no TLS ({tls.Message})",
        _ => $"no connection ({failure.GetType().Name})",
    };
}
