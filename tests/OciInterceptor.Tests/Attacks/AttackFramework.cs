using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OciInterceptor.Tests.Attacks;

/// <summary>Runs the tests as ever, and has <see cref="AttackCount"/> see how each ends.</summary>
public sealed class AttackFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new AttackCount(executionMessageSink), executionOptions);
    }
}
