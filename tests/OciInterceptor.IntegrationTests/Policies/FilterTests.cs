using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Filters of the published binary that behave badly, and what they find of the caller's.</summary>
public sealed class FilterTests : IDisposable
{
    private const int Data = 2;

    private const string TooLong = "it did not end within 1 s";

    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _mark = "OI_MARK=" + Guid.NewGuid().ToString("N");

    public FilterTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _scratch.MakeDirectory("bin");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void It_has_nothing_of_the_callers()
    {
        var report = _scratch["report"];
        // ls has its directory as 4, behind the script's file.
        var call = Call($"/bin/ls /proc/self/fd >{report}; /bin/grep -E '^(SigBlk|SigIgn|NoNewPrivs)' /proc/self/status >>{report}; /usr/bin/env | /bin/grep -v -E '^(PWD|SHLVL|_)=' >>{report}; /bin/cat")
            .With([
                Condition.OpenDirectory(5, "/usr"), Condition.Open(7, "/dev/null"), Condition.OpenDirectory(9, "/"), Condition.OpenDirectory(200, _scratch.Path),
                .. new[] { 1, 2, 10, 12, 13, 15, 17 }.SelectMany(signal => new[] { Condition.Ignore(signal), Condition.Block(signal) }),
            ])
            .With("LD_LIBRARY_PATH", "/evil");

        call.Run().Succeeded().ErrorText.Should().BeEmpty();

        File.ReadAllText(report).Should().Be($"0\n1\n2\n3\n4\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nNoNewPrivs:\t1\n{_mark}\nPATH=/usr/bin:/bin\n");
        _runtime.WasCalled.Should().BeTrue();
        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("sleep 1000", TooLong)]
    [InlineData("sleep 1000 & setsid sleep 1000 & (setsid sh -c 'sleep 1000 & sleep 1000' &); sleep 1000", TooLong)]
    [InlineData("trap '' TERM INT HUP; kill -STOP $$", TooLong)]
    [InlineData("exec <&- >&- 2>&-; sleep 1000", TooLong)]
    [InlineData("head -c 1000000000 /dev/zero", "it wrote more than 64 MiB")]
    [InlineData("setsid sh -c 'head -c 1000000000 /dev/zero'; sleep 1000", "it wrote more than 64 MiB")]
    [InlineData("head -c 1000", "its output:1:1001: not valid JSON: the document ends inside the string that begins at 1:*")]
    [InlineData("cat; echo why >&2; exit 7", "it ended with exit code 7: why")]
    [InlineData("kill -SEGV $$", "it was killed by signal 11")]
    [InlineData("cat >/dev/null", "its output:1:1: not valid JSON: the document is empty")]
    [InlineData("cat; echo '{}'", "its output:1:*: not valid JSON: want nothing after the value, not '{'")]
    [InlineData("exec <&-; echo '[]'", "its output:1:1: a configuration must be a JSON object")]
    [InlineData("sed 's/\"ociVersion\":\"[^\"]*\"/\"ociVersion\":\"new\"/'", "its output is not a valid configuration: 1:15: invalid version \"new\": want a semantic version such as 1.3.0")]
    [InlineData("sed 's/\"ociVersion\":\"[^\"]*\",//'", "its output is not a valid configuration: 1:1: missing member \"ociVersion\"")]
    public void The_container_is_refused_with_the_cause_and_nothing_is_left_running(string script, string cause)
    {
        var before = File.ReadAllBytes(_bundle.Document);

        // The limit on memory is far less than what it may write in all.
        var result = Call(script, cause == TooLong ? 1 : null).With(Condition.Limit(Data, "400000000", "400000000")).Run().Exited(1);

        result.ErrorText.Should().Match($"oci-interceptor: {_scratch["policy.json"]}:1:11: cannot apply the rule \"filter\" (filter): the filter {_scratch["bin/filter"]} failed: {cause}\n");
        result.Output.Should().BeEmpty();
        _runtime.WasCalled.Should().BeFalse();
        File.ReadAllBytes(_bundle.Document).Should().Equal(before);
        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("cat; sleep 1000 >/dev/null &")]
    [InlineData("cat; setsid sleep 1000 &")]
    [InlineData("(setsid sh -c 'sleep 1000 & sleep 1000' &); cat")]
    [InlineData("unshare --pid --fork sleep 1000 & cat")]
    [InlineData("while :; do echo 'a complaint without end' || exit; done >&2 & cat")]
    public void What_it_leaves_behind_is_ended_and_its_output_counts(string script)
    {
        Call($"/bin/true; {script}".Replace("cat", "sed 's/\"PATH=/\"OI=1\",\"PATH=/'", StringComparison.Ordinal)).Run().Succeeded().ErrorText.Should().BeEmpty();

        _bundle.Read()["process"]!["env"]!.AsArray().Select(entry => (string)entry!).Should().Contain("OI=1");
        _runtime.WasCalled.Should().BeTrue();
        Left().Should().BeEmpty();
    }

