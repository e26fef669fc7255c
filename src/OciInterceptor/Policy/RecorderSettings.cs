using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>Where calls are recorded, and how much of them is kept.</summary>
/// <param name="Directory">An absolute path.</param>
internal sealed record RecorderSettings(string Directory)
{
    /// <summary>The most that may be kept: whoever removes records lists all of them.</summary>
    internal const int LargestCount = 20_000;

    internal int MaxCount { get; init; } = 10_000;

    /// <summary>All records together, in bytes.</summary>
    internal long MaxBytes { get; init; } = 256 << 20;

    internal TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether digests replace the values of environment variables.</summary>
    internal bool RedactsEnvironment { get; init; }

    /// <summary>The members of "recorder".</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("directory", Shape.Text, "The directory for the records, an absolute path.", IsRequired: true),
        new("maxCount", Shape.Integer, $"How many records are kept, 10000 by default and {LargestCount} at most."),
        new("maxBytes", Shape.Size, "How large all records may be together, 256m by default."),
        new("maxAge", Shape.Text, "How old a record may become: \"30d\", the default, \"12h\" or \"90m\"."),
        new("redactEnvironment", Shape.Flag, "Keep digests in the place of the values of environment variables."),
    ];

    /// <summary>Null without "recorder".</summary>
    internal static RecorderSettings? Read(ObjectReader? recorder)
    {
        if (recorder is null)
        {
            return null;
        }
        var settings = new RecorderSettings(recorder.AbsolutePath("directory")!) { RedactsEnvironment = recorder.Flag("redactEnvironment") };
        settings = settings with
        {
            MaxCount = recorder.Number<int>("maxCount") ?? settings.MaxCount,
            MaxBytes = recorder.Size("maxBytes") ?? settings.MaxBytes,
            MaxAge = recorder.Text("maxAge") is { } age ? AgeText.Parse(age) ?? throw recorder.Error("maxAge", $"maxAge must be {AgeText.Form}, not \"{age}\"") : settings.MaxAge,
        };
        return settings.MaxCount is < 1 or > LargestCount ? throw recorder.Error("maxCount", $"maxCount must be from 1 to {LargestCount}")
            : settings.MaxBytes < 1 ? throw recorder.Error("maxBytes", "maxBytes must be positive")
            : settings.MaxAge <= TimeSpan.Zero ? throw recorder.Error("maxAge", "maxAge must be positive")
            : settings;
    }
}
