using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.OnPath;

/// <summary>Whatever runs the runc on PATH, as BuildKit does.</summary>
/// <param name="daemonPath">The PATH of the running daemon that BuildKit is part of; null when none runs.</param>
internal sealed class PathEngine(Func<string?> daemonPath) : LinkedEngine
{
    private const string Program = "runc";

    public override string Name => "path";

    /// <summary>Null as well when the runc on PATH is not the interceptor: every machine with an engine has one.</summary>
    public override FoundEngine? Find(IMachine machine) => machine.Find(Program) is { } path && InterceptorFile.Is(machine, path)
        ? new FoundEngine(Name, path).With(machine, Program, [new FoundRuntime(Program, path, FoundRuntime.OnPath)])
        : null;

    private protected override string Link(InstallRequest request)
    {
        var runtime = RuntimeOf(request);
        var dpkg = new Dpkg(request.Registration.SearchPath);
        var trueName = dpkg.TrueName(runtime.Path);
        if (trueName != runtime.Path && trueName != runtime.Aside)
        {
            throw new InterceptorException($"{runtime.Path} is already diverted to {trueName}: remove that diversion first");
        }
        // Checked before anything is changed.
        var isChanged = runtime.Install(isDryRun: true);
        var proof = new RegistrationProof(request.Registration, request.Machine, daemonPath());
        proof.Prepare(runtime);
        var isDiverted = isChanged && trueName == runtime.Path && dpkg.Owns(runtime.Path);
        if (!request.IsDryRun)
        {
            if (isChanged)
            {
                request.Show($"{(isDiverted ? $"divert {runtime.Path} to {runtime.Aside}\n" : "")}{runtime.Plan}");
            }
            var hasDiverted = false;
            Make(
                proof,
                runtime,
                () =>
                {
                    if (isDiverted)
                    {
                        dpkg.Divert(runtime.Path, runtime.Aside);
                        hasDiverted = true;
                    }
                    runtime.Install(isDryRun: false);
                },
                () =>
                {
                    runtime.TakeBack();
                    if (hasDiverted)
                    {
                        dpkg.Restore(runtime.Path);
                    }
                });
        }
        return $"""
            {Report(runtime, isChanged, request)}
            {(isDiverted ? $"dpkg {(request.IsDryRun ? "would put" : "puts")} the package's file there, also when it is upgraded.\n" : "")}The rules are those of {request.Registration.Policies.Root}.
            {Preferred(request)}{Summary(proof, runtime, request)}
            """;
    }

    private protected override LinkedRuntime Unlink(InstallRequest request)
    {
        var runtime = RuntimeOf(request);
        var dpkg = new Dpkg(request.Registration.SearchPath);
        var isDiverted = dpkg.TrueName(runtime.Path) == runtime.Aside;
        // An installation killed between its two steps leaves a diversion without a link.
        var isLinked = !isDiverted || runtime.IsInstalled || runtime.IsHalfMade;
        if (isLinked)
        {
            runtime.Uninstall(isDryRun: true);
        }
        if (!request.IsDryRun)
        {
            request.Show($"{(isLinked ? runtime.UndoPlan : "")}{(isDiverted ? $"take back the diversion of {runtime.Path}\n" : "")}");
            if (isLinked)
            {
                runtime.Uninstall(isDryRun: false);
            }
            if (isDiverted)
            {
                dpkg.Restore(runtime.Path);
            }
        }
        return runtime;
    }

    // A buildkitd of its own looks for it first.
    private string Preferred(InstallRequest request) => ProgramPath.Find("buildkit-runc", daemonPath() ?? request.Registration.SearchPath) is { } other
        ? $"{other} is left as it is: a buildkitd prefers it to {Program}, and oi-install buildkit covers that one.\n"
        : "";

    private LinkedRuntime RuntimeOf(InstallRequest request)
    {
        var searchPath = daemonPath() ?? request.Registration.SearchPath;
        var found = ProgramPath.Find(Program, searchPath) ?? throw new InterceptorException($"no {Program} in {searchPath}");
        return new LinkedRuntime($"{TargetPath.Real(Path.GetDirectoryName(found)!)}/{Program}", request.Registration.Binary);
    }
}
