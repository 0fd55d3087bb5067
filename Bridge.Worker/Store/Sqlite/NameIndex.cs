namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// Finds a parameter or a column of a statement by its name. Whoever uses a statement names them nearly always in the order in which they
/// stand, so the one after the last found is tried first; and because literals are interned, that costs one comparison of references.
/// </summary>
internal sealed class NameIndex
{
    private readonly string[] _names;
    private int _next;

    /// <exception cref="ArgumentException">Two have the same name: the second one could not be reached.</exception>
    public NameIndex(IEnumerable<string> names)
    {
        _names = [.. names.Select(string.Intern)];
        if (_names.Distinct(StringComparer.Ordinal).Count() < _names.Length) throw new ArgumentException($"a name stands twice in: {this}");
    }

    public int Count => _names.Length;

    /// <summary>From 0.</summary>
    /// <exception cref="ArgumentException">Nothing has this name.</exception>
    public int Find(string name)
    {
        var found = _next < _names.Length && ReferenceEquals(_names[_next], name) ? _next : Search(name);
        _next = found + 1 == _names.Length ? 0 : found + 1;
        return found;
    }

    public override string ToString() => string.Join(", ", _names);

    private int Search(string name) =>
        Array.IndexOf(_names, name) is >= 0 and var found ? found : throw new ArgumentException($"there is no {name} in: {this}");
}
