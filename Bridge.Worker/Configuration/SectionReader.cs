namespace Bridge.Worker.Configuration;

/// <summary>
/// Reads one section key by key and notes every fault on the way; a reading goes on with a stand-in, so that all faults are found at once.
/// What was never asked for is an unknown key. A plan read with faults is not to be used.
/// </summary>
internal sealed class SectionReader(IConfigurationSection section, ICollection<ConfigurationFault> faults, SecretFiles files)
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The last word of its path: the name of an operator, of a link.</summary>
    public string Name => section.Key;

    /// <summary>Reads a whole section by <paramref name="read"/>, then names the keys that it did not ask for.</summary>
    public static T Whole<T>(
        IConfigurationSection section, ICollection<ConfigurationFault> faults, SecretFiles files, Func<SectionReader, T> read)
    {
        var reader = new SectionReader(section, faults, files);
        var value = read(reader);
        reader.NameTheUnknown();
        return value;
    }

    public T Required<T>(string key, ValueKind<T> kind)
    {
        if (TryRead(key, kind, out var value)) return value!;
        if (IsAbsent(key)) Fault(key, "missing", kind.Allowed);
        return default!;
    }

    public T Optional<T>(string key, ValueKind<T> kind, T otherwise) => TryRead(key, kind, out var value) ? value! : otherwise;

    public T? OrNull<T>(string key, ValueKind<T> kind)
        where T : struct => TryRead(key, kind, out var value) ? value : null;

    /// <summary>A secret in KEY, or in the file that KEYFile names; exactly one of them.</summary>
    public T InlineOrFile<T>(string key, ValueKind<T> kind)
        where T : class
    {
        kind = kind with { Secret = true };
        var fileKey = key + "File";
        if (IsAbsent(fileKey)) return Required(key, kind with { Allowed = $"{kind.Allowed}, here or in the file that {fileKey} names" });
        if (IsAbsent(key)) return FromFile(fileKey, kind)!;
        Fault(fileKey, $"found beside {key}", $"exactly one of {key} and {fileKey}");
        return null!;
    }

    /// <summary>The content of the file that a key names; null when the key is absent.</summary>
    public T? FromFile<T>(string key, ValueKind<T> kind)
        where T : class
    {
        if (!TryRead(key, Kinds.Path, out var path)) return null;
        if (files.Read(path!) is not { } content) Fault(key, ConfigurationFault.Quote(path!) + ", which cannot be read", "a readable file");
        else if (kind.Read(content, out var value)) return value;
        else Fault(key, "found a file whose content (not shown) does not fit", kind.Allowed);
        return null;
    }

    /// <summary>Where the file is that a key names, and that has to be there; null when the key is absent.</summary>
    public string? ExistingFile(string key)
    {
        if (!TryRead(key, Kinds.Path, out var path)) return null;
        if (files.Read(path!) is null) Fault(key, ConfigurationFault.Quote(path!) + ", which cannot be read", "a readable file");
        return files.Locate(path!);
    }

    /// <summary>A section that may be absent: its keys then all have their defaults.</summary>
    public T Section<T>(string key, Func<SectionReader, T> read)
    {
        var inner = Ask(key);
        if (inner.Value is not null || IsArray(inner))
        {
            Fault(key, inner.Value is { } written ? ConfigurationFault.Quote(written) : "found an array", "an object");
        }
        return Whole(inner, faults, files, read);
    }

    /// <summary>An object whose keys are names; every value a section. An absent one is empty.</summary>
    public IReadOnlyList<T> Named<T>(string key, Func<SectionReader, T> read)
    {
        var outer = Ask(key);
        if (outer.Value is not null || IsArray(outer))
        {
            Fault(key, outer.Value is { } written ? ConfigurationFault.Quote(written) : "found an array", "an object whose keys are names");
            return [];
        }
        var all = new List<T>();
        foreach (var inner in outer.GetChildren())
        {
            if (!Kinds.Name.Read(inner.Key, out _)) faults.Add(new(inner.Path, "found this name", Kinds.Name.Allowed));
            if (inner.Value is { } value) faults.Add(new(inner.Path, "found a single value", "an object"));
            else all.Add(Whole(inner, faults, files, read));
        }
        return all;
    }

    /// <summary>An array of values; <paramref name="otherwise"/> when it is absent. An empty array is empty.</summary>
    public IReadOnlyList<T> Each<T>(string key, ValueKind<T> kind, IReadOnlyList<T> otherwise)
    {
        var array = Ask(key);
        var elements = array.GetChildren().ToList();
        if (elements.Count == 0 && array.Value is null) return otherwise;
        if (array.Value is { Length: > 0 } written) Fault(key, ConfigurationFault.Quote(written), $"an array, each element {kind.Allowed}");
        var all = new List<T>();
        foreach (var element in elements)
        {
            if (element.Value is { } one && kind.Read(one, out var value)) all.Add(value);
            else faults.Add(new(element.Path, Describe(element, kind.Secret), kind.Allowed));
        }
        return all;
    }

    /// <summary>Whether anything at all stands there.</summary>
    public bool IsAbsent(string key) => !Ask(key).Exists();

    public void Fault(string key, string found, string allowed) =>
        faults.Add(new(ConfigurationPath.Combine(section.Path, key), found, allowed));

    private bool TryRead<T>(string key, ValueKind<T> kind, out T? value)
    {
        value = default;
        var inner = Ask(key);
        if (!inner.Exists()) return false;
        if (inner.Value is { } written && !inner.GetChildren().Any() && kind.Read(written, out value)) return true;
        Fault(key, Describe(inner, kind.Secret), kind.Allowed);
        return false;
    }

    private IConfigurationSection Ask(string key)
    {
        _asked.Add(key);
        return section.GetSection(key);
    }

    private void NameTheUnknown()
    {
        foreach (var key in section.GetChildren().Select(c => c.Key).Where(k => !_asked.Contains(k)))
        {
            Fault(key, "unknown key", string.Join(", ", _asked.Order(StringComparer.Ordinal)));
        }
    }

    private static string Describe(IConfigurationSection found, bool secret) =>
        found.GetChildren().Any() ? IsArray(found) ? "found an array" : "found an object"
        : secret ? "found a value (not shown)"
        : ConfigurationFault.Quote(found.Value ?? "");

    private static bool IsArray(IConfigurationSection found)
    {
        var keys = found.GetChildren().Select(c => c.Key).ToList();
        return keys.Count > 0 && Enumerable.Range(0, keys.Count).All(i => keys.Contains(i.ToString()));
    }
}
