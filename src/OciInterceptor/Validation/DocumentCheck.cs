using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Spec;

namespace OciInterceptor.Validation;

/// <summary>
/// Checks a document against the rules of the runtime specification (1.3) for Linux: required members, every
/// member's type, and what the specification demands of their values. The host is not consulted.
/// </summary>
internal sealed class DocumentCheck(Findings all)
{
    /// <summary>Checks a container's configuration, or an exec's document, which is a process alone.</summary>
    internal void Check(JsonObject document)
    {
        if (IsProcess(document))
        {
            new ProcessCheck(In("Process")).Check(new Process(document));
        }
        else
        {
            Check(new RuntimeSpec(document));
        }
    }

    internal static bool IsProcess(JsonObject document) => !IsConfiguration(document) && HasAny(document, ["args", "cwd"]);

    internal static bool IsConfiguration(JsonObject document) => HasAny(document, ["ociVersion", "process", "root", "linux", "mounts"]);

    private static bool HasAny(JsonObject document, ImmutableArray<string> names) => document.Members.Any(member => names.Contains(member.Name.AsText()));

    private SectionFindings In(string section) => all.In(Reference.Config(section));

    private void Check(RuntimeSpec spec)
    {
        var findings = In("Platform-specific configuration");
        var others = new OtherSystemsCheck(findings);
        var systems = others.Check(spec);
        var isWindows = systems.Contains("windows");
        CheckVersion(spec, In("Specification version"));
        CheckRoot(spec, isWindows, In("Root"));
        new MountCheck(In("Mounts")).Check(spec, systems.IsEmpty || new Findings().Read(() => spec.Linux) is not null);
        if (In("Process").Read(() => spec.Process) is { } process)
        {
            new ProcessCheck(In("Process")) { IsOnWindows = isWindows }.Check(process);
        }
        if (In("POSIX-platform Hooks").Read(() => spec.Hooks) is { } hooks)
        {
            new HookCheck(In("POSIX-platform Hooks")).Check(hooks);
        }
        CheckAnnotations(spec, In("Annotations"));
        var linux = findings.Read(() => spec.Linux);
        if (linux is not null)
        {
            new LinuxCheck(findings).Check(linux);
        }
        if (linux is not null || systems.IsEmpty)
        {
            CheckNames(spec, linux);
        }
    }

    private static void CheckRoot(RuntimeSpec spec, bool isWindows, SectionFindings findings)
    {
        // A Hyper-V container must not have one (config.md, "Root").
        findings.Require(spec, isWindows ? [] : ["root"]);
        if (findings.Read(() => spec.Root) is { } root)
        {
            findings.Require(root, "path");
            if (findings.Read(() => root.Path) is "")
            {
                findings.Error(SectionFindings.At(root, "path"), "\"path\" must not be empty");
            }
            findings.Read(() => root.Readonly);
        }
    }

    private static void CheckAnnotations(RuntimeSpec spec, SectionFindings findings)
    {
        findings.Texts(() => spec.Annotations);
        if (findings.Read(() => spec.Annotations)?.Json.Members.FirstOrDefault(member => member.Name.AsText().Length == 0).Name is { } empty)
        {
            findings.Error(empty, "an annotation's name must not be empty");
        }
    }

    private static void CheckVersion(RuntimeSpec spec, SectionFindings findings)
    {
        findings.Require(spec, "ociVersion");
        if (findings.Read(() => spec.OciVersion) is not { } version)
        {
            return;
        }
        if (!IsSemanticVersion(version))
        {
            findings.Error(SectionFindings.At(spec, "ociVersion"), $"invalid version \"{version}\": want a semantic version such as 1.3.0");
        }
        else if (version[..version.IndexOf('.', StringComparison.Ordinal)] is not ("0" or "1"))
        {
            findings.Warning(SectionFindings.At(spec, "ociVersion"), $"unknown version {version}: a new major version may change what members mean, but they are checked as in 1.3");
        }
    }

    // Without a private namespace, setting a name would change the host's.
    private void CheckNames(RuntimeSpec spec, LinuxSection? linux)
    {
        var hostname = In("Hostname").Read(() => spec.Hostname);
        var domainname = In("Domainname").Read(() => spec.Domainname);
        var name = hostname is { Length: > 0 } ? "hostname" : domainname is { Length: > 0 } ? "domainname" : null;
        if (name is not null && !LinuxCheck.HasNamespace(linux, "uts"))
        {
            In(name == "hostname" ? "Hostname" : "Domainname").Error(SectionFindings.At(spec, name), $"\"{name}\" needs a uts namespace");
        }
        CheckLength(spec, "hostname", hostname, "sethostname(2)");
        CheckLength(spec, "domainname", domainname, "setdomainname(2)");
    }

    // __NEW_UTS_LEN.
    private void CheckLength(RuntimeSpec spec, string name, string? value, string page)
    {
        if (value is not null && Encoding.UTF8.GetByteCount(value) > 64)
        {
            all.In(Reference.Kernel(page)).Error(SectionFindings.At(spec, name), $"\"{name}\" must be at most 64 bytes");
        }
    }

    // Semantic Versioning 2.0: three numbers, then a pre-release after "-" and a build after "+", both in parts between dots.
    private static bool IsSemanticVersion(string version)
    {
        var build = version.IndexOf('+', StringComparison.Ordinal);
        var rest = build < 0 ? version : version[..build];
        var release = rest.IndexOf('-', StringComparison.Ordinal);
        var numbers = (release < 0 ? rest : rest[..release]).Split('.');
        return numbers.Length == 3
            && numbers.All(number => IsPart(number) && number.All(char.IsAsciiDigit) && !HasLeadingZero(number))
            && (release < 0 || rest[(release + 1)..].Split('.').All(part => IsPart(part) && !HasLeadingZero(part)))
            && (build < 0 || version[(build + 1)..].Split('.').All(IsPart));
    }

    private static bool IsPart(string part) => part.Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool HasLeadingZero(string part) => part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit);
}
