using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bridge.Worker.Telemetry;

namespace Bridge.Worker.Hosting;

/// <summary>`bridge status`: what a running daemon says of itself, for a person at a terminal and for a script by its exit code.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string address, string? tokenFile, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            await error.WriteLineAsync("--url has to be http:// or https://");
            return ExitCodes.Usage;
        }
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            if (tokenFile is not null)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer", (await File.ReadAllTextAsync(tokenFile, cancel)).Trim());
            }
            var status = await client.GetFromJsonAsync<StatusReport>(new Uri(url, "/status"), JsonSerializerOptions.Web, cancel)
                ?? throw new JsonException("null");
            Print(status, output);
            return status.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Degraded;
        }
        catch (Exception e) when (
            e is HttpRequestException or JsonException or NotSupportedException or OperationCanceledException or IOException
            or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(
                $"no status from {url.GetLeftPart(UriPartial.Authority)}: {(e is OperationCanceledException ? "no answer in time" : e.Message)}");
            return ExitCodes.Unreachable;
        }
    }

    private static void Print(StatusReport status, TextWriter output)
    {
        output.WriteLine($"{status.Node}, version {status.Version}: {(status.Problems.Count == 0 ? "all well" : "degraded")}");
        foreach (var link in status.Links)
        {
            output.WriteLine(
                $"link                {link.Operator}/{link.Link} {(link.Bound ? "bound" : link.Drained ? "drained" : "down")}{Since(link)}{(link.Reason is null ? "" : $" ({link.Reason})")}"
            );
        }
        output.WriteLine(
            status.Backlog is { } backlog
                ? $"backlog             {backlog.Events} events{(backlog.Events > 0 ? $", oldest {backlog.OldestSeconds:F1} s" : "")}"
                : "backlog             unknown");
        output.WriteLine(
            status.Unconfirmed is { } unconfirmed
                ? $"oldest unconfirmed  {(unconfirmed.Reports == 0 ? "none" : $"{unconfirmed.OldestSeconds:F0} s, report {unconfirmed.OldestReport}, {unconfirmed.Reports} in all")}"
                : "oldest unconfirmed  unknown");
        foreach (var problem in status.Problems) output.WriteLine($"problem             {problem}");
    }

    private static string Since(LinkStatus link) => link.Since is { } since ? $" since {since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "";
}
