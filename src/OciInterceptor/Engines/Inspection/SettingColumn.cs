namespace OciInterceptor.Engines.Inspection;

/// <summary>What one source says of a container's settings. A setting that the source does not know has no value.</summary>
internal sealed class SettingColumn
{
    internal const string Yes = "yes";
    internal const string No = "no";
    internal const string None = "none";
    internal const string NotSet = "not set";
    internal const string Unlimited = "unlimited";

    private readonly Dictionary<Setting, string?> _values = [];
    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);

    /// <summary>The settings that have a value of their own, in the order in which they were found.</summary>
    internal IEnumerable<Setting> Settings => _values.Keys;

    /// <summary>The value; null if the source does not know it.</summary>
    internal string? this[Setting setting] => _values.TryGetValue(setting, out var value) ? value : _whole.GetValueOrDefault(setting.Family);

    /// <summary>Notes a value; null for one that the source cannot know although it knows the family.</summary>
    internal void Set(string family, string? value) => Set(family, "", value);

    /// <inheritdoc cref="Set(string, string?)"/>
    internal void Set(string family, string item, string? value) => _values[new Setting(family, item)] = value;

    /// <summary>Notes that the source has every item of a family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="absent">The value of the items that it does not have.</param>
    internal void IsWhole(string family, string absent) => _whole[family] = absent;

    /// <summary>Takes back what was noted of a family.</summary>
    internal void Forget(string family)
    {
        _whole.Remove(family);
        foreach (var setting in _values.Keys.Where(setting => setting.Family == family).ToList())
        {
            _values.Remove(setting);
        }
    }

    internal static string Word(bool value) => value ? Yes : No;
}
