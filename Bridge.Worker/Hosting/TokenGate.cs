using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Hosting;

/// <summary>
/// Asks for the token on everything but telemetry: Bearer, or Basic with the token as password, because a browser can ask its user only for
/// the latter and then sends it with server-sent events too.
/// </summary>
internal static class TokenGate
{
    private static readonly PathString[] Open = ["/metrics", "/health", "/status"];

    /// <param name="token">Null: no gate; the configuration allows that on a loopback address only.</param>
    public static void UseTokenGate(this WebApplication app, string? token)
    {
        if (token is null)
            return;
        var expected = Encoding.UTF8.GetBytes(token);
        app.Use((context, next) =>
        {
            if (Array.Exists(Open, open => context.Request.Path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase)) || Presented(context.Request.Headers.Authorization) is { } given && Same(given, expected))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.Append("WWW-Authenticate", "Bearer realm=\"992 bridge\"");
            context.Response.Headers.Append("WWW-Authenticate", "Basic realm=\"992 bridge\", charset=\"UTF-8\"");
            return Task.CompletedTask;
        });
    }

    private static bool Same(string given, byte[] expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected);

    private static string? Presented(string? authorization)
    {
        if (authorization is null)
            return null;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return authorization["Bearer ".Length..].Trim();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var octets = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization["Basic ".Length..].Trim(), octets, out var written)
            && Encoding.UTF8.GetString(octets, 0, written).Split(':', 2) is [_, var password]
                ? password
                : null;
    }
}
