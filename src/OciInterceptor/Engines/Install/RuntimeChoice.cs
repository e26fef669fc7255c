using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>The runtime that a registration leads to: the one asked for, else the operator's link, else the engine's own default.</summary>
/// <param name="Request">The request, which names the runtime if the registration must.</param>
/// <param name="Name">The engine's name for the runtime, or that of its file.</param>
/// <param name="Path">Its path, or a name for PATH.</param>
/// <param name="Reason">Who says so.</param>
internal sealed record RuntimeChoice(RegistrationRequest Request, string Name, string Path, string Reason)
{
    /// <summary>Whether it is another than the runc on PATH, which needs no mention.</summary>
    internal bool IsNotable => Request.RuntimePath is not null;

    /// <summary>For the report: the runtime, and who says so.</summary>
    internal string Line => $"The runtime behind {Request.Name} is {Path}: {Reason}.";

    /// <param name="request">What the operator asks for.</param>
    /// <param name="files">The files as they are without an earlier installation.</param>
    /// <param name="own">The engine's default.</param>
    /// <param name="isDefault">Whether the registration takes the default's place.</param>
    /// <exception cref="InterceptorException">The runtime is missing, or cannot be trusted; or the default is the interceptor and has more than was asked for.</exception>
    internal static RuntimeChoice Of(RegistrationRequest request, FileView files, EngineRuntime own, bool isDefault = false)
    {
        if (isDefault && (IsInterceptor(own.Program) ? own.Program : Found(own.Program, request.SearchPath)) is { } present && IsInterceptor(present))
        {
            InterceptedDefault.RequireCovered(own, present, request, files);
        }
        if (request.RuntimePath is { } asked)
        {
            return new RuntimeChoice(request, own.Program == asked ? own.Name : FileName(asked), asked, "--oi-runtime-path names it");
        }
        if (LinkOf(request, files) is var (link, target))
        {
            return new RuntimeChoice(request, FileName(target), target, $"{link} leads to it");
        }
        var found = IsInterceptor(own.Program) ? own.Program : Found(own.Program, request.SearchPath) ?? throw Missing(request, own);
        var isOwn = IsInterceptor(found);
        var path = isOwn ? Behind(found, own, request) : found;
        var name = isOwn ? FileName(path) : own.Name;
        var reason = (own.Source, isOwn) switch
        {
            ({ } file, true) => $"{file} has the default runtime {own.Name}, which is the interceptor and becomes it",
            ({ } file, false) => $"{file} has it as the default",
            (null, true) => $"the {own.Name} on PATH is the interceptor and becomes it",
            _ => own == EngineRuntime.Stock ? "it is the runc on PATH" : "it is the engine's own default",
        };
        if (IsSame(path, Found(EngineRuntime.Runc, request.SearchPath)))
        {
            if (request.EnginePath is null || Found(EngineRuntime.Runc, request.EnginePath) is not null)
            {
                return new RuntimeChoice(request, name, path, reason);
            }
            reason = "it is the runc on PATH here, and the engine may have another PATH";
        }
        if (TrustFault.Of(TrustPolicy.Program, path) is { } fault)
        {
            throw new InterceptorException($"cannot use the runtime {path}: {fault}");
        }
        return request.Wrapper is null
            ? new RuntimeChoice(request with { RuntimePath = path }, name, path, reason)
            : throw new InterceptorException($"the wrapper would become runc, but {(own.Source is { } source && !isOwn ? $"{source} has the default runtime {path}" : $"the runtime here is {path} ({reason})")}: add --oi-runtime-path {path}");
    }

    /// <summary>The file of a program; null if it is missing.</summary>
    internal static string? Found(string program, string searchPath) =>
        !program.Contains('/', StringComparison.Ordinal) ? ProgramPath.Find(program, searchPath)
        : ProgramPath.IsExecutable(program) ? program
        : null;

    // The links that a call would follow.
    private static (string Link, string Target)? LinkOf(RegistrationRequest request, FileView files)
    {
        var profile = request.Options.Profiles is [var named] ? named : RequestedProfile.IsAsked(request.Options) ? request.Name : null;
        ImmutableArray<string> links = [.. profile is null ? [] : (ReadOnlySpan<string>)[request.Policies.Runtime(profile)], request.Policies.RuntimeLink];
        foreach (var link in links)
        {
            if (files[link].Target is { } target)
            {
                return (link, target);
            }
        }
        return null;
    }

    /// <summary>Whether a program's path leads to the interceptor.</summary>
    internal static bool IsInterceptor(string program) => program.Contains('/', StringComparison.Ordinal)
        && (InterceptorFile.HasOwnName(program) || InterceptorFile.HasOwnName(RealPath.Resolve(program, pastDenied: false)));

    // What an earlier registration leads to.
    private static string Behind(string program, EngineRuntime own, RegistrationRequest request)
    {
        var (path, fault) = new RegisteredCall(program, own.Arguments, request.SearchPath).Runtime;
        return path ?? throw new InterceptorException($"the default runtime {own.Name} is the interceptor, and finds no runtime: {fault}");
    }

    private static InterceptorException Missing(RegistrationRequest request, EngineRuntime own) => new(
        own.Source is { } file ? $"{file} has the default runtime {own.Name}, but {own.Program} is missing{(own.Program.Contains('/', StringComparison.Ordinal) ? "" : " on PATH")}: install it, or name a runtime with --oi-runtime-path"
        : ProgramPath.Find("crun", request.SearchPath) is { } crun ? $"no runc here; crun is at {crun}: add --oi-runtime-path crun"
        : "no runc here: install it, or name another runtime with --oi-runtime-path");

    private static bool IsSame(string path, string? other) => path == other || (other is not null && FileStatus.Of(path).IsSameFileAs(FileStatus.Of(other)));

    private static string FileName(string path) => System.IO.Path.GetFileName(path);
}
