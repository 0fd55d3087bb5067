using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Http;

/// <summary>The body of a request by which a person does something to the service.</summary>
/// <param name="By">Who, by login name: for the record, not for access, which the token gives. Null: not said.</param>
/// <param name="Reason">At most 200 characters; no content of a text belongs here, for it is kept for ever. Null: not said.</param>
internal sealed record ActRequest(string? By, string? Reason)
{
    private const int MaxCharacters = 200;

    private bool IsShort => (By?.Length ?? 0) <= MaxCharacters && (Reason?.Length ?? 0) <= MaxCharacters;

    /// <summary>Null, and the problem is answered, unless the body is JSON of what a person may say; an empty object will do.</summary>
    public static async Task<ActRequest?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            await Problems.WriteAsync(
                http, StatusCodes.Status415UnsupportedMediaType, "Not JSON", ["Content-Type: application/json is required"]);
            return null;
        }

        try
        {
            if (await http.Request.ReadFromJsonAsync<ActRequest>(HttpJson.Options, http.RequestAborted) is { IsShort: true } request)
            {
                return request;
            }
        }
        catch (JsonException)
        {
            // Answered below like everything else that is not what it should be.
        }

        await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "Not what is asked for",
            ["an object is wanted, with by and reason as strings of at most 200 characters, or without them"]);
        return null;
    }
}
