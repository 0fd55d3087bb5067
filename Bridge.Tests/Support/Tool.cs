using System.Diagnostics;

namespace Bridge.Tests.Support;

internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>The daemon's own executable, as this build made it.</summary>
    public static string Bridge { get; } = Path.Combine(AppContext.BaseDirectory, "bridge");

    public static ProcessStartInfo Start(string program, params string[] arguments) =>
        new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    public static Task<ToolResult> RunAsync(string program, params string[] arguments) => RunAsync(Start(program, arguments));

    public static async Task<ToolResult> RunAsync(ProcessStartInfo start, string input = "")
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}
