using System.CommandLine;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Demo;
using Bridge.Simulator.Load;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.CommandLine;

/// <summary>The command line as a whole.</summary>
internal static class SimulatorCommand
{
    /// <summary>sysexits EX_USAGE: apart from 1, which says that something was lost.</summary>
    public const int UsageError = 64;

    /// <summary>sysexits EX_UNAVAILABLE: a port is taken, the daemon does not start.</summary>
    public const int Unavailable = 69;

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

        try
        {
            // The commands end by themselves on SIGINT and SIGTERM; stopping a daemon takes its drain.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (DaemonException fault)
        {
            await errors.WriteLineAsync(fault.Message);
            return Unavailable;
        }
        catch (System.Net.Sockets.SocketException fault)
        {
            await errors.WriteLineAsync(fault.Message);
            return Unavailable;
        }
        catch (InvalidOperationException fault)
        {
            await errors.WriteLineAsync(fault.Message);
            return Unavailable;
        }
    }
}
