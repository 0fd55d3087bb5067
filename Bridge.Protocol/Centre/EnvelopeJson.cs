using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>Parses the JSON of a message.</summary>
internal static class EnvelopeJson
{
    /// <summary>Parses octets that are one JSON object. If they are not, returns null and says why in <paramref name="fault"/>.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> json, out string fault)
    {
        fault = "$: must be an object, one CloudEvent in structured JSON";
        try
        {
            var root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException wrong)
        {
            // The exception's own message may quote the content.
            fault = $"$: not valid JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}; "
                + "one CloudEvent in UTF-8 is allowed, nested at most 16 deep";
            return null;
        }
    }
}
