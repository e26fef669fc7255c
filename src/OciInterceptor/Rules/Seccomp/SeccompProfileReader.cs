using System.Globalization;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>
/// Reads profiles of two forms: linux.seccomp of the runtime-spec, and Docker's, which adds "archMap" and to each entry
/// for which machines and capabilities it is ("includes", "excludes"). Podman's own profile has errors in words besides ("defaultErrno",
/// "errno"), which count more than the numbers. What the readers of both pass over (moby's profiles/seccomp, containers/common's
/// pkg/seccomp) is passed over here.
/// </summary>
internal static class SeccompProfileReader
{
    private static readonly ImmutableArray<Member> _archMap =
    [
        new("architecture", Shape.Text, "", IsRequired: true),
        new("subArchitectures", Shape.Texts, ""),
    ];

    private static readonly ImmutableArray<Member> _filter =
    [
        new("caps", Shape.Texts, ""),
        new("arches", Shape.Texts, ""),
        new("minKernel", Shape.Text, ""),
    ];

    private static readonly ImmutableArray<Member> _argument =
    [
        new("index", Shape.Integer, "", IsRequired: true),
        new("value", Shape.Integer, "", IsRequired: true),
        new("valueTwo", Shape.Integer, ""),
        new("op", new Shape.Word(SeccompWords.Operators), "", IsRequired: true),
    ];

    private static readonly ImmutableArray<Member> _syscall =
    [
        new("name", Shape.Text, ""),
        new("names", Shape.Texts, ""),
        new("action", new Shape.Word(SeccompWords.Actions), "", IsRequired: true),
        new("errnoRet", Shape.Integer, ""),
        new("errno", Shape.Text, ""),
        new("args", new Shape.ListOf(new Shape.Record(_argument)), ""),
        new("comment", Shape.Text, ""),
        new("includes", new Shape.Record(_filter), ""),
        new("excludes", new Shape.Record(_filter), ""),
    ];

    private static readonly ImmutableArray<Member> _profile =
    [
        new("defaultAction", new Shape.Word(SeccompWords.Actions), "", IsRequired: true),
        new("defaultErrnoRet", Shape.Integer, ""),
        new("defaultErrno", Shape.Text, ""),
        new("architectures", Shape.Texts, ""),
        new("archMap", new Shape.ListOf(new Shape.Record(_archMap)), ""),
        new("flags", Shape.Texts, ""),
        new("listenerPath", Shape.Text, ""),
        new("listenerMetadata", Shape.Text, ""),
        new("syscalls", new Shape.ListOf(new Shape.Record(_syscall)), ""),
    ];

    /// <exception cref="InterceptorException">The profile is invalid; the message names the place.</exception>
    internal static SeccompProfile Read(string path, byte[] content, IHost host)
    {
        var value = CommentedJson.Parse(content, path);
        var passed = new PassedOver("Docker and Podman");
        var profile = new ObjectReader(value as JsonObject ?? throw value.Error("a seccomp profile must be a JSON object"), _profile, host, takesNull: true, passed.Take);
        var frame = new LinuxSeccomp(JsonObject.Empty) with
        {
            DefaultAction = profile.Word("defaultAction"),
            DefaultErrnoRet = Errno(profile, "defaultErrno", "defaultErrnoRet", "defaultAction", passed),
            Architectures = Architectures(profile, host),
            Flags = profile.Has("flags") ? Known(profile, "flags", SeccompWords.Flags) : default,
            ListenerPath = profile.Text("listenerPath"),
            ListenerMetadata = profile.Text("listenerMetadata"),
        };
        var written = profile.Records("syscalls", _syscall);
        // Once: where one is old, all are.
        if (written.FirstOrDefault(static entry => entry.Text("name") is { Length: > 0 }) is { } old)
        {
            passed.Note(old.Raw("name")!, "\"name\" is the old form, which is read as in Docker and Podman: want \"names\"");
        }
        var entries = written.Select(entry => ReadEntry(entry, host, passed)).OfType<SeccompProfileEntry>().ToImmutableArray();
        return new SeccompProfile(frame, entries) { Notes = passed.Notes };
    }

    private static ImmutableArray<string> Architectures(ObjectReader profile, IHost host)
    {
        if (profile.Items("archMap").IsEmpty)
        {
            return profile.Has("architectures") ? Known(profile, "architectures", SeccompWords.Architectures) : default;
        }
        if (!profile.Items("architectures").IsEmpty)
        {
            throw profile.Error("archMap", "a profile must not have both \"architectures\" and \"archMap\"");
        }
        var native = SeccompWords.ArchitecturesOf(host.Architecture) is [var first, ..] ? first : null;
        foreach (var entry in profile.Records("archMap", _archMap))
        {
            if (entry.Text("architecture") == native)
            {
                return [native!, .. Known(entry, "subArchitectures", SeccompWords.Architectures)];
            }
        }
        return default;
    }

