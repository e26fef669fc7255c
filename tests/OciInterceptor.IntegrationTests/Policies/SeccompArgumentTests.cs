using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Denials by argument, as programs in real containers meet them; the same container without the rule is the control.</summary>
[Collection(PolicySuite.Name)]
public sealed class SeccompArgumentTests(PolicyDocker docker) : IDisposable
{
    // An errno that no kernel gives, since it may have neither kind of socket.
    private const string Sockets = """{ "type": "seccomp", "allow": ["io_uring_setup"], "deny": [{ "names": ["@af-alg", "@af-vsock"], "errno": "EXDEV" }] }""";
    private const string Rings = """{ "type": "seccomp", "deny": [{ "names": ["@io-uring"], "errno": "EXDEV" }] }""";
    private const string Namespaces = """{ "type": "seccomp", "deny": [{ "names": ["@userns"], "errno": "EXDEV" }] }""";

    private const string Docker29 = """
        {"defaultAction":"SCMP_ACT_ERRNO","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86","SCMP_ARCH_X32"],"syscalls":[
        {"names":["read","write","close","openat","fstat","newfstatat","lseek","mmap","mmap2","mprotect","munmap","brk","execve","exit","exit_group","arch_prctl","futex","getdents64","getcwd","chdir","getpid","getppid","capset","capget","prctl","setresuid","setresgid","setuid","setgid","setgroups","set_tid_address","set_robust_list","rseq","prlimit64","readlink","readlinkat","getrandom","uname","ioctl","dup3","fcntl","rt_sigaction","rt_sigprocmask","rt_sigreturn","sigaltstack","unshare","io_uring_setup","epoll_pwait","epoll_ctl","nanosleep","sched_yield","madvise","tgkill","faccessat2","faccessat","access","fstatfs","statfs","statx","clock_gettime","open","stat","lstat","poll","pread64","getuid","geteuid","getgid","getegid","gettid","socketcall","close_range","umask","keyctl"],"action":"SCMP_ACT_ALLOW"},
        {"names":["socket"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":38,"valueTwo":0,"op":"SCMP_CMP_LT"}]},
        {"names":["socket"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":39,"valueTwo":0,"op":"SCMP_CMP_EQ"}]},
        {"names":["socket"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":40,"valueTwo":0,"op":"SCMP_CMP_GT"}]}]}
        """;

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];
    private ContainerRuntime? _runtime;

    public void Dispose()
    {
        _runtime?.Remove(_id);
        _scratch.Dispose();
    }

    [Attack("Arguments that a filter compares")]
    [Theory]
    [InlineData("runc", "null")]
    [InlineData("crun", "null")]
    [InlineData("runc", "docker-20.10-run.json")]
    [InlineData("crun", "docker-20.10-run.json")]
    [InlineData("runc", "docker-29")]
    [InlineData("crun", "docker-29")]
    public void Families_of_sockets_are_refused_by_every_way_and_the_others_are_not(string runtime, string filter)
    {
        var bundle = Runnable(runtime, filter);

        var (given, left) = (Lines(Direct(bundle)), Lines(Intercepted(bundle, Sockets)));

        foreach (var (what, answer) in given)
        {
            var isDenied = what.StartsWith("alg", StringComparison.Ordinal) || what.StartsWith("vsock", StringComparison.Ordinal);
            left[what].Should().BeOneOf(isDenied || what.EndsWith("by socketcall", StringComparison.Ordinal) ? ["EXDEV"] : [answer], what);
        }
    }

    [Attack("Arguments that a filter compares")]
    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void Rings_and_user_namespaces_are_refused_and_all_else_is_not(string runtime)
    {
        var bundle = Runnable(runtime, "null");

        var given = Lines(Direct(bundle));
        var rings = Lines(Intercepted(bundle, Rings));
        var namespaces = Lines(Intercepted(Runnable(runtime, "null", "other"), Namespaces));

        given.Where(line => rings[line.Key] != line.Value).Select(line => line.Key).Should().Equal("io_uring_setup");
        rings["io_uring_setup"].Should().Be("EXDEV");
        given.Where(line => namespaces[line.Key] != line.Value).Select(line => line.Key).Should().Equal("unshare user");
        namespaces["unshare user"].Should().Be("EXDEV");
    }

    /// <summary>libseccomp refuses a filter in which entries say two things of a multiplexer, and so would runc the container.</summary>
    [Attack("Arguments that a filter compares")]
    [Theory]
    [InlineData("@af-alg", "socketcall")]
    [InlineData("socketcall", "@af-alg")]
    public void A_multiplexer_is_denied_beside_a_family_and_runc_takes_the_filter(string first, string second)
    {
        _runtime = new ContainerRuntime("runc", _scratch);
        var bundle = Bundle.Runnable(_scratch, ["echo", "started"]);

        var result = Intercepted(bundle, $$"""{ "type": "seccomp", "profile": "docker-default", "deny": ["{{first}}", "{{second}}"] }""");

        result.Succeeded().OutputText.Should().Be("started\n");
    }

    [Attack("Arguments that a filter compares")]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_family_is_refused_inside_docker_run(bool isUnconfined)
    {
        var program = CCompiler.CompileStatic("Harness/doors.c");
        string[] options = ["-v", $"{program}:/doors:ro", .. isUnconfined ? ["--security-opt", "seccomp=unconfined"] : Array.Empty<string>()];
        docker.Directory.Is($$"""{ "rules": [{{Sockets}}] }""");

        var given = Lines(docker[null].Run(0, "/doors", options));
        var left = Lines(docker[PolicyDocker.ByFile].Run(0, "/doors", options));

        left.Where(line => line.Key.StartsWith("vsock", StringComparison.Ordinal) || line.Key.StartsWith("alg", StringComparison.Ordinal)).Should().OnlyContain(line => line.Value == "EXDEV");
        foreach (var what in new[] { "unix", "unix with high bits", "inet", "inet with high bits" })
        {
            left[what].Should().Be("done").And.Be(given[what]);
        }
    }

    private CommandResult Direct(Bundle bundle) => _runtime!.Direct("run", "--bundle", bundle.Path, _id).Run();

    private CommandResult Intercepted(Bundle bundle, string rule)
    {
        _scratch.MakeDirectory("policy");
        var policy = _scratch.Write("policy/policy.json", $$"""{ "rules": [{{rule}}] }""");
        return _runtime!.Intercepted(["--oi-config", policy], "run", "--bundle", bundle.Path, _id).Run();
    }

    private static Dictionary<string, string> Lines(CommandResult result) => result.Succeeded().OutputText
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => parts[1].Trim());

    private Bundle Runnable(string runtime, string filter, string name = "bundle")
    {
        _runtime ??= new ContainerRuntime(runtime, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["doors"], spec => spec["linux"]!["seccomp"] = filter switch
        {
            "docker-29" => JsonNode.Parse(Docker29),
            "null" => null,
            _ => JsonNode.Parse(File.ReadAllBytes(Bundle.TestData(filter)))!["linux"]!["seccomp"]!.DeepClone(),
        }, name);
        File.Copy(CCompiler.CompileStatic("Harness/doors.c"), Path.Combine(bundle.Rootfs, "bin/doors"));
        return bundle;
    }
}
