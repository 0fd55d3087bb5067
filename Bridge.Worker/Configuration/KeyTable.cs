namespace Bridge.Worker.Configuration;

/// <summary>
/// The keys of one section, in the order of the documentation. Each is declared here once, with its kind, its default and its meaning:
/// the reader reads by these declarations, and docs/configuration.md is made from them.
/// </summary>
internal sealed class KeyTable
{
    private const string RequiredText = "required";
    private const string NoneText = "none";

    private readonly List<Key> _keys = [];

    public IReadOnlyList<Key> Keys => _keys;

    public Key<T> Required<T>(string name, ValueKind<T> kind, string meaning) =>
        Add(new Key<T>(name, kind.Allowed, RequiredText, meaning, section => section.Required(name, kind)));

    /// <param name="written">The default, as somebody would write it into the file. It has to be allowed.</param>
    public OptionalKey<T> Optional<T>(string name, ValueKind<T> kind, string written, string meaning)
    {
        var value = kind.Parse(written);
        return Add(new OptionalKey<T>(
            name, kind.Allowed, written.Length == 0 ? "empty" : Code(written), meaning,
            section => section.TryRead(name, kind, out var found) ? found : value, value));
    }

    /// <summary>A key without a default value: null when it is absent.</summary>
    /// <param name="absent">What its absence means, in words.</param>
    public Key<T?> OrNull<T>(string name, ValueKind<T> kind, string absent, string meaning)
        where T : struct =>
        Add(new Key<T?>(name, kind.Allowed, absent, meaning, section => section.TryRead(name, kind, out var found) ? found : null));

    /// <inheritdoc cref="OrNull{T}"/>
    public Key<string?> OrNull(string name, ValueKind<string> kind, string absent, string meaning) =>
        Add(new Key<string?>(name, kind.Allowed, absent, meaning, section => section.TryRead(name, kind, out var found) ? found : null));

    /// <param name="kind">Of each element.</param>
    /// <param name="written">The default's elements, as somebody would write them into the file.</param>
    public Key<IReadOnlyList<T>> Array<T>(string name, ValueKind<T> kind, IReadOnlyList<string> written, string meaning)
    {
        IReadOnlyList<T> value = [.. written.Select(kind.Parse)];
        var text = written.Count == 0 ? NoneText : Code($"[{string.Join(", ", written.Select(element => $"\"{element}\""))}]");
        return Add(new Key<IReadOnlyList<T>>(
            name, SectionReader.ArrayOf(kind), text, meaning, section => section.Array(name, kind) ?? value));
    }

    public Key<IReadOnlyList<T>> RequiredArray<T>(string name, ValueKind<T> kind, string meaning) =>
        Add(new Key<IReadOnlyList<T>>(
            name, SectionReader.ArrayOf(kind), RequiredText, meaning, section => section.RequiredArray(name, kind)));

    /// <summary>A secret, in this key or in the file that the key with "File" at its end names.</summary>
    /// <param name="absent">What the absence of both means, in words.</param>
    public SecretKey<T> Secret<T>(string name, ValueKind<T> kind, string absent, string meaning)
        where T : class
    {
        var fileName = SectionReader.FileKey(name);
        var file = new Key<T?>(fileName, FileOf(kind), NoneText, $"Instead of `{name}`.", section => section.FileContent(fileName, kind));
        var key = new SecretKey<T>(
            name, SectionReader.HereOrInFile(name, kind), absent, meaning, section => section.Secret(name, kind), file);
        Add(key);
        Add(file);
        return key;
    }

    /// <summary>A key that names a file; its value is that file's content, null when the key is absent.</summary>
    public Key<T?> FileContent<T>(string name, ValueKind<T> kind, string absent, string meaning)
        where T : class =>
        Add(new Key<T?>(name, FileOf(kind), absent, meaning, section => section.FileContent(name, kind)));

    /// <summary>A key that names a file; its value is that file's place, null when the key is absent.</summary>
    public Key<string?> ExistingFile(string name, string meaning) =>
        Add(new Key<string?>(name, "the path of a readable file", NoneText, meaning, section => section.ExistingFile(name)));

    /// <summary>A section with a heading and a table of its own in the documentation.</summary>
    public SectionKey Section(string name, string absent, string meaning, KeyTable keys) =>
        Add(new SectionKey(name, "an object", absent, meaning, keys));

    /// <summary>An object whose keys are names; each value is a section of these keys.</summary>
    public SectionKey Named(string name, string absent, string meaning, KeyTable keys) =>
        Add(new SectionKey(name, "an object whose keys are names", absent, meaning, keys) { DocumentedName = $"{name}:NAME" });

    /// <summary>A section of a few keys, which the documentation lists in this table.</summary>
    public SectionKey Group(string name) => Add(new SectionKey(name, "an object", "", "", new KeyTable()) { IsGroup = true });

    private static string FileOf<T>(ValueKind<T> kind) => $"the path of a file that holds {kind.Allowed}";

    private static string Code(string written) => $"`{written}`";

    private TKey Add<TKey>(TKey key)
        where TKey : Key
    {
        _keys.Add(key);
        return key;
    }
}
