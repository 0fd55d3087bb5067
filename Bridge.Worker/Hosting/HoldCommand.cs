using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Hosting;

/// <summary>
/// `bridge hold add|remove|list`: legal holds. The running daemon does it, for the store has one writer; the configuration says where it
/// listens and what its token is.
/// </summary>
internal static class HoldCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>0 when it is so; 1 when there is nothing to hold, or it was erased; 2 when the daemon does not answer.</returns>
    public static Task<int> ChangeAsync(
        string verb, string target, string? reason, HttpPlan http, TextWriter output, TextWriter error, CancellationToken cancel) =>
        AskAsync(http, error, async client =>
        {
            using var response = await client.PostAsync($"/holds/{Uri.EscapeDataString(target)}/{verb}", reason, cancel);
            if (!response.IsSuccessStatusCode)
            {
                await error.WriteLineAsync($"hold {verb} {target}: {Refusal(response.StatusCode)}");
                return ExitCodes.Fault;
            }

            await output.WriteLineAsync(
                verb == "add"
                    ? $"{target} is held: it is not erased until `bridge hold remove {target}`"
                    : $"{target} is not held any more");
            return ExitCodes.Ok;
        });

    public static Task<int> ListAsync(HttpPlan http, TextWriter output, TextWriter error, CancellationToken cancel) =>
        AskAsync(http, error, async client =>
        {
            using var response = await client.GetAsync("/holds", cancel);
            if (!response.IsSuccessStatusCode)
            {
                await error.WriteLineAsync($"hold list: {Refusal(response.StatusCode)}");
                return ExitCodes.Fault;
            }

            foreach (var hold in await response.Content.ReadFromJsonAsync<List<Hold>>(JsonSerializerOptions.Web, cancel) ?? [])
            {
                await output.WriteLineAsync(
                    $"{hold.AddedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}  {hold.Target}  {hold.By ?? "-"}  {hold.Reason ?? "-"}");
            }

            return ExitCodes.Ok;
        });

    private static async Task<int> AskAsync(HttpPlan http, TextWriter error, Func<DaemonClient, Task<int>> ask)
    {
        try
        {
            using var client = new DaemonClient(DaemonClient.Reachable(http.Listen), http.Token, Patience);
            return await ask(client);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or OperationCanceledException)
        {
            var why = fault is OperationCanceledException ? "not in time" : fault.Message;
            await error.WriteLineAsync(
                $"no answer from {http.Listen.GetLeftPart(UriPartial.Authority)}, and only the running daemon may write its store: {why}");
            return ExitCodes.Unreachable;
        }
    }

    private static string Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "not allowed: the configuration has to name the daemon's Http:TokenFile",
        HttpStatusCode.NotFound => "neither a conversation nor a report has this id",
        HttpStatusCode.Gone => "it was erased with age before",
        HttpStatusCode.BadRequest => "the reason has more than 200 characters",
        _ => $"the daemon answers {(int)status}",
    };
}
