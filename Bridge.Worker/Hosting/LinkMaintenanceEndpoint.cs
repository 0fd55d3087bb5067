using Bridge.Worker.Http;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Worker.Hosting;

/// <summary>The state of a link after a command.</summary>
/// <param name="Warning">What the person should know before walking away. Null: nothing.</param>
internal sealed record MaintenanceAnswer(string Operator, string Link, bool Bound, bool Drained, string? Warning);

/// <summary>
/// POST /operators/OPERATOR/links/LINK/drain and /resume, behind the same token as /centre. The body has to be JSON, an empty object being
/// enough: a web page elsewhere can make a browser on this machine post anything else, but not that.
/// </summary>
internal static class LinkMaintenanceEndpoint
{
    private delegate Task<LinkState?> Command(string operatorName, string link, CancellationToken cancel);

    public static IEndpointRouteBuilder MapLinkMaintenance(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var access = services.GetRequiredService<BearerAccess>();
        var maintenance = services.GetRequiredService<ILinkMaintenance>();
        var links = services.GetRequiredService<IOperatorLinks>();
        var store = services.GetRequiredService<StoreWriter>();

        void Map(string verb, Command command) => endpoints.MapPost(
            $"/operators/{{operator}}/links/{{link}}/{verb}",
            access.Guard(http => AnswerAsync(http, links, store, $"link.{verb}", command)));

        Map("drain", maintenance.DrainAsync);
        Map("resume", (operatorName, link, _) => Task.FromResult(maintenance.Resume(operatorName, link)));
        return endpoints;
    }

    /// <param name="act">As the evidence names it.</param>
    private static async Task AnswerAsync(HttpContext http, IOperatorLinks links, StoreWriter store, string act, Command command)
    {
        if (await ActRequest.ReadAsync(http) is not { } request) return;
        var (operatorName, link) = ((string)http.Request.RouteValues["operator"]!, (string)http.Request.RouteValues["link"]!);
        if (await command(operatorName, link, http.RequestAborted) is not { } state)
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status404NotFound, "No such link", ["no operator of this bridge has a link of that name"]);
            return;
        }

        await RecordAsync(store, act, $"{operatorName}/{link}", request);
        var isUnreachable = state.Drained
            && !links.Links.Any(other => other is { Bound: true, Drained: false } && other.Operator == operatorName);
        var warning = isUnreachable ? "no link of this operator is bound: its senders cannot reach us" : null;
        await http.Response.WriteAsJsonAsync(
            new MaintenanceAnswer(state.Operator, state.Link, state.Bound, state.Drained, warning),
            HttpJson.Options,
            http.RequestAborted);
    }

    /// <summary>A store that is down must not keep anyone from draining a link: the act is then not on record.</summary>
    private static async Task RecordAsync(StoreWriter store, string act, string subject, ActRequest request) =>
        await store.RunAsync(
            transaction => transaction.Records.Act(act, subject, request.By, request.Reason, transaction.Now),
            CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
