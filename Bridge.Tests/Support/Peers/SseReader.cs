using System.Text;
using Bridge.Protocol.Centre;

namespace Bridge.Tests.Support;

/// <summary>One consumer of server-sent events.</summary>
internal sealed class SseReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private SseReader(HttpClient http, HttpResponseMessage response, Stream stream)
    {
        _http = http;
        _response = response;
        _lines = new StreamReader(stream, Encoding.UTF8);
    }

    public HttpResponseMessage Response => _response;

    public static async Task<SseReader> OpenAsync(CentreHost host, string query = "", string? lastEventId = null, string? token = null)
    {
        var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Url, "/centre/events" + query));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        if (token is not null) request.Headers.Add("Authorization", "Bearer " + token);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new SseReader(http, response, await response.Content.ReadAsStreamAsync());
        if (response.IsSuccessStatusCode) (await reader.BlockAsync()).ShouldBe(["retry: 1000"]);
        return reader;
    }

    /// <summary>The lines up to the next empty one.</summary>
    public async Task<IReadOnlyList<string>> BlockAsync()
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        var block = new List<string>();
        while (await _lines.ReadLineAsync(late.Token) is { Length: > 0 } line) block.Add(line);
        return block;
    }

    public async Task<(long Sequence, string Name, CentreEvent Event)> NextAsync()
    {
        var block = await BlockAsync();
        block.Count.ShouldBe(3);
        return (long.Parse(Field(block[0], "id: ")), Field(block[1], "event: "),
            CloudEvent.ReadEvent(Encoding.UTF8.GetBytes(Field(block[2], "data: "))));
    }

    public async Task<IReadOnlyList<long>> SequencesAsync(int count)
    {
        var sequences = new List<long>();
        for (var i = 0; i < count; i++) sequences.Add((await NextAsync()).Sequence);
        return sequences;
    }

    /// <summary>Whether the stream has come to its end.</summary>
    public async Task<bool> EndsAsync()
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        return await _lines.ReadLineAsync(late.Token) is null;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
        _http.Dispose();
    }

    private static string Field(string line, string name)
    {
        line.ShouldStartWith(name);
        return line[name.Length..];
    }
}
