using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Centre.Embedded;

/// <summary>Where a consumer begins.</summary>
/// <param name="After">The last number it has; null: from now on.</param>
internal readonly record struct StreamStart(long? After)
{
    /// <summary>
    /// The header wins over the query: a browser's retry keeps the URL that it began with. Null when one of them is no number.
    /// </summary>
    public static StreamStart? Read(HttpRequest request)
    {
        var said = request.Headers["Last-Event-ID"].ToString();
        if (said.Length == 0) said = request.Query["after"].ToString();
        if (said.Length == 0) return new StreamStart(null);
        return long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? new StreamStart(after) : null;
    }
}
