using System.Text;
using Bridge.Simulator.CommandLine;

Console.OutputEncoding = Encoding.UTF8;
return await SimulatorCommand.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
