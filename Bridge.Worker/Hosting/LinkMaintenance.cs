using Bridge.Worker.Http;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Worker.Hosting;

/// <summary>What became of a link by a command.</summary>
/// <param name="Warning">What the person should know before walking away; null: nothing.</param>
internal sealed record MaintenanceAnswer(string Operator, string Link, bool Bound, bool Drained, string? Warning);

/// <summary>
/// POST /operators/OPERATOR/links/LINK/drain and /resume, behind the same token as /centre. The body is to be JSON, an empty object will
/// do: a web page elsewhere can make a browser on this machine post anything else, but not that.
/// </summary>
internal static class LinkMaintenance
{
    public static IEndpointRouteBuilder MapLinkMaintenance(this IEndpointRouteBuilder endpoints)
    {
        var access = endpoints.ServiceProvider.GetRequiredService<BearerAccess>();
        var links = endpoints.ServiceProvider.GetRequiredService<ILinkMaintenance>();
        var all = endpoints.ServiceProvider.GetRequiredService<IOperatorLinks>();
        Func<string, string, CancellationToken, Task<LinkState?>> resume = (operatorName, link, _) =>
            Task.FromResult(links.Resume(operatorName, link));
        var store = endpoints.ServiceProvider.GetRequiredService<StoreWriter>();
        endpoints.MapPost("/operators/{operator}/links/{link}/drain",
            access.Guard(http => AnswerAsync(http, all, store, "link.drain", links.DrainAsync)));
        endpoints.MapPost(
            "/operators/{operator}/links/{link}/resume", access.Guard(http => AnswerAsync(http, all, store, "link.resume", resume)));
        return endpoints;
    }

    private static async Task AnswerAsync(
        HttpContext http, IOperatorLinks all, StoreWriter store, string act, Func<string, string, CancellationToken,
            Task<LinkState?>> command)
    {
        if (await ActRequest.ReadAsync(http) is not { } request) return;
        var (operatorName, link) = ((string)http.Request.RouteValues["operator"]!, (string)http.Request.RouteValues["link"]!);
        if (await command(operatorName, link, http.RequestAborted) is not { } state)
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status404NotFound, "No such link", ["no operator of this bridge has a link of that name"]);
            return;
        }

        await NoteAsync(store, act, $"{operatorName}/{link}", request);
        var alone = state.Drained && !all.Links.Any(other => other is { Bound: true, Drained: false } && other.Operator == operatorName);
        await http.Response.WriteAsJsonAsync(
            new MaintenanceAnswer(state.Operator, state.Link, state.Bound, state.Drained, alone
                ? "no link of this operator is bound: its senders cannot reach us"
                : null),
            HttpJson.Options,
            http.RequestAborted);
    }

    /// <summary>A store that is down must not keep anyone from draining a link; the writer logs that the act is not on record.</summary>
    private static async Task NoteAsync(StoreWriter store, string act, string subject, ActRequest request) =>
        await store.RunAsync(
            transaction => transaction.Records.Act(act, subject, request.By, request.Reason, transaction.Now),
            CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
