using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>From octets to the envelope's JSON object.</summary>
internal static class EnvelopeJson
{
    /// <summary>Null, and the fault in words, unless the octets are one JSON object.</summary>
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
            // Not its message: that may quote what it stumbled over.
            fault = $"$: not valid JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}; "
                + "one CloudEvent in UTF-8 is allowed, nested at most 16 deep";
            return null;
        }
    }
}
