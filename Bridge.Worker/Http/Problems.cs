using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Http;

/// <summary>application/problem+json (RFC 9457).</summary>
internal static class Problems
{
    /// <param name="problems">Each in words. They are also joined into detail, for clients that show only that.</param>
    public static Task WriteAsync(HttpContext http, int status, string title, IReadOnlyList<string> problems)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new { type = "about:blank", title, status, detail = string.Join("; ", problems), problems });
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
