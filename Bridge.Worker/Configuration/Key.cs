namespace Bridge.Worker.Configuration;

/// <summary>One key of a section: what the reader and docs/configuration.md both need to know of it.</summary>
/// <param name="Name">As it stands in the file.</param>
/// <param name="Allowed">What may stand there, in the words of a fault.</param>
/// <param name="DefaultText">What holds when nothing stands there, in Markdown: a value in backticks, or words.</param>
/// <param name="Meaning">What the value does, with its unit where its type has none; in Markdown.</param>
internal abstract record Key(string Name, string Allowed, string DefaultText, string Meaning);

/// <summary>A key with a value.</summary>
/// <param name="Read">How the value is read from its section.</param>
internal record Key<T>(string Name, string Allowed, string DefaultText, string Meaning, Func<SectionReader, T> Read)
    : Key(Name, Allowed, DefaultText, Meaning);

/// <summary>A key whose default is a value.</summary>
internal sealed record OptionalKey<T>(
    string Name, string Allowed, string DefaultText, string Meaning, Func<SectionReader, T> Read, T Default)
    : Key<T>(Name, Allowed, DefaultText, Meaning, Read);

/// <summary>A secret, in this key or in a file.</summary>
/// <param name="File">The key that names the file.</param>
internal sealed record SecretKey<T>(
    string Name, string Allowed, string DefaultText, string Meaning, Func<SectionReader, T> Read, Key File)
    : Key<T>(Name, Allowed, DefaultText, Meaning, Read);

/// <summary>A key with a section of its own, or with an object whose keys are names and whose values are sections.</summary>
/// <param name="Keys">The keys of that section, or of each of those sections.</param>
internal sealed record SectionKey(string Name, string Allowed, string DefaultText, string Meaning, KeyTable Keys)
    : Key(Name, Allowed, DefaultText, Meaning)
{
    /// <summary>The documentation lists its keys in the table of the section around it.</summary>
    public bool IsGroup { get; init; }

    /// <summary>How the documentation writes its path: a name that people choose is NAME.</summary>
    public string DocumentedName { get; init; } = Name;
}
