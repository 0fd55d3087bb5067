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
                var token = (await File.ReadAllTextAsync(tokenFile, cancel)).Trim();
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            var status = await client.GetFromJsonAsync<StatusReport>(new Uri(url, "/status"), JsonSerializerOptions.Web, cancel)
                ?? throw new JsonException("null");
            Print(status, output);
            return status.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Degraded;
        }
        catch (Exception fault) when (
            fault is HttpRequestException or JsonException or NotSupportedException or OperationCanceledException or IOException
            or UnauthorizedAccessException)
        {
            var why = fault is OperationCanceledException ? "no answer in time" : fault.Message;
            await error.WriteLineAsync($"no status from {url.GetLeftPart(UriPartial.Authority)}: {why}");
            return ExitCodes.Unreachable;
        }
    }

    private static void Print(StatusReport status, TextWriter output)
    {
        output.WriteLine($"{status.Node}, version {status.Version}: {(status.Problems.Count == 0 ? "all well" : "degraded")}");
        foreach (var link in status.Links) Line("link", Words(link));
        Line("backlog", Words(status.Backlog));
        Line("oldest unconfirmed", Words(status.Unconfirmed));
        foreach (var problem in status.Problems) Line("problem", problem);

        void Line(string what, string words) => output.WriteLine($"{what,-18}  {words}");
    }

    private static string Words(LinkStatus link)
    {
        var state = link.Bound ? "bound" : link.Drained ? "drained" : "down";
        var since = link.Since is { } at ? $" since {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "";
        return $"{link.Operator}/{link.Link} {state}{since}{(link.Reason is null ? "" : $" ({link.Reason})")}";
    }

    private static string Words(BacklogStatus? backlog) => backlog switch
    {
        null => "unknown",
        { Events: 0 } => "0 events",
        _ => $"{backlog.Events} events, oldest {backlog.OldestSeconds:F1} s",
    };

    private static string Words(UnconfirmedStatus? unconfirmed) => unconfirmed switch
    {
        null => "unknown",
        { Reports: 0 } => "none",
        _ => $"{unconfirmed.OldestSeconds:F0} s, report {unconfirmed.OldestReport}, {unconfirmed.Reports} in all",
    };
}
