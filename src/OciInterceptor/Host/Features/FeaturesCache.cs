using System.Globalization;
using OciInterceptor.Linux;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Host.Features;

/// <summary>
/// Keeps the answers of runtimes to the question for their features, so that each file of a runtime is asked once (docs/decisions/0027). A
/// runtime whose answer cannot be kept is not asked, since every call would ask it again.
/// </summary>
/// <param name="directories">Where answers are kept, absolute paths: the first that has one counts, and the first that can be written gets a new one.</param>
/// <param name="searchPath">PATH for the runtime.</param>
internal sealed class FeaturesCache(ImmutableArray<string> directories, string searchPath)
{
    /// <summary>The directory of the machine's root, in bytes that do not outlive the machine.</summary>
    internal const string RootsDirectory = "/run/oci-interceptor/features";

    /// <summary>How long a runtime may take, and how long a call waits for another one that is asking.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether this is for a command, which is not repeated with each container: it asks anew where the answer is missing, and even if it cannot be kept.</summary>
    internal bool IsCommand { get; set; }

    /// <summary>What is done before the runtime is asked.</summary>
    internal Action? BeforeAsking { get; set; }

    /// <summary>The cache of this user.</summary>
    /// <param name="userDirectory">XDG_RUNTIME_DIR, for users who cannot write root's directory; null if it is not set.</param>
    /// <param name="searchPath">PATH for the runtime.</param>
    internal static FeaturesCache Of(string? userDirectory, string searchPath) =>
        new(userDirectory is ['/', ..] && IsOwn(userDirectory) ? [RootsDirectory, $"{userDirectory}/oci-interceptor/features"] : [RootsDirectory], searchPath);

    /// <summary>What the runtime answered, or answers now.</summary>
    internal RuntimeAnswer Answer(string runtime)
    {
        string name;
        try
        {
            name = NameOf(FileStatus.Of(runtime));
        }
        catch (IOException e)
        {
            return new RuntimeAnswer(runtime, null, $"{runtime} cannot be examined: {e.Message}");
        }
        RuntimeAnswer? fault = null;
        foreach (var directory in directories)
        {
            if (KeptAnswer.Read($"{directory}/{name}", runtime) is { IsFinal: true } kept)
            {
                if (kept.Answer.Features is not null)
                {
                    return kept.Answer;
                }
                fault ??= kept.Answer;
            }
        }
        if (fault is not null && !IsCommand)
        {
            return fault;
        }
        foreach (var directory in directories)
        {
            if (AnswerDirectory.Open(directory, Patience) is { } place)
            {
                using (place)
                {
                    return Ask(place, directory, name, runtime);
                }
            }
        }
        return Unkept(runtime, string.Join(" or ", directories));
    }

    /// <summary>The name of the answer of a file: by device, inode, size and time of its last change, so that another file has another.</summary>
    internal static string NameOf(in FileStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{status.DeviceMajor}:{status.DeviceMinor}-{status.Inode}-{status.Size}-{status.ModifiedSeconds}.{status.ModifiedNanoseconds:D9}");

    // Another call may have asked while this one waited. One that did not finish was killed, or its runtime hung: that is not tried again.
    private RuntimeAnswer Ask(AnswerDirectory place, string directory, string name, string runtime)
    {
        if (KeptAnswer.Read($"{directory}/{name}", runtime) is { } kept && !(IsCommand && kept.Answer.Features is null))
        {
            return kept.Answer;
        }
        if (!place.IsLocked)
        {
            return new RuntimeAnswer(runtime, null, $"another call is asking {runtime} for its features");
        }
        if (!place.Put(name, KeptAnswer.Pending(runtime)))
        {
            return Unkept(runtime, directory);
        }
        BeforeAsking?.Invoke();
        var answer = FeaturesDocument.Ask(runtime, searchPath, Patience);
        place.Put(name, KeptAnswer.Bytes(answer));
        return answer;
    }

    private RuntimeAnswer Unkept(string runtime, string directory) => IsCommand
        ? FeaturesDocument.Ask(runtime, searchPath, Patience)
        : new RuntimeAnswer(runtime, null, $"cannot cache its features in {directory}, so {runtime} is not asked for them");

    private static bool IsOwn(string directory)
    {
        try
        {
            return FileStatus.Find(directory) is { IsDirectory: true, IsWritableByOthers: false } status && status.Owner == Libc.geteuid();
        }
        catch (IOException)
        {
            return false;
        }
    }
}