    /// <summary>A machine may stand still for longer than is waited for what starts processes without end.</summary>
    [Fact]
    public void What_it_leaves_behind_may_be_ended_late()
    {
        var call = Call("sleep 1000 & sed 's/\"PATH=/\"OI=1\",\"PATH=/'");
        // The first is for the filter's own group.
        new Command("strace", "-qq", "-o", _scratch["trace"], "-e", "inject=kill:delay_enter=6000000:when=2", call.Program).Plus(call.Arguments).Run().Succeeded().ErrorText.Should().BeEmpty();

        File.ReadLines(_scratch["trace"]).Should().ContainSingle(line => line.Contains("DELAYED"));
        _runtime.WasCalled.Should().BeTrue();
        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("INT", 2)]
    [InlineData("QUIT", 3)]
    [InlineData("TERM", 15)]
    public void A_signal_that_ends_us_ends_it_first(string name, int number)
    {
        // It would go on for an hour: nobody waits for that.
        using var running = Call($"touch {_scratch["up"]}; sleep 10000 & setsid sleep 10000", timeout: 3600).Start();
        Docker.Eventually.Holds("the filter runs", () => File.Exists(_scratch["up"]));

        running.Signal(name);

        running.Wait().Exited(128 + number).ErrorText.Should().BeEmpty();
        Left().Should().BeEmpty();
        _runtime.WasCalled.Should().BeFalse();
    }

    [Fact]
    public void A_signal_that_the_caller_ignores_stays_ignored()
    {
        using var running = Call($"touch {_scratch["up"]}; while [ ! -e {_scratch["go"]} ]; do sleep 0.05; done; cat").With(Condition.Ignore(1), Condition.Ignore(15)).Start();
        Docker.Eventually.Holds("the filter runs", () => File.Exists(_scratch["up"]));

        running.Signal("HUP");
        running.Signal("TERM");
        _scratch.Write("go", "");

        running.Wait().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
    }

    [Fact]
    public void One_that_swaps_itself_runs_as_it_was_checked()
    {
        Call($"printf '#!/bin/sh\\nexit 9\\n' >{_scratch["new"]}; chmod 755 {_scratch["new"]}; mv {_scratch["new"]} {_scratch["bin/filter"]}; cat").Run().Succeeded();

        File.ReadAllText(_scratch["bin/filter"]).Should().Be("#!/bin/sh\nexit 9\n");
        _runtime.WasCalled.Should().BeTrue();
    }

    [Fact]
    public void Explain_and_filter_run_it_as_a_call_would_and_validate_does_not()
    {
        var ran = _scratch["ran"];
        Call($"echo ran >{ran}; sed 's/\"PATH=/\"OI=1\",\"PATH=/'");
        var (policy, document) = (_scratch["policy.json"], File.ReadAllText(_bundle.Document));

        PublishedBinary.Call("oi-validate", policy).Run().Succeeded();
        PublishedBinary.Call("--oi-config", policy, "oi-validate").Run().Succeeded();
        File.Exists(ran).Should().BeFalse();

        PublishedBinary.Call("--oi-config", policy, "oi-explain", "--bundle", _bundle.Path).Run().Succeeded().OutputText.Should().Contain("\"OI=1\"");
        File.Exists(ran).Should().BeTrue();
        PublishedBinary.Call("--oi-config", policy, "oi-filter").With(Condition.Input(_bundle.Document)).Run().Succeeded()
            .OutputText.Should().Be(document.Replace("\"PATH=", "\"OI=1\",\"PATH=", StringComparison.Ordinal)).And.NotBe(document);
        Left().Should().BeEmpty();
    }

    private Command Call(string script, int? timeout = null)
    {
        var filter = _scratch.WriteScript("bin/filter", script);
        var rule = new JsonObject
        {
            ["type"] = "filter",
            ["path"] = filter,
            ["timeout"] = timeout ?? TimeLimit.Seconds(TimeLimit.OfAProgram),
            ["env"] = new JsonArray(_mark, "PATH=/usr/bin:/bin"),
            ["trustedDirectories"] = new JsonArray(_scratch["bin"]),
        };
        _scratch.Write("policy.json", new JsonObject { ["rules"] = new JsonArray(rule) }.ToJsonString());
        return PublishedBinary.Call("--oi-config", _scratch["policy.json"], "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
    }

    // Every process that has the filter's environment.
    private string[] Left() =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(directory), out _) && Read($"{directory}/environ").Contains(_mark, StringComparison.Ordinal)
           select Read($"{directory}/cmdline"),
    ];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
