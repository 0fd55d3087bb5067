using Bridge.Worker.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Worker.Retention;

/// <summary>
/// GET /holds, POST /holds/ID/add and /holds/ID/remove, behind the same token as /centre. The daemon serves them because the store has one
/// writer. The body has to be JSON, so that no web page elsewhere can post it.
/// </summary>
internal static class HoldEndpoint
{
    public static IEndpointRouteBuilder MapHolds(this IEndpointRouteBuilder endpoints)
    {
        var access = endpoints.ServiceProvider.GetRequiredService<BearerAccess>();
        var holds = endpoints.ServiceProvider.GetRequiredService<LegalHolds>();
        endpoints.MapGet("/holds", access.Guard(async http =>
            await http.Response.WriteAsJsonAsync(await holds.ListAsync(http.RequestAborted), HttpJson.Options, http.RequestAborted)));
        endpoints.MapPost("/holds/{id}/add", access.Guard(http => AnswerAsync(http, holds.AddAsync)));
        endpoints.MapPost("/holds/{id}/remove", access.Guard(http => AnswerAsync(http, holds.RemoveAsync)));
        return endpoints;
    }

    private static async Task AnswerAsync(HttpContext http, Func<string, string?, string?, CancellationToken, Task<HoldResult>> act)
    {
        if (await ActRequest.ReadAsync(http) is not { } request) return;
        var result = await act((string)http.Request.RouteValues["id"]!, request.By, request.Reason, http.RequestAborted);
        await (result switch
        {
            HoldResult.Unknown => Problems.WriteAsync(
                http, StatusCodes.Status404NotFound, "Nothing to hold", ["neither a conversation nor a report has this id"]),
            HoldResult.Erased => Problems.WriteAsync(http, StatusCodes.Status410Gone, "Erased", ["it was erased with age before"]),
            _ => http.Response.WriteAsJsonAsync(new { changed = result == HoldResult.Done }, HttpJson.Options, http.RequestAborted),
        });
    }
}
