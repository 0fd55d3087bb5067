using System.Text.Json;
using Bridge.Worker.Centre;
using Bridge.Worker.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Worker.Records;

/// <summary>What a person says who does something to the service.</summary>
/// <param name="By">Who, by login name: for the record, not for access, which the token gives.</param>
/// <param name="Reason">At most 200 characters; no content of a text belongs here, for it is kept for ever.</param>
internal sealed record Said(string? By, string? Reason)
{
    private const int Most = 200;

    public bool IsShort => (By?.Length ?? 0) <= Most && (Reason?.Length ?? 0) <= Most;
}

/// <summary>
/// GET /holds, POST /holds/ID/add and /holds/ID/remove, behind the same token as /centre. By way of the daemon, because the store has one
/// writer. The body is to be JSON, so that no web page elsewhere can post it.
/// </summary>
internal static class HoldEndpoint
{
    public static IEndpointRouteBuilder MapHolds(this IEndpointRouteBuilder endpoints)
    {
        var access = endpoints.ServiceProvider.GetRequiredService<BearerAccess>();
        var desk = endpoints.ServiceProvider.GetRequiredService<HoldDesk>();
        endpoints.MapGet("/holds", access.Guard(async http =>
            await http.Response.WriteAsJsonAsync(await desk.ListAsync(http.RequestAborted), HttpJson.Options, http.RequestAborted)));
        endpoints.MapPost("/holds/{id}/add", access.Guard(http => AnswerAsync(http, desk.AddAsync)));
        endpoints.MapPost("/holds/{id}/remove", access.Guard(http => AnswerAsync(http, desk.RemoveAsync)));
        return endpoints;
    }

    /// <summary>Null, and the problem is answered, unless the body is JSON of what a person may say; an empty object will do.</summary>
    public static async Task<Said?> SaidAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status415UnsupportedMediaType, "Not JSON", ["Content-Type: application/json is required"]);
            return null;
        }

        try
        {
            if (await http.Request.ReadFromJsonAsync<Said>(HttpJson.Options, http.RequestAborted) is { IsShort: true } said) return said;
        }
        catch (JsonException)
        {
            // Answered below like everything else that is not what it should be.
        }

        await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "Not what is asked for",
            ["an object is wanted, with by and reason as strings of at most 200 characters, or without them"]);
        return null;
    }

    private static async Task AnswerAsync(HttpContext http, Func<string, string?, string?, CancellationToken, Task<HoldResult>> act)
    {
        if (await SaidAsync(http) is not { } said) return;
        var result = await act((string)http.Request.RouteValues["id"]!, said.By, said.Reason, http.RequestAborted);
        if (result == HoldResult.Unknown)
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status404NotFound, "Nothing to hold", ["neither a conversation nor a report has this id"]);
        }
        else if (result == HoldResult.Erased)
        {
            await Problems.WriteAsync(http, StatusCodes.Status410Gone, "Erased", ["it was erased with age before"]);
        }
        else await http.Response.WriteAsJsonAsync(new { changed = result == HoldResult.Done }, HttpJson.Options, http.RequestAborted);
    }
}
