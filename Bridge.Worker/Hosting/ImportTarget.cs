using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Worker.Hosting;

/// <summary>
/// Where an import puts its registrations. One process writes the store: while a daemon does, its endpoint for commands accepts them; while
/// none does, the import writes the store itself, and a daemon that starts meanwhile waits for its end.
/// </summary>
internal abstract class ImportTarget : IAsyncDisposable
{
    /// <summary>For the line that ends an import.</summary>
    public abstract string Name { get; }

    /// <exception cref="StoreUnusableException">No daemon runs, and the store cannot be used as it is.</exception>
    public static ImportTarget Open(BridgePlan plan, TimeProvider time)
    {
        try
        {
            return new StoreTarget(plan, time);
        }
        catch (StoreInUseException)
        {
            return new DaemonTarget(plan.Http, time);
        }
    }

    /// <returns>Why it is refused. Nothing: it is durable.</returns>
    /// <exception cref="ImportStoppedException">This and what follows cannot be stored now.</exception>
    public abstract Task<IReadOnlyList<string>> PutAsync(RegistrationPut put, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}

/// <summary>What was stored until now stays; the same import again stores the rest.</summary>
internal sealed class ImportStoppedException(string message) : Exception(message);

/// <summary>The store, while nobody else writes it.</summary>
internal sealed class StoreTarget : ImportTarget
{
    private readonly ServiceProvider _services;
    private readonly StoreWriter _writer;
    private readonly RegistrationCommands _commands;

    public StoreTarget(BridgePlan plan, TimeProvider time)
    {
        _services = new ServiceCollection().AddLogging().AddBridge(plan).AddSingleton(time).BuildServiceProvider();
        _writer = _services.GetRequiredService<StoreWriter>();
        _commands = _services.GetRequiredService<RegistrationCommands>();
        _writer.Start(_ => { });
    }

    public override string Name => "the store; no daemon runs";

    public override async Task<IReadOnlyList<string>> PutAsync(RegistrationPut put, CancellationToken cancel)
    {
        try
        {
            return await _writer.RunAsync(transaction => _commands.Put(transaction, put), cancel) is { } problem ? [problem] : [];
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            throw new ImportStoppedException($"the store does not take it: {fault.GetType().Name}");
        }
    }

    public override ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>The daemon that writes the store, by its endpoint for commands.</summary>
internal sealed class DaemonTarget(HttpPlan http, TimeProvider time) : ImportTarget
{
    /// <summary>A daemon that is starting, or drains and starts again, is waited for, a second between two tries.</summary>
    private const int MaxTries = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue ContentType = MediaTypeHeaderValue.Parse(CloudEvent.ContentType);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = DaemonClient.Reachable(http.Listen),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public override string Name => "the running daemon";

    public override async Task<IReadOnlyList<string>> PutAsync(RegistrationPut put, CancellationToken cancel)
    {
        var body = CloudEvent.WriteCommand(put, "/subscribers", time.GetUtcNow());
        for (var tried = 1; ; tried++)
        {
            if (await TryAsync(body, cancel) is { } problems) return problems;
            if (tried == MaxTries)
            {
                throw new ImportStoppedException(
                    $"a daemon writes the store, but does not answer at {_client.BaseAddress!.GetLeftPart(UriPartial.Authority)}");
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <returns>Why it is refused, as above. Null: not now, and worth another try with the same id.</returns>
    private async Task<IReadOnlyList<string>?> TryAsync(byte[] body, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/centre/commands") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = ContentType;
            if (http.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _client.SendAsync(request, cancel);
            return response.StatusCode switch
            {
                HttpStatusCode.Accepted => [],
                HttpStatusCode.BadRequest => await ProblemsAsync(response, cancel),
                HttpStatusCode.ServiceUnavailable => null,
                HttpStatusCode.Unauthorized => throw new ImportStoppedException("the daemon does not accept the token of Http:TokenFile"),
                var status => throw new ImportStoppedException($"the daemon answers {(int)status}"),
            };
        }
        catch (Exception fault) when (
            !cancel.IsCancellationRequested && fault is HttpRequestException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
        return [.. json.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)];
    }
}