    /// <summary>The entry; null when it is not for this machine, or names no system call.</summary>
    private static SeccompProfileEntry? ReadEntry(ObjectReader entry, IHost host, PassedOver passed)
    {
        var names = entry.Texts("names");
        if (entry.Text("name") is { Length: > 0 } name)
        {
            names = names.IsEmpty ? [name] : throw entry.Error("names", "an entry must not have both \"names\" and \"name\"");
        }
        if (names.Contains(""))
        {
            throw entry.Error("names", "the name of a system call must not be empty");
        }
        var syscall = new LinuxSyscall(JsonObject.Empty) with
        {
            Names = names,
            Action = entry.Word("action"),
            ErrnoRet = Errno(entry, "errno", "errnoRet", "action", passed),
            Args = entry.Items("args").IsEmpty ? default : entry.Records("args", _argument).Map(ReadArgument),
        };
        var (includes, excludes) = (entry.Record("includes", _filter), entry.Record("excludes", _filter));
        if (names.IsEmpty)
        {
            passed.Note(entry, "the entry names no system call, and is ignored");
            return null;
        }
        return IsForMachine(includes, excludes, host) ? new SeccompProfileEntry(syscall, includes?.Texts("caps") ?? [], excludes?.Texts("caps") ?? []) : null;
    }

    /// <summary>Whether an entry with such "includes" and "excludes" is for a machine.</summary>
    internal static bool IsForMachine(ObjectReader? includes, ObjectReader? excludes, IHost host) =>
        (includes?.Texts("arches") is not { IsEmpty: false } arches || arches.Contains(SeccompWords.DockerName(host.Architecture)))
        && excludes?.Texts("arches").Contains(SeccompWords.DockerName(host.Architecture)) != true
        && (includes is null || IsKernelFrom(includes, host) != false)
        && (excludes is null || IsKernelFrom(excludes, host) != true);

    // Both are read, so that a wrong number is an error also beside a word.
    private static uint? Errno(ObjectReader members, string word, string number, string action, PassedOver passed)
    {
        var ret = members.Number<uint>(number);
        var given = ret is not null ? number : members.Text(word) is { Length: > 0 } ? word : null;
        if (given is not null && SeccompWords.ErrnoFault(members.Text(action), given) is { } fault)
        {
            passed.Note(members.Raw(given)!, $"{fault}: it is left out");
            return null;
        }
        var greatest = SeccompWords.GreatestOf(members.Text(action));
        _ = ret > greatest ? throw members.Error(number, $"{number} must be at most {greatest}, not {ret}") : ret;
        if (members.Text(word) is not { Length: > 0 } text)
        {
            return ret;
        }
        var named = ErrnoName.Number(text)
            ?? (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= greatest ? parsed
                : throw members.Error(word, $"unknown {word} \"{text}\"{ErrnoName.Hint(text)}"));
        if (ret is not null && ret != named)
        {
            passed.Note(members.Raw(word)!, $"\"{word}\": \"{text}\" ({named}) overrides \"{number}\": {ret}, as in Podman");
        }
        return named;
    }

    internal static LinuxSeccompArg ReadArgument(ObjectReader argument) => new LinuxSeccompArg(JsonObject.Empty) with
    {
        Index = argument.Number<uint>("index") is <= 5 and var index ? index : throw argument.Error("index", "index must be from 0 to 5"),
        Value = argument.Number<ulong>("value"),
        ValueTwo = argument.Number<ulong>("valueTwo"),
        Op = argument.Word("op"),
    };

    /// <summary>Whether the kernel is as new as the filter requires; null if it requires nothing.</summary>
    private static bool? IsKernelFrom(ObjectReader filter, IHost host) => filter.Text("minKernel") is not { Length: > 0 } text ? null
        : Version.TryParse(text, out var version) ? host.Kernel >= version
        : throw filter.Error("minKernel", "minKernel must be a version such as \"4.8\"");

    /// <summary>The words of a list, each of which must be known.</summary>
    internal static ImmutableArray<string> Known(ObjectReader members, string name, ImmutableArray<string> words)
    {
        foreach (var word in members.Texts(name))
        {
            _ = words.Contains(word) ? word : throw members.Error(name, word, $"unknown value \"{word}\" in {name}{NearestName.Hint(word, words)}");
        }
        return members.Texts(name);
    }
}
