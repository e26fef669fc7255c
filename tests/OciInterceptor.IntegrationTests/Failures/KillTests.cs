using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>Law 4: killed at any instant, the bundle holds the old document or the new one, whole.</summary>
public sealed class KillTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;

    public KillTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_kill_between_any_two_system_calls_leaves_a_whole_document()
    {
        var old = File.ReadAllBytes(_bundle.Document);
        var calls = SystemCalls();
        var opened = calls.FindIndex(c => c.Contains("config.json\"", StringComparison.Ordinal));
        var become = calls.FindIndex(c => c.StartsWith("execve(\"" + _runtime.Path, StringComparison.Ordinal));
        opened.Should().BePositive();
        become.Should().BeGreaterThan(opened);
        var changed = File.ReadAllBytes(_bundle.Document);
        changed.Should().NotEqual(old);

        int keptOld = 0, hasNew = 0;
        for (var n = opened; n <= become + 1; n++)
        {
            File.WriteAllBytes(_bundle.Document, old);
            _runtime.Forget();
            // Threads may come to their calls in another order than in the traced run, so the kill may come later than
            // meant, even in the runtime. What must hold holds for every instant.
            Strace(KillAt(calls, n)).Run().ExitCode.Should().BeOneOf(128 + 9, 0);
            var document = File.ReadAllBytes(_bundle.Document);
            if (!_runtime.WasCalled && document.AsSpan().SequenceEqual(old))
                keptOld++;
            else if (document.AsSpan().SequenceEqual(changed))
                hasNew += _runtime.WasCalled ? 0 : 1;
            else
                document.Should().Equal(changed, "killed at system call {0}, {1}", n, calls[n]);

            // What the killed call left behind is in nobody's way.
            Create().Run().Succeeded();
            File.ReadAllBytes(_bundle.Document).Should().Equal(changed);
        }
        keptOld.Should().BePositive();
        hasNew.Should().BePositive();
        (keptOld + hasNew).Should().BeGreaterThan((become - opened) / 2);
    }

    /// <summary>
    /// Kills the process as it enters its n-th call. strace counts each kind of call by itself, and not the execve that
    /// began it all.
    /// </summary>
    private static string KillAt(List<string> calls, int n)
    {
        var name = NameOf(calls[n]);
        return $"inject={name}:signal=KILL:when={calls.Skip(1).Take(n).Count(c => NameOf(c) == name)}";
    }

    private static string NameOf(string call) => call[..call.IndexOf('(', StringComparison.Ordinal)];

    /// <summary>The first thread's system calls, in order.</summary>
    private List<string> SystemCalls()
    {
        var trace = _scratch["trace"];
        Strace("trace=all", "-o", trace).Run().Succeeded();
        var lines = File.ReadAllLines(trace).Select(l => Regex.Match(l, @"^(\d+)\s+(.*)$")).ToArray();
        var first = lines[0].Groups[1].Value;
        return [.. lines.Where(l => l.Groups[1].Value == first).Select(l => l.Groups[2].Value)
            .Where(l => !l.StartsWith("<...", StringComparison.Ordinal) && Regex.IsMatch(l, @"^\w+\("))];
    }

    private Command Strace(string expression, params string[] options)
    {
        var create = Create();
        return new Command("strace", ["-f", "-qq", "-s", "4096", "-e", expression, .. options, create.Program]) { ErrorFile = _scratch["strace"] }
            .Plus(create.Arguments);
    }

    private Command Create() => PublishedBinary.Call(
        "--oi-readonly-networking-mounts", "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
}
