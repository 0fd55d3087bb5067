using System.Runtime.Versioning;

namespace Bridge.Tests.Support;

/// <summary>Who may read a file, as `ls -l` writes it.</summary>
[UnsupportedOSPlatform("windows")]
internal static class FileModes
{
    public static string Of(string path)
    {
        var mode = (int)File.GetUnixFileMode(path);
        return string.Concat(Enumerable.Range(0, 9).Select(bit => (mode & (0x100 >> bit)) == 0 ? '-' : "rwx"[bit % 3]));
    }

    public static void Set(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);
}
