using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>
/// The embedded bus (contract §3): server-sent events in, POST out. After a break it reads on behind the last event that it returned.
/// </summary>
public sealed class HttpCentreBus : ICentreBus
{
    private const string Source = "/centre/simulator";
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Uri _events;
    private readonly Uri _commands;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Backoff _backoff;
    private string? _after;
    private Stream? _stream;
    private IAsyncEnumerator<SseItem<byte[]>>? _items;

    /// <param name="url">Where the bridge listens, http://127.0.0.1:9920.</param>
    /// <param name="after">The sequence number to read after; 0: everything that is kept; null: from now on.</param>
    /// <param name="token">The bearer token, when the bridge asks for one.</param>
    public HttpCentreBus(Uri url, long? after, TimeProvider time, string? token = null)
    {
        _events = new Uri(url, "/centre/events");
        _commands = new Uri(url, "/centre/commands");
        _after = after?.ToString();
        _time = time;
        _backoff = new Backoff(time);
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task ConnectAsync(CancellationToken cancel)
    {
        while (!await TryConnectAsync(cancel)) await _backoff.WaitAsync(cancel);
    }

    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_items is null) await ConnectAsync(cancel);
            if (await TryReadAsync(_items!, cancel) is { } item)
            {
                _after = item.EventId ?? _after;
                return item.Data;
            }

            await DisconnectAsync();
            await _backoff.WaitAsync(cancel);
        }
    }

    public async Task<IReadOnlyList<string>> SendAsync(Command command, CancellationToken cancel)
    {
        var json = CloudEvent.WriteCommand(command, Source, _time.GetUtcNow());
        var backoff = new Backoff(_time);
        while (true)
        {
            if (await TrySendAsync(json, cancel) is { } problems) return problems;
            await backoff.WaitAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        _http.Dispose();
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancel)
    {
        var uri = _after is null ? _events : new Uri(_events, $"?after={_after}");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new InvalidOperationException($"the bridge refuses the events with {(int)response.StatusCode}: a token is needed");
            }
            if (!response.IsSuccessStatusCode)
            {
                response.Dispose();
                return false;
            }

            _stream = await response.Content.ReadAsStreamAsync(cancel);
        }
        catch (Exception fault) when (IsOutage(fault, cancel))
        {
            return false;
        }

        // If the stream breaks before its first event, "from now on" would skip what came meanwhile: then everything kept is read.
        _after ??= "0";
        _items = SseParser.Create(_stream, static (_, data) => data.ToArray()).EnumerateAsync(CancellationToken.None)
            .GetAsyncEnumerator(CancellationToken.None);
        return true;
    }

    private async ValueTask<SseItem<byte[]>?> TryReadAsync(IAsyncEnumerator<SseItem<byte[]>> items, CancellationToken cancel)
    {
        // The enumerator takes no token: closing the stream ends its wait.
        await using var closing = cancel.UnsafeRegister(static stream => ((Stream)stream!).Dispose(), _stream);
        try
        {
            if (!await items.MoveNextAsync()) return null;
            _backoff.Reset();
            return items.Current;
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (Exception fault) when (IsOutage(fault, cancel))
        {
            return null;
        }
    }

    /// <returns>Null: the bridge may not have the command, so it has to be sent again.</returns>
    private async Task<IReadOnlyList<string>?> TrySendAsync(byte[] json, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(AnswerWithin, _time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(CloudEvent.ContentType);
        try
        {
            using var response = await _http.PostAsync(_commands, content, until.Token);
            if (response.IsSuccessStatusCode) return [];
            if ((int)response.StatusCode is >= 400 and < 500)
            {
                return ReadProblems(await response.Content.ReadAsStringAsync(until.Token), response.StatusCode);
            }

            return null;
        }
        catch (Exception fault) when (IsOutage(fault, cancel))
        {
            return null;
        }
    }

    private static IReadOnlyList<string> ReadProblems(string body, HttpStatusCode status)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var name in (ReadOnlySpan<string>)["problems", "errors", "detail", "title"])
            {
                if (!document.RootElement.TryGetProperty(name, out var value)) continue;
                return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(p => p.ToString())] : [value.ToString()];
            }
        }
        catch (JsonException)
        {
            // The body is no problem document: only the status is known.
        }

        return [$"HTTP {(int)status}"];
    }

    private static bool IsOutage(Exception fault, CancellationToken cancel) =>
        !cancel.IsCancellationRequested
        && fault is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException;

    private async ValueTask DisconnectAsync()
    {
        if (_items is not null) await _items.DisposeAsync();
        if (_stream is not null) await _stream.DisposeAsync();
        _items = null;
        _stream = null;
    }
}
