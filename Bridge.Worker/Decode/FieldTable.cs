using System.Text;

namespace Bridge.Worker.Decode;

/// <summary>
/// What is printed: a line for each field with its offset, its octets, its name, where the spec defines it, and its meaning. A long field
/// takes a line for every eight octets. Fields come in the order of the octets; a note has none and follows the field that it is about.
/// </summary>
internal sealed class FieldTable(ReadOnlyMemory<byte> octets)
{
    private const int OctetsInLine = 8;

    private readonly List<Line> _lines = [];

    public ReadOnlyMemory<byte> Octets => octets;

    /// <summary>The offset of the next field.</summary>
    public int At { get; private set; }

    public int Left => octets.Length - At;

    public ReadOnlySpan<byte> Rest => octets.Span[At..];

    /// <summary>Takes the next octets for a field, as many as are left at most.</summary>
    /// <param name="secret">The octets are shown as asterisks: what is printed ends up in tickets.</param>
    public ReadOnlySpan<byte> Take(int count, string field, string meaning, bool secret = false)
    {
        var taken = octets.Slice(At, Math.Min(count, Left));
        _lines.Add(new(At, taken, field, meaning, secret));
        At += taken.Length;
        return taken.Span;
    }

    public void Note(string field, string meaning) => _lines.Add(new(null, default, field, meaning, Secret: false));

    /// <summary>Notes what is wrong with the last field.</summary>
    public void Problem(string meaning) => Note("  problem", meaning);

    public void WriteTo(TextWriter output)
    {
        output.WriteLine($"{"offset",6}  {"octets",-23}  {"field",-26}  {"spec",-16}  meaning");
        foreach (var line in _lines)
        {
            output.WriteLine(
                $"{line.Offset,6}  {line.Hex(0),-23}  {line.Field,-26}  {SpecSections.Find(line.Field),-16}  {line.Meaning}".TrimEnd());
            for (var at = OctetsInLine; at < line.Octets.Length; at += OctetsInLine)
            {
                output.WriteLine($"{line.Offset + at,6}  {line.Hex(at)}");
            }
        }
    }

    private sealed record Line(int? Offset, ReadOnlyMemory<byte> Octets, string Field, string Meaning, bool Secret)
    {
        public string Hex(int from)
        {
            var hex = new StringBuilder();
            foreach (var octet in Octets.Span[from..Math.Min(Octets.Length, from + OctetsInLine)])
            {
                hex.Append(Secret ? "**" : octet.ToString("X2")).Append(' ');
            }

            return hex.ToString().TrimEnd();
        }
    }
}
