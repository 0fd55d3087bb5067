using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>Where a consumer begins.</summary>
/// <param name="After">The last number that it has. Null: it begins with what comes from now on.</param>
internal readonly record struct StreamStart(long? After)
{
    /// <summary>
    /// Reads the header, and without one the query: a browser that reconnects keeps the URL that it began with.
    /// </summary>
    /// <returns>Null: what stands there is no number.</returns>
    public static StreamStart? Read(HttpRequest request)
    {
        var given = request.Headers["Last-Event-ID"].ToString();
        if (given.Length == 0) given = request.Query["after"].ToString();
        if (given.Length == 0) return new StreamStart(null);
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? new StreamStart(after) : null;
    }
}
