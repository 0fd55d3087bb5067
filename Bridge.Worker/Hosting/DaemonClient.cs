using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Bridge.Worker.Hosting;

/// <summary>A running daemon, as the commands that do something to it reach it.</summary>
internal sealed class DaemonClient : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="patience">A drain takes as long as the operator's answers may.</param>
    public DaemonClient(Uri url, string? token, TimeSpan patience)
    {
        _client = new HttpClient { BaseAddress = url, Timeout = patience };
        if (token is not null) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Who asks, for the record: the login name, behind sudo that of who typed it.</summary>
    public static string Caller => Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user ? user : Environment.UserName;

    public Task<HttpResponseMessage> PostAsync(string path, string? reason, CancellationToken cancel) =>
        _client.PostAsJsonAsync(new Uri(path, UriKind.Relative), new { by = Caller, reason }, cancel);

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancel) =>
        _client.GetAsync(new Uri(path, UriKind.Relative), cancel);

    public void Dispose() => _client.Dispose();
}
