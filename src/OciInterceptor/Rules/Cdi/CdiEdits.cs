using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Devices;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>The edits of devices, as the reference implementation of CDI 1.1 applies them.</summary>
internal sealed record CdiEdits
{
    internal static readonly CdiEdits None = new();

    internal ImmutableArray<EnvironmentVariable> Env { get; init; } = [];

    internal ImmutableArray<CdiDeviceNode> DeviceNodes { get; init; } = [];

    /// <summary>Names on the host and in the container.</summary>
    internal ImmutableArray<KeyValuePair<string, string?>> NetDevices { get; init; } = [];

    internal ImmutableArray<Mount> Mounts { get; init; } = [];

    internal ImmutableArray<CdiHook> Hooks { get; init; } = [];

    /// <summary>linux.intelRdt as a whole; null for none.</summary>
    internal JsonObject? IntelRdt { get; init; }

    /// <summary>Groups of the process; 0 is ignored when they are added.</summary>
    internal ImmutableArray<uint> AdditionalGids { get; init; } = [];

    internal bool IsEmpty =>
        Env.IsEmpty && DeviceNodes.IsEmpty && NetDevices.IsEmpty && Mounts.IsEmpty && Hooks.IsEmpty && IntelRdt is null && AdditionalGids.IsEmpty;

    /// <summary>These edits, followed by others.</summary>
    internal CdiEdits Append(CdiEdits more) => new()
    {
        Env = Joined(Env, more.Env),
        DeviceNodes = Joined(DeviceNodes, more.DeviceNodes),
        NetDevices = Joined(NetDevices, more.NetDevices),
        Mounts = Joined(Mounts, more.Mounts),
        Hooks = Joined(Hooks, more.Hooks),
        IntelRdt = more.IntelRdt ?? IntelRdt,
        AdditionalGids = Joined(AdditionalGids, more.AdditionalGids),
    };

    /// <exception cref="InterceptorException">A node is not on the host, or the container cannot have an interface.</exception>
    internal RuntimeSpec Apply(RuntimeSpec spec, IHost host)
    {
        // A container that is only created may lack a process; what a device brings for it is kept for whoever starts one.
        var hasGroups = AdditionalGids.Any(static gid => gid != 0);
        var needsProcess = !Env.IsEmpty || hasGroups;
        var after = spec.Process is null && needsProcess ? spec with { Process = new Process(JsonObject.Empty) } : spec;
        after = Env.IsEmpty ? after : after.MapProcess(SetVariables);
        after = CdiNodes.AddTo(after, DeviceNodes.Select(node => node.Complete(host)).ToImmutableArray());
        after = NetDevicesMove.Apply(after, NetDevices);
        after = CdiMounts.AddTo(after, Mounts);
        after = CdiHook.AddTo(after, Hooks);
        after = IntelRdt is null ? after : after.MapLinux(SetIntelRdt);
        after = hasGroups ? after.MapProcess(AddGroups) : after;
        return JsonValue.Same(after.Json, spec.Json) ? spec : after;
    }

    private Process SetVariables(Process process)
    {
        var env = process.Env.IsDefault ? [] : process.Env;
        foreach (var variable in Env)
        {
            env = variable.SetIn(env);
        }
        return process with { Env = env };
    }

    private LinuxSection SetIntelRdt(LinuxSection linux) =>
        linux.IntelRdt is { } before && JsonValue.Same(before.Json, IntelRdt!) ? linux : linux with { IntelRdt = new LinuxIntelRdt(IntelRdt!) };

    private Process AddGroups(Process process) => process.MapUser(user =>
    {
        var groups = user.AdditionalGids.IsDefault ? [] : user.AdditionalGids;
        var before = groups.Length;
        foreach (var gid in AdditionalGids)
        {
            groups = gid == 0 || groups.Contains(gid) ? groups : groups.Add(gid);
        }
        return groups.Length == before ? user : user with { AdditionalGids = groups };
    });

    private static ImmutableArray<T> Joined<T>(ImmutableArray<T> one, ImmutableArray<T> other)
    {
        var items = one.ToBuilder();
        items.AddRange(other);
        return items.DrainToImmutable();
    }
}
