using System.Security.Cryptography;
using System.Text;
using Bridge.Worker.Configuration;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Http;

/// <summary>
/// Admits whoever has the token (Http:TokenFile), and everyone where none is configured, which is allowed on a loopback address only.
/// </summary>
internal sealed class BearerAccess(HttpPlan plan)
{
    private const string Scheme = "Bearer ";

    // Hashes have one length: the time that comparing them takes tells nothing of the token's.
    private readonly byte[]? _expected = plan.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(plan.Token));

    public RequestDelegate Guard(RequestDelegate next) => http =>
    {
        if (IsAllowed(http.Request)) return next(http);

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            http, StatusCodes.Status401Unauthorized, "Not allowed", ["Authorization: Bearer with the configured token is required"]);
    };

    private bool IsAllowed(HttpRequest request)
    {
        if (_expected is null) return true;

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(_expected, SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())));
    }
}
