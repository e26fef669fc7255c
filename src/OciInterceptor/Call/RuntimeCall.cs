using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Evidence;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Call;

/// <summary>One invocation: what the caller asked the runtime to do, and what it asked us to do about it.</summary>
internal sealed unsafe class RuntimeCall
{
    private readonly CallScan _scan;
    private readonly int _argc;
    private readonly byte** _argv;
    private readonly byte** _envp;

    /// <exception cref="InterceptorException">A flag of ours is misused, or there is nothing to forward.</exception>
    internal RuntimeCall(int argc, byte** argv, byte** envp)
    {
        _argc = argc;
        _argv = argv;
        _envp = envp;
        _scan = CallScan.Of(argc, argv, envp);
        Options = Options.Read(argc, argv, envp);
        if (!_scan.HasForwarded && !Options.Help && !Options.Version)
        {
            throw new InterceptorException("there are no arguments for a runtime; see oci-interceptor --oi-help");
        }
    }

    internal Options Options { get; }

    internal DocumentKind Document => _scan.Document;

    /// <summary>One of our own verbs, oi-…; null for a runtime's.</summary>
    internal string? OwnCommand => _scan.IsOwnCommand ? Verb : null;

    /// <summary>What stands behind our own verb.</summary>
    /// <exception cref="InterceptorException">It is no text.</exception>
    internal IReadOnlyList<string> OwnArguments
    {
        get
        {
            var arguments = new List<string>();
            for (var i = _scan.Verb + 1; i < _argc; i++)
            {
                var argument = CString.At(_argv[i]);
                arguments.Add(Utf8.IsValid(argument.Bytes) ? argument.ToString() : throw new InterceptorException($"{Verb}: the argument {argument} is not UTF-8"));
            }
            return arguments;
        }
    }

    /// <summary>The verb; empty when there is none.</summary>
    internal string Verb => _scan.Verb == 0 ? "" : CString.At(_argv[_scan.Verb]).ToString();

    /// <summary>The container's ID; null when the verb carries no document or the ID is missing.</summary>
    internal string? ContainerId => _scan.ContainerId is null ? null : CString.At(_scan.ContainerId).ToString();

    /// <summary>
    /// Whether the call has --no-pivot: the runtime then covers the host's root directory instead of letting go of it.
    /// </summary>
    internal bool NoPivot
    {
        get
        {
            var isGiven = false;
            var arguments = new VerbArguments(_argc, _argv, _scan.Verb);
            while (arguments.MoveNext())
            {
                if (arguments.Kind == ArgumentKind.Option && arguments.Name.SequenceEqual("no-pivot"u8))
                {
                    isGiven = arguments.Value is null || !RuntimeOptions.IsFalse(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(arguments.Value));
                }
            }
            return isGiven;
        }
    }

    /// <summary>Where the call's document is, as the runtime would look for it.</summary>
    internal CString DocumentPath
    {
        get
        {
            if (Document == DocumentKind.Process)
            {
                return CString.At(_scan.Process);
            }
            var name = CString.Of(_scan.Config is null ? "config.json"u8 : CString.At(_scan.Config).Bytes);
            // crun looks for another name where the caller stands, and not in the bundle.
            var isInBundle = _scan.Bundle is not null && name.Bytes.SequenceEqual("config.json"u8);
            return isInBundle ? CString.In(CString.At(_scan.Bundle).Bytes, name.Bytes) : name;
        }
    }

    /// <summary>Tells the person, and the caller's log, what went wrong.</summary>
    internal void ReportFailure(string message) => _ = Failure.Report(message, _argc, _argv, _envp);

    /// <summary>The bundle's directory, which is the current one when the call names none.</summary>
    internal string Bundle => _scan.Bundle is null ? "." : CString.At(_scan.Bundle).ToString();

    /// <summary>The directories where a runtime is looked for, as PATH has them.</summary>
    internal string SearchPath => CString.At(RuntimeFinder.SearchPath(_envp)).ToString();

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
                arguments.Add(CString.At(_argv[i]));
            }
            return arguments.DrainToImmutable();
        }
    }

    /// <summary>--oi-runtime-path as text; null when it was not given.</summary>
    internal string? RuntimePath => _scan.RuntimePath is null ? null : CString.At(_scan.RuntimePath).ToString();

    /// <summary>The real runtime for this call.</summary>
    /// <exception cref="InterceptorException">There is none: what was looked for, where, and why it would not do.</exception>
    internal RuntimeCommand FindRuntime()
    {
        if (_scan.LacksRuntime)
        {
            throw new InterceptorException($"there is no runtime for Guardian: {Encoding.UTF8.GetString(GuardianShim.BinaryVariable)} must name it, by a path or by a name for PATH");
        }
        var found = RuntimeFinder.Find(_scan.RuntimePath, _scan.Profile, _envp);
        if (found.Fault != RuntimeFault.None)
        {
            throw new InterceptorException(RuntimeFaultMessage.Of(found, _envp));
        }
        var forwarded = ForwardedArguments.Of(_argc, _argv, found.Name);
        return forwarded is not null ? new RuntimeCommand(found.Path, forwarded, _envp) : throw new InterceptorException("there is no memory for the runtime's arguments");
    }

    /// <summary>Makes the runtime read the exec's document from another path.</summary>
    internal void RedirectProcess(RuntimeCommand runtime, CString path)
    {
        var argument = _argv[_scan.ProcessIndex];
        var spelling = new ReadOnlySpan<byte>(argument, (int)(_scan.Process - argument));
        runtime.Substitute(argument, CString.Of([.. spelling, .. path.Bytes]));
    }

    private string? Variable(ReadOnlySpan<byte> name)
    {
        var value = ProcessStart.Variable(_envp, name);
        return value is null ? null : CString.At(value).ToString();
    }
}
