using System.Diagnostics;

namespace Bridge.Tests.Support;

/// <summary>Runs a program that somebody else wrote (perl, iconv) on octets and gives back what it says.</summary>
internal static class OtherImplementation
{
    public static async Task<byte[]> RunAsync(string program, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, program);
        return output.ToArray();
    }
}
