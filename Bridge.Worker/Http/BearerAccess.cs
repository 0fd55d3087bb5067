using System.Security.Cryptography;
using System.Text;
using Bridge.Worker.Configuration;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Http;

/// <summary>
/// Lets in who knows the token (Http:TokenFile), or everyone where none is configured, which only a loopback address may do.
/// </summary>
internal sealed class BearerAccess(HttpPlan plan)
{
    private const string Scheme = "Bearer ";

    // Hashes have one length, so that comparing them tells nothing of the token's.
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

        var said = request.Headers.Authorization.ToString();
        return said.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(_expected, SHA256.HashData(Encoding.UTF8.GetBytes(said[Scheme.Length..].Trim())));
    }
}
