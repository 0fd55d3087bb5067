using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Bridge.Tests.Support.DissectingFramework", "Bridge.Tests")]

namespace Bridge.Tests.Support;

/// <summary>
/// xunit's own, and behind the last test of a run, whichever tests were asked for, one dissection of everything that our side wrote in them
/// (<see cref="WrittenOctets"/>). A test that wrote what Wireshark complains about, or reads otherwise than we do, has failed.
/// </summary>
[SuppressMessage("Maintainability", "CA1515", Justification = "xunit makes it by its name.")]
public sealed class DissectingFramework(IMessageSink sink) : XunitTestFramework(sink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageSink execution,
            ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, cases, diagnostics, execution, options)
    {
        protected override async Task<RunSummary> RunTestCollectionsAsync(
            IMessageBus messageBus, CancellationTokenSource cancellationTokenSource)
        {
            var summary = await base.RunTestCollectionsAsync(messageBus, cancellationTokenSource);
            if (NeedsToolFactAttribute.Excuse("tshark") is not null) return summary;
            try
            {
                foreach (var (test, complaints) in await WrittenOctets.OfThisRun.ComplaintsAsync())
                {
                    summary.Aggregate(
                        Fail(messageBus, test,
                        $"{complaints.Count} faults in what {test} wrote:\n{string.Join('\n', complaints.Take(5))}"));
                }
            }
            catch (Exception undone)
            {
                summary.Aggregate(Fail(messageBus, "", $"what was written could not be dissected: {undone.Message}"));
            }

            return summary;
        }

        /// <summary>
        /// A second result of the test that wrote it first, or of one of its class, or of any: a mere cleanup failure would leave the run
        /// green.
        /// </summary>
        private RunSummary Fail(IMessageBus bus, string test, string what)
        {
            var culprit = TestCases.FirstOrDefault(one => $"{ClassOf(one)}.{one.TestMethod.Method.Name}" == test)
                ?? TestCases.FirstOrDefault(one => ClassOf(one) == test.Split('.')[0]) ?? TestCases.First();
            var wrote = new XunitTest(culprit, culprit.DisplayName);
            bus.QueueMessage(new TestStarting(wrote));
            bus.QueueMessage(new TestFailed(wrote, 0, "", new XunitException(what)));
            bus.QueueMessage(new TestFinished(wrote, 0, ""));
            return new RunSummary { Total = 1, Failed = 1 };
        }

        private static string ClassOf(IXunitTestCase test) => test.TestMethod.TestClass.Class.Name.Split('.')[^1];
    }
}
