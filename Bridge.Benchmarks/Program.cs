using BenchmarkDotNet.Running;
using Bridge.Benchmarks;

// "intake" measures a thing that waits for the disk, for which BenchmarkDotNet's many short iterations are the wrong tool.
if (args is ["intake", ..]) return IntakeThroughput.Run(args.Length > 1 ? args[1] : Path.GetTempPath());

// "fuzz" looks for what framer and codec read wrongly, as long as one likes.
if (args is ["fuzz", ..]) return FuzzCommand.Run(args);

BenchmarkSwitcher.FromAssembly(typeof(IntakeThroughput).Assembly).Run(args);
return 0;
