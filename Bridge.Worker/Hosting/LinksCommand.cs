using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bridge.Worker.Hosting;

/// <summary>`bridge links drain|resume OPERATOR/LINK`: maintenance of a link of the running daemon.</summary>
internal static class LinksCommand
{
    /// <summary>A drain takes as long as the operator's answers may.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(
        string verb, string link, string address, string? tokenFile, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        if (link.Split('/') is not [{ Length: > 0 } operatorName, { Length: > 0 } linkName])
        {
            await error.WriteLineAsync($"'{link}' is not OPERATOR/LINK, as harbour-mobile/a");
            return ExitCodes.Usage;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            await error.WriteLineAsync("--url has to be http:// or https://");
            return ExitCodes.Usage;
        }

        try
        {
            var token = tokenFile is null ? null : (await File.ReadAllTextAsync(tokenFile, cancel)).Trim();
            using var client = new DaemonClient(url, token, Patience);
            var path = $"/operators/{Uri.EscapeDataString(operatorName)}/links/{Uri.EscapeDataString(linkName)}/{verb}";
            using var response = await client.PostAsync(path, reason: null, cancel);
            if (response.IsSuccessStatusCode) return await PrintAsync(response, output, cancel);

            await error.WriteLineAsync($"{verb} {link}: {Refusal(response.StatusCode)}");
            return ExitCodes.Fault;
        }
        catch (Exception fault) when (
            fault is HttpRequestException or JsonException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            var why = fault is OperationCanceledException ? "not in time" : fault.Message;
            await error.WriteLineAsync($"no answer from {url.GetLeftPart(UriPartial.Authority)}: {why}");
            return ExitCodes.Unreachable;
        }
    }

    private static async Task<int> PrintAsync(HttpResponseMessage response, TextWriter output, CancellationToken cancel)
    {
        var answer = await response.Content.ReadFromJsonAsync<MaintenanceAnswer>(JsonSerializerOptions.Web, cancel)
            ?? throw new JsonException("null");
        var state =
            answer.Drained ? "drained; it stays down until `resume`, or until the daemon is restarted"
            : answer.Bound ? "bound"
            : "binding again";
        await output.WriteLineAsync($"{answer.Operator}/{answer.Link} {state}");
        if (answer.Warning is { } warning) await output.WriteLineAsync($"warning: {warning}");
        return ExitCodes.Ok;
    }

    private static string Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "not allowed: --token-file has to name a file with the daemon's token (Http:TokenFile)",
        HttpStatusCode.NotFound => "the daemon has no such link",
        _ => $"the daemon answers {(int)status}",
    };
}
