using System.Runtime.InteropServices;

namespace Bridge.Tests.Text;

/// <summary>
/// The national language tables of oFono (Debian package ofono), which offers them through no command: looked for in the read-only data of
/// its program. A locking table is 128 code points in a row, a single shift table pairs of septet and code point; all of 16 bits, least
/// octet first on this machine's kind.
/// </summary>
internal sealed class OfonoTables(byte[] program)
{
    private const int MostDifferences = 3;
    private const int Escape = 0x1B;
    private const char Space = ' ', NoBreakSpace = '\u00A0';

    public static OfonoTables Installed() => new(File.ReadAllBytes("/usr/sbin/ofonod"));

    /// <summary>
    /// The septets at which the most alike of oFono's tables has another character, and that one; null: none is alike. Theirs has a space
    /// where nothing stands.
    /// </summary>
    public IReadOnlyDictionary<int, char>? Locking(char[] ours)
    {
        ushort[] expected =
        [
            .. ours.Select(
                (character, septet) =>
                    septet == Escape ? NoBreakSpace
                    : character == '\0' ? Space
                    : character),
        ];
        var found = Nearest(expected).ToArray();
        return found.Length == 0
            ? null
            : Enumerable.Range(0, found.Length).Where(i => found[i] != expected[i]).ToDictionary(i => i, i => (char)found[i]);
    }

    /// <summary>
    /// As <see cref="Locking"/>; a septet without a character is not in theirs, and the escape is a space. One that theirs lacks has NUL.
    /// </summary>
    public IReadOnlyDictionary<int, char>? Single(char[] ours)
    {
        ushort[] expected =
        [
            .. ours.SelectMany(
                (character, septet) =>
                    (ushort[])(
                        septet == Escape ? [Escape, Space]
                        : character == '\0' ? []
                        : [(ushort)septet, character])),
        ];
        var found = Nearest(expected).ToArray();
        return found.Length == 0
            ? null
            : expected.Chunk(2).Zip(found.Chunk(2)).Where(pair => !pair.First.SequenceEqual(pair.Second))
                .ToDictionary(pair => (int)pair.First[0], pair => pair.First[0] == pair.Second[0] ? (char)pair.Second[1] : '\0');
    }

    private ReadOnlySpan<ushort> Nearest(ReadOnlySpan<ushort> expected)
    {
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<byte, ushort>(program), nearest = default;
        var least = MostDifferences + 1;
        for (var at = 0; at <= units.Length - expected.Length; at++)
        {
            var candidate = units.Slice(at, expected.Length);
            var differences = 0;
            for (var i = 0; i < expected.Length && differences < least; i++)
            {
                if (candidate[i] != expected[i]) differences++;
            }

            if (differences >= least) continue;
            nearest = candidate;
            least = differences;
        }

        return nearest;
    }
}
