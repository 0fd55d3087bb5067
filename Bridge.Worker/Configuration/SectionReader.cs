using System.Diagnostics.CodeAnalysis;

namespace Bridge.Worker.Configuration;

/// <summary>
/// Reads one section by its keys and notes every fault. After a fault it goes on with a stand-in, so that all faults are found at once;
/// a plan read with faults must not be used.
/// </summary>
internal sealed class SectionReader
{
    private readonly IConfigurationSection _section;
    private readonly ICollection<ConfigurationFault> _faults;
    private readonly SecretFiles _files;

    private SectionReader(IConfigurationSection section, ICollection<ConfigurationFault> faults, SecretFiles files) =>
        (_section, _faults, _files) = (section, faults, files);

    /// <summary>The last word of its path: the name of an operator, of a link.</summary>
    public string Name => _section.Key;

    /// <summary>Reads a whole section by <paramref name="read"/>, then notes what stands there beside <paramref name="keys"/>.</summary>
    public static T ReadWhole<T>(
        IConfigurationSection section, KeyTable keys, ICollection<ConfigurationFault> faults, SecretFiles files,
        Func<SectionReader, T> read)
    {
        var reader = new SectionReader(section, faults, files);
        var value = read(reader);
        reader.NoteUnknownKeys(keys);
        return value;
    }

    public T Read<T>(Key<T> key) => key.Read(this);

    /// <summary>A section that may be absent: its keys then all have their defaults.</summary>
    public T Section<T>(SectionKey key, Func<SectionReader, T> read)
    {
        var inner = _section.GetSection(key.Name);
        NoteUnlessObject(inner, key);
        return ReadWhole(inner, key.Keys, _faults, _files, read);
    }

    /// <summary>A section that is null when it is absent.</summary>
    public T? SectionOrNull<T>(SectionKey key, Func<SectionReader, T?> read)
        where T : class => IsAbsent(key) ? null : Section(key, read);

    /// <summary>The sections of an object whose keys are names. None when it is absent.</summary>
    public IReadOnlyList<T> Named<T>(SectionKey key, Func<SectionReader, T> read)
    {
        var outer = _section.GetSection(key.Name);
        if (!NoteUnlessObject(outer, key)) return [];
        var all = new List<T>();
        foreach (var inner in outer.GetChildren())
        {
            if (!Kinds.Name.Read(inner.Key, out _)) _faults.Add(new(inner.Path, "found this name", Kinds.Name.Allowed));
            if (inner.Value is { } value) _faults.Add(new(inner.Path, "found a single value", "an object"));
            else all.Add(ReadWhole(inner, key.Keys, _faults, _files, read));
        }
        return all;
    }

    /// <summary>Whether nothing at all stands there.</summary>
    public bool IsAbsent(Key key) => IsAbsent(key.Name);

    public void Fault(Key key, string found, string allowed) => Fault(key.Name, found, allowed);

    /// <param name="path">From this section on: a key, or a key of a section below.</param>
    public void Fault(string path, string found, string allowed) =>
        _faults.Add(new(ConfigurationPath.Combine(_section.Path, path), found, allowed));

    /// <summary>False when the key is absent, or at fault: then the fault is noted.</summary>
    public bool TryRead<T>(string key, ValueKind<T> kind, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        var inner = _section.GetSection(key);
        if (!inner.Exists()) return false;
        if (inner.Value is { } written && !inner.GetChildren().Any() && kind.Read(written, out value)) return true;
        Fault(key, Describe(inner, kind.Secret), kind.Allowed);
        return false;
    }

    public T Required<T>(string key, ValueKind<T> kind)
    {
        if (TryRead(key, kind, out var value)) return value;
        if (IsAbsent(key)) Fault(key, "missing", kind.Allowed);
        return default!;
    }

    /// <summary>An array of values, null when it is absent.</summary>
    public IReadOnlyList<T>? Array<T>(string key, ValueKind<T> kind)
    {
        var array = _section.GetSection(key);
        var elements = array.GetChildren().ToList();
        if (elements.Count == 0 && array.Value is null) return null;
        if (array.Value is { Length: > 0 } written) Fault(key, ConfigurationFault.Quote(written), ArrayOf(kind));
        var all = new List<T>();
        foreach (var element in elements)
        {
            if (element.Value is { } one && kind.Read(one, out var value)) all.Add(value);
            else _faults.Add(new(element.Path, Describe(element, kind.Secret), kind.Allowed));
        }
        return all;
    }

    public IReadOnlyList<T> RequiredArray<T>(string key, ValueKind<T> kind)
    {
        if (Array(key, kind) is { } all) return all;
        Fault(key, "missing", ArrayOf(kind));
        return [];
    }

    /// <summary>A secret in this key, or in the file that the key with "File" at its end names; exactly one of them.</summary>
    public T Secret<T>(string key, ValueKind<T> kind)
        where T : class
    {
        kind = kind with { Secret = true };
        var fileKey = FileKey(key);
        if (IsAbsent(fileKey)) return Required(key, kind with { Allowed = HereOrInFile(key, kind) });
        if (IsAbsent(key)) return FileContent(fileKey, kind)!;
        Fault(fileKey, $"found beside {key}", $"exactly one of {key} and {fileKey}");
        return null!;
    }

    /// <summary>The content of the file that a key names; null when the key is absent.</summary>
    public T? FileContent<T>(string key, ValueKind<T> kind)
        where T : class
    {
        if (!TryRead(key, Kinds.Path, out var path)) return null;
        if (_files.Read(path) is not { } content) Fault(key, ConfigurationFault.Quote(path) + ", which cannot be read", "a readable file");
        else if (kind.Read(content, out var value)) return value;
        else Fault(key, "found a file whose content (not shown) does not fit", kind.Allowed);
        return null;
    }

    /// <summary>Where the file is that a key names, and that has to be there; null when the key is absent.</summary>
    public string? ExistingFile(string key)
    {
        if (!TryRead(key, Kinds.Path, out var path)) return null;
        if (_files.Read(path) is null) Fault(key, ConfigurationFault.Quote(path) + ", which cannot be read", "a readable file");
        return _files.Locate(path);
    }

    public static string ArrayOf<T>(ValueKind<T> kind) => $"an array, each element {kind.Allowed}";

    public static string FileKey(string secretKey) => secretKey + "File";

    public static string HereOrInFile<T>(string key, ValueKind<T> kind) =>
        $"{kind.Allowed}, here or in the file that {FileKey(key)} names";

    private bool IsAbsent(string key) => !_section.GetSection(key).Exists();

    private bool NoteUnlessObject(IConfigurationSection inner, SectionKey key)
    {
        if (inner.Value is null && !IsArray(inner)) return true;
        Fault(key, inner.Value is { } written ? ConfigurationFault.Quote(written) : "found an array", key.Allowed);
        return false;
    }

    private void NoteUnknownKeys(KeyTable keys)
    {
        var known = keys.Keys.Select(key => key.Name).ToList();
        foreach (var found in _section.GetChildren().Select(child => child.Key))
        {
            if (known.Contains(found, StringComparer.OrdinalIgnoreCase)) continue;
            Fault(found, "unknown key", string.Join(", ", known.Order(StringComparer.Ordinal)));
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
