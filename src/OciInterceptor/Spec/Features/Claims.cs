using OciInterceptor.Json;

namespace OciInterceptor.Spec.Features;

/// <summary>Finds what a change of a document asks of the runtime. Sections that the change leaves alone are not looked at.</summary>
internal static class Claims
{
    private static readonly Introduced _v1_1 = new("1.1.0", "1.2.0");

    /// <summary>What the second document asks and the first does not. Both are configurations, or both are documents of a process.</summary>
    internal static ImmutableArray<Claim> Between(JsonObject before, JsonObject after)
    {
        var asked = new ClaimList();
        Add(asked, after, before);
        if (asked.All.Count == 0)
        {
            return [];
        }
        var known = new ClaimList();
        Add(known, before, after);
        return asked.All.Where(claim => !known.Has(claim)).ToImmutableArray();
    }

    private static void Add(ClaimList claims, JsonObject json, JsonObject other)
    {
        if (Part.Find(json, "args") is not null)
        {
            // The document of an exec, in which runc 1.2 passes over these two (opencontainers/runc#4585).
            AddProcess(claims, json, new Introduced("1.1.0", "1.3.0", "1.8.5"), new Introduced("1.1.0", "1.3.0", "1.8.6"));
            return;
        }
        claims.AddMember(json, "domainname", "domainname", _v1_1 with { Crun = "1.7" });
        if (Part.Changed(json, other, "process") is { } process)
        {
            AddProcess(claims, process, _v1_1 with { Crun = "1.8.5" }, _v1_1 with { Crun = "1.8.6" });
        }
        foreach (var stage in (Part.Changed(json, other, "hooks") as JsonObject)?.Members ?? [])
        {
            if (stage.Value is JsonArray { Items.IsEmpty: false })
            {
                claims.AddWord("hooks.", stage.Name, "hooks");
            }
        }
        if (Part.Changed(json, other, "mounts") is { } mounts)
        {
            var same = new HashSet<JsonValue>(Part.Items(Part.Find(other, "mounts")), ReferenceEqualityComparer.Instance);
            foreach (var mount in Part.Items(mounts).Where(mount => !same.Contains(mount)))
            {
                AddMount(claims, mount);
            }
        }
        if (Part.Changed(json, other, "linux") is JsonObject linux)
        {
            LinuxClaims.Add(claims, linux, Part.Find(other, "linux"));
        }
    }

    private static void AddProcess(ClaimList claims, JsonValue process, Introduced scheduler, Introduced ioPriority)
    {
        claims.AddMember(process, "scheduler", "process.scheduler", scheduler);
        claims.AddMember(process, "ioPriority", "process.ioPriority", ioPriority);
        claims.AddMember(process, "execCPUAffinity", "process.execCPUAffinity", new Introduced("1.2.1", "1.3.0"));
        claims.AddMember(process, "apparmorProfile", "process.apparmorProfile", null, "linux.apparmor.enabled");
        claims.AddMember(process, "selinuxLabel", "process.selinuxLabel", null, "linux.selinux.enabled");
        foreach (var set in (Part.Find(process, "capabilities") as JsonObject)?.Members ?? [])
        {
            claims.AddWords("the capability ", set.Value, "linux.capabilities");
        }
    }

    private static void AddMount(ClaimList claims, JsonValue mount)
    {
        var place = JsonScalar.TextOf(Part.Find(mount, "destination")) ?? "";
        foreach (var name in (ReadOnlySpan<string>)["uidMappings", "gidMappings"])
        {
            claims.AddMember(mount, name, $"{name} of the mount at {place}", _v1_1 with { Crun = "1.9" }, "linux.mountExtensions.idmap.enabled");
        }
        var options = Part.Texts(Part.Find(mount, "options")).ToImmutableArray();
        var isBind = JsonScalar.TextOf(Part.Find(mount, "type")) == "bind" || options.Any(static option => option is "bind" or "rbind");
        foreach (var option in options)
        {
            var name = option.Split('=')[0];
            // What a runtime does not know goes to the file system as data, of which a bind mount takes none (mount(2)).
            if (isBind || RuntimeMountOptions.Has(name))
            {
                claims.Add($"the option {name} of the mount at {place}", "mountOptions", name, RuntimeMountOptions.Since(name));
            }
        }
    }
}
