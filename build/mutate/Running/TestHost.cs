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

    internal const string TooLong = "killed by the time that it took";

    /// <summary>The test fails without the mutant as well by now: something before it left the process in disorder.</summary>
    internal const string Doubtful = "doubtful";

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
            case ["record", var plan, var output]:
                File.WriteAllText(output, JsonSerializer.Serialize(host.Record(Read<PlannedTest[]>(plan))));
                return 0;
            case ["try", var tests, var plan, var output]:
                using (var store = new TestStore(tests))
                {
                    host.Try(store, Read<PlannedMutant[]>(plan), output);
                }
                return 0;
            default:
                return 2;
        }
    }

    private static T Read<T>(string plan) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(plan))!;

    private List<TestCase> List()
    {
        using var discoverer = _framework.GetDiscoverer(Reflector.Wrap(Assembly.LoadFrom(_assembly)));
        var found = new Discovery();
        discoverer.Find(includeSourceInformation: false, found, new RunOptions());
        found.Wait();
        return [.. found.Tests.Select(test => new TestCase(test.TestMethod.TestClass.Class.Name, test.DisplayName, discoverer.Serialize(test)))
            .OrderBy(test => test.Class, StringComparer.Ordinal).ThenBy(test => test.Name, StringComparer.Ordinal)];
    }

    private List<TestRecord> Record(PlannedTest[] planned)
    {
        var recorder = new Recorder();
        foreach (var one in planned)
        {
            recorder.Begin(one.Index);
            Run([_executor.Deserialize(one.Test.Serialized)], recorder);
            recorder.End();
        }
        return recorder.Records;
    }

    // A line for each mutant: its number, a tab, and how it ended. A process that dies leaves out the one that it was at.
    private void Try(TestStore tests, PlannedMutant[] mutants, string output)
    {
        File.WriteAllText(output, "");
        var active = new ActiveMutant();
        var first = mutants[0];
        var current = first;
        var limit = new TimeLimit(test => End(output, $"{current.Id}\t{TooLong}: {test.Test.Name}\n"));
        foreach (var mutant in mutants)
        {
            current = mutant;
            active.Set(mutant.Id);
            var failed = FirstFailing(mutant.Tests.Select(group => group.Select(tests.Read).ToList()), limit);
            active.Clear();
            var end = failed switch
            {
                null => Survived,
                _ when mutant != first && FirstFailing([failed.Planned], limit) is not null => Doubtful,
                _ => $"killed by {failed.Name}",
            };
            File.AppendAllText(output, $"{mutant.Id}\t{end}\n");
            if (end == Doubtful)
            {
                break;
            }
        }
        Environment.Exit(0);
    }

    private Failure? FirstFailing(IEnumerable<IReadOnlyList<PlannedTest>> classes, TimeLimit limit)
    {
        foreach (var group in classes)
        {
            var cases = group.Select(one => _executor.Deserialize(one.Test.Serialized)).ToList();
            var sink = new FirstFailure(limit, cases.Zip(group).ToDictionary(pair => pair.First.UniqueID, pair => pair.Second));
            Run(cases, sink);
            if (sink.Failed is { } failed)
            {
                return failed.Planned.Count > 0 ? failed : failed with { Planned = group };
            }
        }
        return null;
    }

    // Threads that a mutant left may not keep the process.
    private static void End(string output, string text)
    {
        File.AppendAllText(output, text);
        Environment.Exit(0);
    }

    private void Run(IReadOnlyList<ITestCase> cases, ExecutionSink sink)
    {
        sink.Reset();
        _executor.RunTests(cases, sink, new RunOptions());
        sink.Wait();
    }
}
