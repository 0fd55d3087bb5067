using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Bridge.Worker.Hosting;

/// <summary>Asks a running daemon over HTTP.</summary>
internal sealed class DaemonClient : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="patience">How long an answer is waited for.</param>
    public DaemonClient(Uri url, string? token, TimeSpan patience)
    {
        _client = new HttpClient { BaseAddress = url, Timeout = patience };
        if (token is not null) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Who asks, for the record: the login name, and behind sudo the name of whoever used it.</summary>
    public static string Caller => Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user ? user : Environment.UserName;

    /// <summary>Where a daemon with this Http:Listen is reached from its own machine: every address means the loopback one too.</summary>
    public static Uri Reachable(Uri listen)
    {
        if (!IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address)) return listen;
        if (address.Equals(IPAddress.Any)) address = IPAddress.Loopback;
        if (address.Equals(IPAddress.IPv6Any)) address = IPAddress.IPv6Loopback;
        return new UriBuilder(listen) { Host = address.ToString() }.Uri;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string? reason, CancellationToken cancel) =>
        _client.PostAsJsonAsync(new Uri(path, UriKind.Relative), new { by = Caller, reason }, cancel);

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancel) =>
        _client.GetAsync(new Uri(path, UriKind.Relative), cancel);

    public void Dispose() => _client.Dispose();
}
