using BenchmarkDotNet.Running;
using Bridge.Benchmarks;

// "intake" measures a thing that waits for the disk, for which BenchmarkDotNet's many short iterations are the wrong tool.
if (args is ["intake", ..]) return IntakeThroughput.Run(args.Length > 1 ? args[1] : Path.GetTempPath());

BenchmarkSwitcher.FromAssembly(typeof(IntakeThroughput).Assembly).Run(args);
return 0;
