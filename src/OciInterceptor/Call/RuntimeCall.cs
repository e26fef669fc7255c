using System.Text;
using System.Text.Unicode;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Host.Features;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Call;

/// <summary>One invocation: what the caller asked the runtime to do, and what it asked us to do about it.</summary>
internal sealed unsafe class RuntimeCall
{
    private readonly CallScan _scan;

    /// <exception cref="InterceptorException">A flag of ours is misused, or there is nothing to forward.</exception>
    internal RuntimeCall(in CallScan scan)
    {
        _scan = scan;
        Options = OptionsReader.Read(scan);
        if (!scan.HasForwarded && !Options.Help && !Options.Version)
        {
            throw new InterceptorException("missing arguments for the runtime; see oci-interceptor --oi-help");
        }
    }

    /// <summary>The scan of its arguments.</summary>
    internal ref readonly CallScan Scan => ref _scan;

    internal Options Options { get; }

    internal DocumentKind Document => _scan.Document;

    /// <inheritdoc cref="CallScan.ConcernsRules"/>
    internal bool ConcernsRules => _scan.ConcernsRules;

    /// <summary>The first option by which an exec without a document describes its process, such as --user; null without one.</summary>
    internal string? ProcessOption => _scan.ProcessOption is null
        ? null
        : (_scan.ProcessOptionLength == 1 ? "-" : "--") + Encoding.UTF8.GetString(_scan.ProcessOption, _scan.ProcessOptionLength);

    /// <summary>One of our own verbs, oi-…; null for a runtime's.</summary>
    internal string? OwnCommand => _scan.IsOwnCommand ? Verb : null;

    /// <summary>The arguments after our own verb.</summary>
    /// <exception cref="InterceptorException">One is not UTF-8.</exception>
    internal IReadOnlyList<string> OwnArguments
    {
        get
        {
            var arguments = new List<string>();
            for (var i = _scan.Verb + 1; i < _scan.Argc; i++)
            {
                var argument = CString.At(_scan.Argv[i]);
                arguments.Add(Utf8.IsValid(argument.Bytes) ? argument.ToString() : throw new InterceptorException($"{Verb}: the argument {argument} is not UTF-8"));
            }
            return arguments;
        }
    }

    /// <summary>The verb; empty if absent.</summary>
    internal string Verb => _scan.Verb == 0 ? "" : CString.At(_scan.Argv[_scan.Verb]).ToString();

    /// <summary>The container's ID; null when the verb carries no document or the ID is missing.</summary>
    internal string? ContainerId => _scan.ContainerId is null ? null : CString.At(_scan.ContainerId).ToString();

    /// <summary>Whether the call has --no-pivot: the runtime then covers the host's root directory instead of letting go of it.</summary>
    internal bool NoPivot => _scan.NoPivot;

    /// <summary>Where the call's document is, as the runtime would look for it.</summary>
    internal CString DocumentPath =>
        _scan.DocumentDirectory.IsEmpty ? CString.Of(_scan.DocumentName) : CString.In(_scan.DocumentDirectory, _scan.DocumentName);

    /// <summary>The bundle's directory, which is the current one when the call names none.</summary>
    internal string Bundle => _scan.Bundle is null ? "." : CString.At(_scan.Bundle).ToString();

    /// <summary>The directories where a runtime is looked for, separated by colons as in PATH.</summary>
    internal string SearchPath => CString.At(RuntimeFinder.SearchPath(_scan.Envp)).ToString();

    /// <summary>NOTIFY_SOCKET of the caller's environment; null when it is not set.</summary>
    internal string? NotifySocket => Variable("NOTIFY_SOCKET"u8);

    /// <summary>XDG_RUNTIME_DIR of the caller's environment; null when it is not set.</summary>
    internal string? UserDirectory => Variable("XDG_RUNTIME_DIR"u8);

    /// <summary>The arguments before the verb, as they were given.</summary>
    internal ImmutableArray<CString> BeforeVerb
    {
        get
        {
            var arguments = ImmutableArray.CreateBuilder<CString>();
            for (var i = 1; i < _scan.Verb; i++)
            {
                arguments.Add(CString.At(_scan.Argv[i]));
            }
            return arguments.DrainToImmutable();
        }
    }

    /// <summary>The options before the verb that are not flags of this program, without their values.</summary>
    internal ImmutableArray<string> RuntimeOptions
    {
        get
        {
            var options = ImmutableArray.CreateBuilder<string>();
            var before = new GlobalArguments(_scan.Argc, _scan.Argv);
            while (before.MoveNext() && before.Index < _scan.Verb)
            {
                if (before.Kind != ArgumentKind.Own)
                {
                    options.Add(CString.At(_scan.Argv[before.Index]).ToString().Split('=')[0]);
                }
            }
            return options.DrainToImmutable();
        }
    }

    /// <summary>--oi-runtime-path as text; null when it was not given.</summary>
    internal string? RuntimePath => _scan.RuntimePath is null ? null : CString.At(_scan.RuntimePath).ToString();

    /// <summary>The real runtime for this call.</summary>
    /// <exception cref="InterceptorException">No runtime was found: what was looked for, where, and why it cannot be used.</exception>
    internal RuntimeCommand FindRuntime()
    {
        if (_scan.LacksRuntime)
        {
            throw new InterceptorException($"missing runtime for Guardian: {Encoding.UTF8.GetString(GuardianShim.BinaryVariable)} must be set to a path or to a name in PATH");
        }
        var found = RuntimeFinder.Find(_scan.RuntimePath, _scan.Profile, _scan.Envp);
        if (found.Fault != RuntimeFault.None)
        {
            throw new InterceptorException(RuntimeFaultMessage.Of(found, _scan.Envp));
        }
        return new RuntimeCommand(found.Path, _scan.Arguments.ForwardedTo(found.Name), _scan.Envp);
    }

    /// <summary>The path of the real runtime for this call; null if none was found.</summary>
    internal string? RuntimeFile
    {
        get
        {
            var found = _scan.LacksRuntime ? default : RuntimeFinder.Find(_scan.RuntimePath, _scan.Profile, _scan.Envp);
            return found.Path is null || found.Fault != RuntimeFault.None ? null : CString.At(found.Path).ToString();
        }
    }

    /// <summary>What the real runtime of this call tells about itself.</summary>
    /// <param name="beforeAsking">What is done before it is asked, if it has not been asked before.</param>
    /// <param name="isCommand">Whether this is a command of ours, which asks a runtime even if it cannot keep the answer.</param>
    internal RuntimeAnswer AskRuntime(Action? beforeAsking = null, bool isCommand = false)
    {
        if (RuntimeFile is not { } path)
        {
            return RuntimeAnswer.None;
        }
        var cache = FeaturesCache.Of(UserDirectory, SearchPath);
        cache.BeforeAsking = beforeAsking;
        cache.IsCommand = isCommand;
        return cache.Answer(path);
    }

    /// <summary>Makes the runtime read the exec's document from another path.</summary>
    internal void RedirectProcess(RuntimeCommand runtime, CString path)
    {
        var argument = _scan.Argv[_scan.ProcessIndex];
        var spelling = new ReadOnlySpan<byte>(argument, (int)(_scan.Process - argument));
        runtime.Substitute(argument, CString.Of([.. spelling, .. path.Bytes]));
    }

    private string? Variable(ReadOnlySpan<byte> name)
    {
        var value = ProcessStart.Variable(_scan.Envp, name);
        return value is null ? null : CString.At(value).ToString();
    }
}
