using OciInterceptor.Bundle;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Engines.Running;
using OciInterceptor.Host;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Apply;

/// <summary>What a change of the policy means for containers. Each is judged as its own calls would be, with the flags and the name that they have.</summary>
internal sealed class AffectedContainers
{
    /// <summary>How many recorded documents are judged, the newest ones.</summary>
    internal const int MaxRecorded = 100;

    private const string Ending = "_original.json";

    // In bytes. A container's author decides how large its document is, and each is held several times at once.
    private const int MaxDocument = 4 << 20;
    private const int MaxDocuments = 64 << 20;

    private static readonly Comparer<(string Path, DateTime Time)> _newestFirst = Comparer<(string Path, DateTime Time)>.Create(static (one, other) => other.Time.CompareTo(one.Time));

    private readonly CommandContext _context;
    private readonly PolicyLoader _proposed;
    private readonly DoctorContext _engines;
    private readonly Dictionary<string, PolicyPair> _pairs = [];
    private long _judged;

    /// <param name="context">The policy as it is.</param>
    /// <param name="engines">The engines on this machine.</param>
    /// <param name="proposed">The policy file as it would be.</param>
    internal AffectedContainers(CommandContext context, ImmutableArray<FoundEngine> engines, ProposedFile proposed)
    {
        (_context, _proposed) = (context, new PolicyLoader(context.Paths, context.Machine) { Proposed = proposed });
        _engines = new DoctorContext(context.Machine, context.Loader, context.Options, engines);
        Main = Pair(context.Options);
    }

    /// <summary>The policy of calls with the flags before the command.</summary>
    internal PolicyPair Main { get; }

    /// <summary>The policies that a change must leave so that they load, each with its title: the one in force, those of what is registered with engines, and a profile.</summary>
    /// <param name="profile">The profile that is changed; null if that is another file.</param>
    internal ImmutableArray<(string Title, PolicyPair Policies)> All(string? profile) =>
    [
        ("the policy in force", Main),
        .. from known in _engines.Registrations
           where _engines.IsBinary(known.Runtime)
           select ($"the policy of {known.Engine.Name}: {known.Runtime.Name}", Of(known.Runtime.Path)),
        .. profile is null ? [] : ((string, PolicyPair)[])[($"the profile {profile}", Pair(_context.Options.WithProfile(profile)))],
    ];

    /// <summary>The containers that engines run now and whose document can be read.</summary>
    /// <param name="faults">What could not be read, so that a container may be missing.</param>
    internal ImmutableArray<RunningContainer> Running(out IReadOnlyList<InterceptorException> faults)
    {
        var containers = new RunningContainers(_context.Machine);
        var found = _context.FindRunning?.Invoke() ?? containers.Find();
        faults = containers.Faults;
        return found.RemoveAll(container => container.Bundle is null);
    }

    /// <summary>Which of the containers the interceptor starts.</summary>
    internal ImmutableArray<RunningContainer> Ours(ImmutableArray<RunningContainer> running) =>
        running.RemoveAll(container => !InterceptorFile.Is(_context.Machine, ProgramOf(container)));

    /// <summary>The effect on each of these containers.</summary>
    internal ImmutableArray<Effect> OfRunning(ImmutableArray<RunningContainer> running) =>
        [.. running.Select(container => Judge(container.ShortId, $"{container.Bundle}/config.json", Of(ProgramOf(container)), container.Id, _context.HostOf?.Invoke(container.Bundle!) ?? _context.Machine))];

    // Shims and monitors call runc unless they are told otherwise.
    private static string ProgramOf(RunningContainer container) => container.Program ?? "runc";

    /// <summary>The effect on the documents that debug output has recorded, as their engines made them.</summary>
    internal ImmutableArray<Effect> OfRecorded(string directory) =>
    [
        .. _context.Machine.Glob($"{directory}/*{Ending}").Select(path => (Path: path, Time: File.GetLastWriteTimeUtc(path))).Order(_newestFirst).Take(MaxRecorded).Select(file => file.Path).Order(StringComparer.Ordinal)
            .Select(path => Judge(Path.GetFileName(path)[..^Ending.Length], path, Main, "", _context.Machine)),
    ];

    private Effect Judge(string name, string path, PolicyPair policies, string id, IHost host)
    {
        try
        {
            var size = FileStatus.Find(path)?.Size ?? 0;
            if (size > MaxDocument)
            {
                return new Effect(name, EffectKind.NotJudged, $"it is larger than {MaxDocument >> 20} MiB");
            }
            if (_judged + (long)size > MaxDocuments)
            {
                return new Effect(name, EffectKind.NotJudged, $"with those before it, it is larger than {MaxDocuments >> 20} MiB");
            }
            _judged += (long)size;
            return policies.On(name, id, Document.ReadConfiguration(CString.Of(path)).Root, host);
        }
        catch (Exception e) when (e is InterceptorException or IOException)
        {
            return new Effect(name, EffectKind.Unknown, OneLine.Of(e.Message));
        }
        catch (OutOfMemoryException)
        {
            return new Effect(name, EffectKind.NotJudged, "it takes too much memory");
        }
    }

    private PolicyPair Of(string program) =>
        _pairs.TryGetValue(program, out var known) ? known : _pairs[program] = Pair(() => CallOf(program).Options);

    // Docker calls the script that it writes for a runtime with arguments: NAME, or NAME.HASH.
    private RegisteredCall CallOf(string program)
    {
        var name = Path.GetFileName(program);
        var runtime = _engines.Registrations.Select(known => known.Runtime).FirstOrDefault(known => known.Path == program
            || (!known.Arguments.IsEmpty && (name == known.Name || name.StartsWith($"{known.Name}.", StringComparison.Ordinal))));
        return new RegisteredCall(runtime?.Path ?? program, runtime?.Arguments ?? [], "");
    }

    private PolicyPair Pair(Options options) => Pair(() => options);

    private PolicyPair Pair(Func<Options> options) => new(() => _context.Loader.Load(options()), () => _proposed.Load(options()));
}
