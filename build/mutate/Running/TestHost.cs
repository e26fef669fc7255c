using System.Reflection;
using System.Text.Json;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mutate.Running;

/// <summary>
/// Runs tests in this process, which has the mutated product beside it: lists them, notes which mutants each of them reaches,
/// or looks for one that notices the active mutant.
/// </summary>
internal sealed class TestHost : IDisposable
{
    internal const string Survived = "survived";

    private readonly string _assembly;
    private readonly XunitTestFramework _framework;
    private readonly ITestFrameworkExecutor _executor;

    private TestHost(string assembly)
    {
        _assembly = assembly;
        _framework = new XunitTestFramework(new NullMessageSink());
        _executor = _framework.GetExecutor(AssemblyName.GetAssemblyName(assembly));
    }

    public void Dispose()
    {
        _executor.Dispose();
        _framework.Dispose();
    }

    internal static int Run(string[] args)
    {
        using var host = new TestHost(Path.Combine(AppContext.BaseDirectory, "OciInterceptor.Tests.dll"));
        switch (args)
        {
            case ["list", var output]:
                File.WriteAllText(output, JsonSerializer.Serialize(host.List()));
                return 0;
            case ["record", var tests, var wanted, var output]:
                File.WriteAllText(output, JsonSerializer.Serialize(host.Record(Read<TestCase>(tests), Read<int>(wanted))));
                return 0;
            case ["try", var tests, var wanted, var output]:
                host.Try(Read<TestCase>(tests), Read<PlannedTest>(wanted), output);
                return 0;
            default:
                return 2;
        }
    }

    private static T[] Read<T>(string path) => JsonSerializer.Deserialize<T[]>(File.ReadAllBytes(path))!;

    private List<TestCase> List()
    {
        using var discoverer = _framework.GetDiscoverer(Reflector.Wrap(Assembly.LoadFrom(_assembly)));
        var found = new Discovery();
        discoverer.Find(includeSourceInformation: false, found, new RunOptions());
        found.Wait();
        return [.. found.Tests.Select(test => new TestCase(test.TestMethod.TestClass.Class.Name, test.DisplayName, discoverer.Serialize(test)))
            .OrderBy(test => test.Class, StringComparer.Ordinal).ThenBy(test => test.Name, StringComparer.Ordinal)];
    }

    private List<TestRecord> Record(TestCase[] tests, int[] wanted)
    {
        var recorder = new Recorder();
        foreach (var test in wanted)
        {
            recorder.Begin(test);
            Run([_executor.Deserialize(tests[test].Serialized)], recorder);
            recorder.End();
        }
        return recorder.Records;
    }

    // The output says how it ended; a process that dies writes none.
    private void Try(TestCase[] tests, PlannedTest[] planned, string output)
    {
        var limit = new TimeLimit(test => End(output, $"killed by the time that it took: {tests[test.Test].Name}"));
        for (var rest = planned.AsEnumerable(); rest.Any(); )
        {
            // Tests of one class that follow one another.
            var group = rest.TakeWhile(one => tests[one.Test].Class == tests[rest.First().Test].Class).ToList();
            var cases = group.ConvertAll(one => _executor.Deserialize(tests[one.Test].Serialized));
            var sink = new FirstFailure(limit, cases.Zip(group).ToDictionary(pair => pair.First.UniqueID, pair => pair.Second));
            Run(cases, sink);
            if (sink.Failed is { } test)
            {
                End(output, $"killed by {test}");
            }
            rest = rest.Skip(group.Count);
        }
        End(output, Survived);
    }

    // Threads that a mutant left may not keep the process.
    private static void End(string output, string text)
    {
        File.WriteAllText(output, text);
        Environment.Exit(0);
    }

    private void Run(IReadOnlyList<ITestCase> cases, ExecutionSink sink)
    {
        sink.Reset();
        _executor.RunTests(cases, sink, new RunOptions());
        sink.Wait();
    }
}
