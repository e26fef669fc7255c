using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>An installation of the same name: what is not named now stays as it was.</summary>
internal sealed class EarlierInstallation
{
    private const string RuntimePath = "--oi-runtime-path=";
    private const string Profile = "--oi-profile=";

    private readonly RegistrationRequest _now;
    private readonly bool _isDefaultNow;
    private readonly RecordedRequest _was;
    private readonly ImmutableArray<string> _given;
    private readonly ImmutableArray<string> _left;

    private EarlierInstallation(RegistrationRequest now, bool isDefaultNow, RecordedRequest was)
    {
        _now = now;
        _isDefaultNow = isDefaultNow;
        _was = was;
        _given = RegisteredArguments.Of(now.Options, now.RuntimePath);
        _left = was.Flags.Where(flag => !_given.Any(other => Supersedes(other, flag))).ToImmutableArray();
    }

    /// <summary>The earlier installation of a name; null without one.</summary>
    /// <exception cref="InterceptorException">Its record cannot be read.</exception>
    internal static EarlierInstallation? Find(string engine, RegistrationRequest now, bool isDefault) =>
        new Changes.InstallRecords(now.Policies.Installed).Find(engine, now.Name)?.Request is { } was ? new EarlierInstallation(now, isDefault, was) : null;

    /// <summary>Whether containers that ask for no runtime get this one.</summary>
    internal bool IsDefault => _isDefaultNow || _was.IsDefault;

    /// <summary>What of the earlier installation was not named again, as on a command line.</summary>
    internal ImmutableArray<string> Left
    {
        get
        {
            var left = _left.ToBuilder();
            AddIf(_was.IsDefault && !_isDefaultNow, "--default");
            AddIf(_was.UsesArguments && !_now.UsesArguments && _now.Wrapper is null, "--args");
            AddIf(_was.LinkDirectory is not null && _now.LinkDirectory is null, $"--link-dir={_was.LinkDirectory}");
            return left.ToImmutable();

            void AddIf(bool isLeft, string option)
            {
                if (isLeft)
                {
                    left.Add(option);
                }
            }
        }
    }

    /// <summary>What was asked for now, and before.</summary>
    /// <param name="hasWrapper">Whether a directory of wrappers is made now.</param>
    /// <exception cref="InterceptorException">The two cannot be combined.</exception>
    internal RegistrationRequest Merged(bool hasWrapper)
    {
        var usesArguments = _now.UsesArguments || _was.UsesArguments;
        var wrapper = hasWrapper ? null : _was.Wrapper;
        if (wrapper is not null && !_given.All(_was.Flags.Contains))
        {
            throw new InterceptorException($"{_now.Name} is registered by the script {wrapper}, which passes its flags: name the directory with --wrapper-dir again, or start over with --replace");
        }
        if (!usesArguments && !hasWrapper && wrapper is null && ((_left.Any(IsRule) && _given.Any(IsProfile)) || (_left.Any(IsProfile) && _given.Any(IsRule))))
        {
            throw new InterceptorException($"{_now.Name} was installed with {string.Join(", ", _left)}, which cannot be combined with {string.Join(", ", _given)}: want a profile or flags, not both; to start over, add --replace and give all that you want");
        }
        var flags = _left.AddRange(_given);
        return _now with
        {
            Options = OptionsOf(flags.Where(flag => !flag.StartsWith(RuntimePath, StringComparison.Ordinal))),
            RuntimePath = flags.LastOrDefault(flag => flag.StartsWith(RuntimePath, StringComparison.Ordinal))?[RuntimePath.Length..],
            UsesArguments = usesArguments && !hasWrapper,
            LinkDirectory = _now.LinkDirectory ?? _was.LinkDirectory,
            Wrapper = wrapper,
        };
    }

    private static bool IsProfile(string flag) => flag.StartsWith(Profile, StringComparison.Ordinal);

    private static bool IsRule(string flag) => !IsProfile(flag) && !flag.StartsWith(RuntimePath, StringComparison.Ordinal);

    // Of variables and devices there may be several; any other flag has one value.
    private static bool Supersedes(string flag, string earlier)
    {
        var name = NameOf(flag);
        return name == NameOf(earlier) && name switch
        {
            "--oi-env" or "--oi-env-force" => flag.Split('=')[1] == earlier.Split('=')[1],
            "--oi-cdi-device" => flag == earlier,
            _ => true,
        };
    }

    private static string NameOf(string flag) => flag.Split('=')[0];

    private static unsafe Options OptionsOf(IEnumerable<string> flags)
    {
        List<string> line = ["oci-interceptor", .. flags];
        return OptionsReader.Read(CallScan.Of(line.Count, CStringArray.Of(line), CStringArray.Of([])));
    }
}
