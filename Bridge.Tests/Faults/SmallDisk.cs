using System.Globalization;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

/// <summary>A file system of its own that can be filled up to the last octet. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _ballast;

    public SmallDisk(int megabytes)
    {
        _ballast = _folder.File("ballast");
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "bridge-test", _folder.Path);
    }

    public string File(string name) => _folder.File(name);

    public void Fill()
    {
        var block = new byte[64 * 1024];
        using var ballast = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = block.Length; size >= 1;)
        {
            try
            {
                ballast.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void MakeRoom() => System.IO.File.Delete(_ballast);

    public void Dispose()
    {
        // Lazily: a daemon that the test has just killed may still be on its way out.
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
    }
}

/// <summary>Needs root, for a mount of its own. Skipped for others, but never on the build machine (CI=true): there it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsRootFactAttribute : FactAttribute
{
    public NeedsRootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "needs root to mount a small file system";
        }
    }
}
