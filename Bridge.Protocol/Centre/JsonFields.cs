using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>
/// Reads the fields of one JSON object strictly. Each problem goes to the shared list with its path and what is allowed, never with the
/// content. A field that is null counts as absent. Fields that nobody asks for are ignored, so that a newer centre may add some.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly List<string> _problems;

    public JsonFields(JsonElement element, string path, List<string> problems)
    {
        _path = path;
        _problems = problems;
        foreach (var property in element.EnumerateObject())
        {
            if (!TryGetText(() => property.Name, out var name)) Fault("the name of a field is not valid Unicode");
            else if (!_fields.TryAdd(name, property.Value)) _repeated.Add(name);
        }
    }

    public bool Has(string name) => Find(name) is not null;

    public string? RequiredText(string name, int maxLength, string allowed) =>
        Has(name) ? OptionalText(name, maxLength, allowed) : Fault(name, "is required: " + allowed);

    public string? OptionalText(string name, int maxLength, string allowed)
    {
        if (Find(name) is not { } value) return null;
        if (_repeated.Contains(name)) return Fault(name, "stands there more than once; once is allowed");
        if (value.ValueKind != JsonValueKind.String || !TryGetText(value.GetString, out var text)) return Fault(name, "must be " + allowed);
        if (string.IsNullOrWhiteSpace(text)) return Fault(name, "is empty; it must be " + allowed);
        return text.Length <= maxLength ? text : Fault(name, "is too long; it must be " + allowed);
    }

    /// <summary>Empty if the field is absent or wrong.</summary>
    public IReadOnlyList<string> OptionalTexts(string name, int maxItems, int maxLength, string allowed)
    {
        if (Find(name) is not { } value) return [];
        if (_repeated.Contains(name) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxItems)
        {
            Fault(name, "must be " + allowed);
            return [];
        }

        List<string> texts = [];
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.String && TryGetText(item.GetString, out var text) && !string.IsNullOrWhiteSpace(text)
                && text.Length <= maxLength)
            {
                texts.Add(text);
            }
            else Fault($"{name}[{i}]", "must be within " + allowed);
        }

        return texts;
    }

    public bool? OptionalFlag(string name, string allowed)
    {
        if (Find(name) is not { } value) return null;
        if (!_repeated.Contains(name) && value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(name, "must be " + allowed);
        return null;
    }

    public JsonFields? RequiredObject(string name, string allowed)
    {
        if (Find(name) is not { } value) Fault(name, "is required: " + allowed);
        else if (_repeated.Contains(name)) Fault(name, "stands there more than once; once is allowed");
        else if (value.ValueKind != JsonValueKind.Object) Fault(name, "must be " + allowed);
        else return new JsonFields(value, $"{_path}.{name}", _problems);
        return null;
    }

    /// <summary>Adds a problem. Returns null, so that a reading method can end with it.</summary>
    public string? Fault(string name, string what)
    {
        _problems.Add($"{_path}.{name}: {what}");
        return null;
    }

    public void Fault(string what) => _problems.Add($"{_path}: {what}");

    private JsonElement? Find(string name) =>
        _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool TryGetText(Func<string?> get, out string text)
    {
        try
        {
            text = get()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // The octets are not UTF-8, or an escaped surrogate stands alone.
            text = "";
            return false;
        }
    }
}
