using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Bridge.Simulator.Daemon;

namespace Bridge.Simulator.CommandLine;

/// <summary>The command line as a whole.</summary>
internal static class SimulatorCommand
{
    /// <summary>sysexits EX_USAGE: apart from 1, which says that something was lost.</summary>
    public const int UsageError = 64;

    /// <summary>sysexits EX_UNAVAILABLE: a port is taken, the daemon does not start.</summary>
    public const int Unavailable = 69;

    /// <summary>What a shell says of a process that SIGINT ended.</summary>
    public const int Interrupted = 130;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, TimeProvider time)
    {
        var root = new RootCommand("Operators, a report centre, load and a demonstration for the 992 bridge.")
        {
            DemoCommand.Create(output, errors, time),
            SmscCommand.Create(output, time),
            CentreCommand.Create(output, time),
            LoadCommand.Create(output, errors, time),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await errors.WriteLineAsync(error.Message);
            await errors.WriteLineAsync($"See bridge-sim {parsed.CommandResult.Command.Name} --help.");
            return UsageError;
        }

        // SIGINT and SIGTERM are looked after below; a closed terminal must not leave a daemon behind either.
        using var hangUp = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            hangUp.Cancel();
        });
        try
        {
            // The commands end by themselves when cancelled; stopping a daemon takes its drain.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
            }, hangUp.Token);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (DaemonException fault)
        {
            await errors.WriteLineAsync(fault.Message);
            return Unavailable;
        }
        catch (Exception fault) when (fault is SocketException or IOException or InvalidOperationException)
        {
            await errors.WriteLineAsync(fault.InnerException is { } inner ? $"{fault.Message}: {inner.Message}" : fault.Message);
            return Unavailable;
        }
    }
}
