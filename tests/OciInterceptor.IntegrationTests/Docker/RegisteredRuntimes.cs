using System.Text.Json;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>The runtimes of daemon.json, and the files that some of them point at.</summary>
internal sealed class RegisteredRuntimes
{
    /// <summary>Docker's own, which needs no registration.</summary>
    public const string Runc = "runc";

    public const string NoFlags = "oi-plain";
    public const string ReadonlyNetworkFiles = "oi";
    public const string Environment = "oi-env";
    public const string Debug = "oi-debug";
    public const string DebugById = "oi-debug-id";
    public const string DebugNowhere = "oi-debug-nowhere";
    public const string Twice = "oi-twice";
    public const string Crun = "oi-crun";
    public const string PlainCrun = "crun";
    public const string ItselfFirstOnPath = "oi-first-on-path";

    /// <summary>Fails with a reason in its log, and says nothing else: the control for where Docker shows what a runtime says.</summary>
    public const string Failing = "failing";
    public const string Reason = "reason-of-the-runtime";

    /// <summary>runc with --debug writes into the caller's log at each call: the control for what must not grow.</summary>
    public const string Chatty = "runc-debug";

    private readonly Dictionary<string, object> _runtimes = [];

    public RegisteredRuntimes(Scratch scratch)
    {
        var binary = PublishedBinary.Path;
        DebugDirectory = scratch["debug"];
        SecondDebugDirectory = scratch["debug-2"];
        DebugByIdDirectory = scratch["debug-id"];
        Missing = scratch["missing/runc"];
        NotExecutable = scratch.Write("not-executable", "#!/bin/sh\n");
        ArgumentsFile = scratch["arguments"];
        var flag = "--oi-readonly-networking-mounts";

        Add(NoFlags, binary);
        Add(ReadonlyNetworkFiles, binary, flag);
        Add(Environment, binary, "--oi-env", "DEFAULT=by-rule", "--oi-env", "IMAGE=by-rule", "--oi-env=EMPTY=", "--oi-env-force", "FORCED=by-rule");
        Add(Debug, binary, flag, "--oi-write-debug-output", "--oi-debug-output-dir", DebugDirectory);
        Add(DebugById, binary, flag, "--oi-write-debug-output", "--oi-debug-output-dir", DebugByIdDirectory, "--oi-debug-name", "id");
        Add(DebugNowhere, binary, flag, "--oi-write-debug-output", "--oi-debug-output-dir", Path.Combine(NotExecutable, "below-a-file"));
        var second = scratch.WriteScript("second", $"exec {binary} {flag} --oi-write-debug-output --oi-debug-output-dir {SecondDebugDirectory} \"$@\"");
        Add(Twice, binary, flag, "--oi-runtime-path", second);
        Add(Crun, binary, flag, "--oi-runtime-path", "crun");
        Add(PlainCrun, "crun");
        Add(Chatty, "runc", "--debug");
        Add(Failing, scratch.WriteScript("failing", $$"""
            while [ $# -gt 0 ]; do
              [ "$1" != --log ] || echo '{"level":"error","msg":"{{Reason}}"}' > "$2"
              shift
            done
            exit 1
            """));

        var directory = scratch.MakeDirectory("path");
        File.CreateSymbolicLink(Path.Combine(directory, "runc"), binary);
        Add(ItselfFirstOnPath, scratch.WriteScript("first-on-path", $"PATH={directory}:$PATH exec runc {flag} \"$@\""));
        Add("oi-alone-on-path", scratch.WriteScript("alone-on-path", $"PATH={directory} exec runc {flag} \"$@\""));

        Add("oi-no-runtime", binary, "--oi-runtime-path", Missing);
        Add("oi-no-name", binary, "--oi-runtime-path", "no-such-runtime");
        Add("oi-not-executable", binary, "--oi-runtime-path", NotExecutable);
        Add("oi-itself", binary, "--oi-runtime-path", binary);
        Add("oi-bad-env", binary, "--oi-env", "MALFORMED");
        Add("oi-unknown-flag", binary, "--oi-nonsense");
        Add("oi-no-value", binary, "--oi-env-force");
        Add("oi-spoilt-document", Spoiling("document", "printf '{\\n  \"hostname\": }' > config.json"));
        Add("oi-no-document", Spoiling("no-document", "rm config.json"));

        Add("args", scratch.WriteScript("args", Recorder(ArgumentsFile)), [.. RuntimeArgument.All.Select(argument => argument.Given)]);
        foreach (var (number, element) in RuntimeArgument.Breaking.Index())
            Add($"args-breaking-{number}", binary, "--oi-env", element, flag);
        Add("args-redirect", binary, "--oi-env", "DEFAULT=1>2", flag);
        Add("args-space", binary, "--oi-env", "DEFAULT=two words", flag);
        Add("args-two-in-one", binary, "--oi-env DEFAULT=by-rule", flag);
        Add("args-quoted", binary, "--oi-env", "'DEFAULT=two words'");

        // The engine calls the runtime with the bundle as its directory.
        string Spoiling(string name, string how) =>
            scratch.WriteScript("spoil-" + name, $"case \" $* \" in *' create '*) {how};; esac\nexec {binary} {flag} \"$@\"");
    }

    /// <summary>Registers one more, for a daemon that is not started yet.</summary>
    public void Add(string name, string path, params string[] arguments) => _runtimes.Add(name, new { path, runtimeArgs = arguments });

    public string DebugDirectory { get; }
    public string SecondDebugDirectory { get; }
    public string DebugByIdDirectory { get; }
    public string Missing { get; }
    public string NotExecutable { get; }

    /// <summary>Where the runtime "args" notes what it was called with: an argument a line, before the engine's own.</summary>
    public string ArgumentsFile { get; }

    public string Configuration(string defaultRuntime, string initPath) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["runtimes"] = _runtimes,
            ["default-runtime"] = defaultRuntime,
            ["init-path"] = initPath,
        });

    private static string Recorder(string file) =>
        $"""
        : > {file}
        while [ $# -gt 0 ] && [ "$1" != --root ] && [ "$1" != --version ]; do
          printf '%s\n' "$1" >> {file}
          shift
        done
        exec runc "$@"
        """;
}
