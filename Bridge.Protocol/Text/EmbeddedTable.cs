using System.Reflection;
using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>Reads the character tables of Data/. Data/README.md says where they come from.</summary>
internal static class EmbeddedTable
{
    public static IEnumerable<string> ReadLines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
