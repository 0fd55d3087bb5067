using System.Text;
using System.Text.Json;

namespace Bridge.Worker.Configuration;

/// <summary>
/// The JSON file as configuration keys. .NET's own provider merges an object given twice in silence, and stops at the first key given
/// twice; an engineer needs every fault at once.
/// </summary>
internal sealed class JsonLayer
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _rootKeys = [];
    private readonly List<ConfigurationFault> _faults = [];

    private JsonLayer()
    {
    }

    public IReadOnlyDictionary<string, string?> Values => _values;

    public IReadOnlyList<string> RootKeys => _rootKeys;

    public IReadOnlyList<ConfigurationFault> Faults => _faults;

    public static JsonLayer Empty { get; } = new();

    /// <summary>
    /// Comments and trailing commas are allowed, as in .NET's own appsettings.json. A file that is not JSON has no values and one fault,
    /// which names line and position.
    /// </summary>
    /// <param name="file">How the faults of the file as a whole name it.</param>
    public static JsonLayer Parse(string file, ReadOnlySpan<byte> octets)
    {
        var layer = new JsonLayer();
        try
        {
            if (octets.StartsWith(ByteOrderMark)) octets = octets[ByteOrderMark.Length..];
            _ = StrictUtf8.GetCharCount(octets);
            layer.ReadDocument(file, octets);
        }
        catch (DecoderFallbackException e)
        {
            layer.RejectFile(file, $"found octets that are not UTF-8 (at octet {e.Index})");
        }
        catch (JsonException e)
        {
            // The exception's own words quote what stands there, and that may be a password without its quotation marks.
            layer.RejectFile(file, $"found no JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}");
        }
        return layer;
    }

    public static JsonLayer Unreadable(string file, string why)
    {
        var layer = new JsonLayer();
        layer.RejectFile(file, why);
        return layer;
    }

    private void ReadDocument(string file, ReadOnlySpan<byte> octets)
    {
        var json = new Utf8JsonReader(
            octets,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            RejectFile(file, "found JSON that is no object");
            return;
        }
        ReadObject(ref json, path: null);
        while (json.Read())
        {
            // Reads to the end: the reader finds a fault in what follows the object.
        }
    }

    private void ReadObject(ref Utf8JsonReader json, string? path)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            var at = path is null ? key : ConfigurationPath.Combine(path, key);
            if (path is null) _rootKeys.Add(key);
            if (!seen.Add(key)) _faults.Add(new(at, "found this key twice in one object", "each key once, whatever its case"));
            json.Read();
            ReadValue(ref json, at);
        }
        if (seen.Count == 0 && path is not null) _values.TryAdd(path, null);
    }

    private void ReadArray(ref Utf8JsonReader json, string path)
    {
        var index = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            ReadValue(ref json, ConfigurationPath.Combine(path, index++.ToString()));
        }
        if (index == 0) _values[path] = "";
    }

    private void ReadValue(ref Utf8JsonReader json, string path)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ref json, path);
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref json, path);
                break;
            case JsonTokenType.Null:
                _values[path] = null;
                break;
            case JsonTokenType.String:
                _values[path] = json.GetString();
                break;
            default:
                _values[path] = Encoding.UTF8.GetString(json.ValueSpan);
                break;
        }
    }

    /// <summary>The fault of the file as a whole is its only one, and nothing that was read from it counts.</summary>
    private void RejectFile(string file, string found)
    {
        _values.Clear();
        _rootKeys.Clear();
        _faults.Clear();
        _faults.Add(new(file, found, "one JSON object"));
    }
}
