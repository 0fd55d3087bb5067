using System.Globalization;
using BenchmarkDotNet.Running;
using Bridge.Benchmarks;

// "intake", "registry" and "session" measure things that wait for a disk, a network or a collection, for which BenchmarkDotNet's many short
// iterations are the wrong tool.
if (args is ["intake", ..]) return IntakeThroughput.Run(args.Length > 1 ? args[1] : Path.GetTempPath());
if (args is ["session", ..])
{
    return await SessionThroughput.RunAsync([.. args.Skip(1).Select(window => int.Parse(window, CultureInfo.InvariantCulture))]);
}
if (args is ["registry", ..]) return RegistryFootprint.Run(args.Length > 1 ? args[1] : Path.GetTempPath());
if (args is [SessionThroughput.EsmeArgument, var port])
{
    return await SessionThroughput.AnswerAsync(int.Parse(port, CultureInfo.InvariantCulture));
}

// "fuzz" looks for what framer and codec read wrongly, as long as one likes.
if (args is ["fuzz", ..]) return FuzzCommand.Run(args);

BenchmarkSwitcher.FromAssembly(typeof(IntakeThroughput).Assembly).Run(args);
return 0;
