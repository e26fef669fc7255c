namespace OciInterceptor.Engines.Inspection;

/// <summary>One setting side by side. A value is null where its source does not know the setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Engine">As the engine has recorded it.</param>
/// <param name="Document">As config.json has it.</param>
/// <param name="Process">As the running process has it.</param>
/// <param name="Rules">The rules that made it what it is.</param>
internal sealed record SettingRow(Setting Setting, string? Engine, string? Document, string? Process, ImmutableArray<string> Rules)
{
    private const string Set = "set";
    private const string Another = "set to another value";

    /// <summary>Whether two sources that know the setting disagree.</summary>
    internal bool Differs => Differ(Engine, Document) || Differ(Document, Process) || Differ(Engine, Process);

    /// <summary>Whether config.json has another value than the engine recorded.</summary>
    internal bool IsChanged => Differ(Engine, Document);

    /// <summary>The row without the value of a variable, which may be a secret: only whether it is set, and whether values differ.</summary>
    internal SettingRow WithoutValue()
    {
        if (Setting.Family != Setting.Env)
        {
            return this;
        }
        var first = ((string?[])[Engine, Document, Process]).FirstOrDefault(value => value is not (null or SettingColumn.NotSet));
        return this with { Engine = Word(Engine), Document = Word(Document), Process = Word(Process) };

        string? Word(string? value) => value is null or SettingColumn.NotSet ? value : value == first ? Set : Another;
    }

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;
}
