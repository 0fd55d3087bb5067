using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Worker.Configuration;

/// <summary>One thing wrong with the configuration. Printed as one line; never holds the value of a secret.</summary>
/// <param name="Path">
/// As .NET writes it: Bridge:Operators:harbour-mobile:Links:a:Port; or the file's path when the file itself is at fault.
/// </param>
/// <param name="Found">What stood there, in words.</param>
/// <param name="Allowed">What may stand there.</param>
public sealed record ConfigurationFault(string Path, string Found, string Allowed)
{
    private const int LongestQuote = 80;

    // Relaxed: Chinese stays legible; control characters are still escaped, so a fault stays one line.
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string ToString() => $"{Path}: {Found}; allowed: {Allowed}";

    internal static string Quote(string written) =>
        "found " + JsonSerializer.Serialize(
            written.Length <= LongestQuote ? written : string.Concat(written.AsSpan(0, LongestQuote), "…"), Quoting);
}
