using OciInterceptor.Json;
using OciInterceptor.Spec;

namespace OciInterceptor.Validation;

/// <summary>
/// Checks a document against the rules of the runtime specification (1.3) for Linux: required members, every
/// member's type, and what the specification demands of their values. The host is not consulted.
/// </summary>
internal sealed class DocumentCheck(Findings findings)
{
    /// <summary>Checks a container's configuration, or an exec's document, which is a process alone.</summary>
    internal void Check(JsonObject document)
    {
        if (IsProcess(document))
        {
            new ProcessCheck(findings).Check(new Process(document));
        }
        else
        {
            Check(new RuntimeSpec(document));
        }
    }

    internal static bool IsProcess(JsonObject document) => !IsConfiguration(document) && HasAny(document, ["args", "cwd"]);

    internal static bool IsConfiguration(JsonObject document) => HasAny(document, ["ociVersion", "process", "root", "linux", "mounts"]);

    private static bool HasAny(JsonObject document, ImmutableArray<string> names) => document.Members.Any(member => names.Contains(member.Name.AsText()));

    private void Check(RuntimeSpec spec)
    {
        findings.Require(spec, "ociVersion", "root");
        if (findings.Read(() => spec.OciVersion) is { } version && !IsSemanticVersion(version))
        {
            findings.Error(Findings.At(spec, "ociVersion"), $"invalid version \"{version}\": want a semantic version such as 1.3.0");
        }
        if (findings.Read(() => spec.Root) is { } root)
        {
            findings.Require(root, "path");
            if (findings.Read(() => root.Path) is "")
            {
                findings.Error(Findings.At(root, "path"), "\"path\" must not be empty");
            }
            findings.Read(() => root.Readonly);
        }
        new MountCheck(findings).Check(spec);
        if (findings.Read(() => spec.Process) is { } process)
        {
            new ProcessCheck(findings).Check(process);
        }
        if (findings.Read(() => spec.Hooks) is { } hooks)
        {
            new HookCheck(findings).Check(hooks);
        }
        findings.Texts(() => spec.Annotations);
        if (findings.Read(() => spec.Annotations)?.Json.Members.FirstOrDefault(member => member.Name.AsText().Length == 0).Name is { } empty)
        {
            findings.Error(empty, "an annotation's name must not be empty");
        }
        var linux = findings.Read(() => spec.Linux);
        if (linux is not null)
        {
            new LinuxCheck(findings).Check(linux);
        }
        CheckNames(spec, linux);
        CheckOtherSystems(spec);
    }

    private void CheckOtherSystems(RuntimeSpec spec)
    {
        foreach (var (name, value) in spec.Json.Members)
        {
            if (name.AsText() is "windows" or "solaris" or "vm" or "zos" or "freebsd" && value is not JsonObject && value.Kind != JsonKind.Null)
            {
                findings.Error(value, $"\"{name.AsText()}\" must be an object");
            }
        }
    }

    // Without a private namespace, setting a name would change the host's.
    private void CheckNames(RuntimeSpec spec, LinuxSection? linux)
    {
        var hostname = findings.Read(() => spec.Hostname);
        var domainname = findings.Read(() => spec.Domainname);
        var name = hostname is { Length: > 0 } ? "hostname" : domainname is { Length: > 0 } ? "domainname" : null;
        if (name is not null && !LinuxCheck.HasNamespace(linux, "uts"))
        {
            findings.Error(Findings.At(spec, name), $"\"{name}\" needs a uts namespace");
        }
    }

    // Three numbers, then optionally a suffix after "-" or "+".
    private static bool IsSemanticVersion(string version)
    {
        var end = version.IndexOfAny(['-', '+']);
        var numbers = (end < 0 ? version : version[..end]).Split('.');
        return numbers.Length == 3
            && numbers.All(number => number.Length > 0 && number.All(char.IsAsciiDigit) && (number.Length == 1 || number[0] != '0'))
            && (end < 0 || (end + 1 < version.Length && version[(end + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+')));
    }
}
