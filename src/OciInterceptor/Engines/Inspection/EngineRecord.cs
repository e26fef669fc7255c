namespace OciInterceptor.Engines.Inspection;

/// <summary>What an engine has recorded of a container: what it was asked for, before the policy.</summary>
/// <param name="Source">Where the record is: a file, or the command that shows it.</param>
internal sealed record EngineRecord(string Source)
{
    /// <summary>The container's name; null if the record has none.</summary>
    internal string? Name { get; init; }

    /// <summary>The image as it was named.</summary>
    internal string? Image { get; init; }

    /// <summary>The settings that the record has.</summary>
    internal required SettingColumn Settings { get; init; }
}
