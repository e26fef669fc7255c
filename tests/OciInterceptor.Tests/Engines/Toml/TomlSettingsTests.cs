using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Tests.Engines.Toml;

public sealed class TomlSettingsTests
{
    /// <summary>What is in an inline table would be written twice otherwise: in it, and as a table.</summary>
    [Theory]
    [InlineData("a = 1\nb = 2", "a=1", "b=2")]
    [InlineData("a = { x = 1, y = 2 }\nb = 2", "a={ x = 1, y = 2 }", "b=2")]
    [InlineData("a = [{ x = 1 }]\nb = 2", "a=[{ x = 1 }]", "b=2")]
    [InlineData("a = [1, 2]\nb = 2", "a=[1, 2]", "b=2")]
    [InlineData("[t.a]\nx = 1\n[t.b]\nx = 1", "a.x=1", "b.x=1")]
    [InlineData("a.x = 1\na.y = 2", "a.x=1", "a.y=2")]
    public void A_setting_is_there_once(string text, params string[] settings) =>
        TomlSettings.Below(TomlReader.Read($"other = 1\n[t]\n{text}\n[u]\nz = 1\n", "f"), ["t"]).Select(setting => $"{string.Join('.', setting.Key)}={setting.Value}").Should().Equal(settings);
}
