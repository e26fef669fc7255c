using OciInterceptor.Json;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Tests.Spec.Features;

/// <summary>Features documents: captured ones in TestData, and small ones.</summary>
internal static class FeaturesSample
{
    /// <summary>A captured document, by the name of its file.</summary>
    internal static RuntimeFeatures Captured(string name) => Of(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "Features", name + ".json")));

    /// <summary>A document; double quotes may be written as single ones.</summary>
    internal static RuntimeFeatures Of(string json) => RuntimeFeatures.Of(JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(json.Replace('\'', '"')), "features"))!;

    /// <summary>The answer of /usr/bin/runc as Debian 12 has it.</summary>
    internal static RuntimeAnswer Runc115 => new("/usr/bin/runc", Captured("runc-1.1.5-debian-12"), null);

    /// <summary>The answer of a crun that has no such command.</summary>
    internal static RuntimeAnswer OldCrun => new("/usr/bin/crun", null, "/usr/bin/crun features failed: unknown command features");
}
