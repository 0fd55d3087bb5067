using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Http;

/// <summary>The body of a request by which a person does something to the service.</summary>
/// <param name="By">Who, by login name. It is for the record; access is by the token. Null: not given.</param>
/// <param name="Reason">At most 200 characters. It is kept for ever, so no content of a text belongs here. Null: not given.</param>
internal sealed record ActRequest(string? By, string? Reason)
{
    private const int MaxCharacters = 200;

    private bool IsShort => (By?.Length ?? 0) <= MaxCharacters && (Reason?.Length ?? 0) <= MaxCharacters;

    /// <summary>Reads the body, an empty object being enough. When it is not acceptable this answers the problem.</summary>
    /// <returns>Null: the request is answered.</returns>
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
            // Answered below, like every other body that is not acceptable.
        }

        await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "Not what is asked for",
            ["an object is wanted, with by and reason as strings of at most 200 characters, or without them"]);
        return null;
    }
}
