using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Limits;

/// <summary>The members of linux.resources (config-linux.md, "Control groups") except the devices, which are not amounts.</summary>
internal static class CgroupLimits
{
    private static readonly Limit _major = new LimitValue("major", "The device's major number.", Shape.Integer, LimitReading.Whole(0, uint.MaxValue), IsRequired: true);
    private static readonly Limit _minor = new LimitValue("minor", "The device's minor number.", Shape.Integer, LimitReading.Whole(0, uint.MaxValue), IsRequired: true);
    private static readonly Limit _weight = Weight("weight", "Weight against other cgroups, 10 to 1000.");
    private static readonly Limit _leafWeight = Weight("leafWeight", "Weight of the cgroup's own tasks against its child cgroups, 10 to 1000.");

    private static readonly LimitGroup _rdmaDevice = new("", "A device's limits.",
    [
        new LimitValue("hcaHandles", "How many handles may be open.", Shape.Integer, LimitReading.Whole(0, uint.MaxValue)),
        new LimitValue("hcaObjects", "How many objects may be made.", Shape.Integer, LimitReading.Whole(0, uint.MaxValue)),
    ])
    { NeedsOneOf = ["hcaHandles", "hcaObjects"] };

    private static readonly ImmutableArray<Limit> _memory =
    [
        Bytes("limit", "The hard limit in bytes, -1 for none."),
        Bytes("reservation", "The soft limit in bytes, -1 for none."),
        Bytes("swap", "The limit of memory and swap together in bytes, -1 for none."),
        Bytes("kernel", "The kernel memory's limit in bytes, -1 for none."),
        Bytes("kernelTCP", "The TCP buffers' limit in bytes, -1 for none."),
        new LimitValue("swappiness", "How readily pages are swapped out, 0 to 100.", Shape.Integer, LimitReading.Whole(0, 100)),
        Flag("disableOOMKiller", "Whether tasks wait for memory instead of being killed."),
        Flag("useHierarchy", "Whether the limits count the cgroups below."),
        Flag("checkBeforeUpdate", "Whether an update below the present use is refused."),
    ];

    // The kernel's bounds: shares 2 to 2^18, a quota from 1 ms to 203 days, a period of 1 ms to 1 s.
    private static readonly ImmutableArray<Limit> _cpu =
    [
        Number("shares", "Weight against other cgroups, 2 to 262144; the kernel's default is 1024.", LimitReading.Whole(2, 262_144)),
        Number("quota", "CPU time a period in microseconds, -1 for no limit.", LimitReading.WholeOrUnlimited(1000, LinuxCpu.GreatestQuota)),
        Number("burst", "Unused microseconds that may be added to a later period's.", LimitReading.Whole(0, LinuxCpu.GreatestBurst)),
        Number("period", "The period's length in microseconds.", LimitReading.Whole(1000, 1_000_000)),
        Number("realtimeRuntime", "CPU microseconds a period for real-time tasks, -1 for no limit.", LimitReading.WholeOrUnlimited(1)),
        Number("realtimePeriod", "The period's length in microseconds for real-time tasks.", LimitReading.Whole(1, int.MaxValue)),
        new LimitValue("cpus", "The CPUs to run on: \"0-3,7\".", Shape.Text, LimitReading.Numbers),
        new LimitValue("mems", "The memory nodes to use: \"0-1\".", Shape.Text, LimitReading.Numbers),
        new LimitValue("idle", "1 for SCHED_IDLE, 0 for the default.", Shape.Integer, LimitReading.Whole(0, 1)),
    ];

    private static readonly ImmutableArray<Limit> _blockIo =
    [
        _weight,
        _leafWeight,
        DeviceList("weightDevice", "Weights on single devices.", _weight, _leafWeight),
        DeviceList("throttleReadBpsDevice", "Bytes a second read.", Rate(Shape.Size, LimitReading.Bytes)),
        DeviceList("throttleWriteBpsDevice", "Bytes a second written.", Rate(Shape.Size, LimitReading.Bytes)),
        DeviceList("throttleReadIOPSDevice", "Read operations a second.", Rate(Shape.Integer, LimitReading.Whole(0, long.MaxValue))),
        DeviceList("throttleWriteIOPSDevice", "Write operations a second.", Rate(Shape.Integer, LimitReading.Whole(0, long.MaxValue))),
    ];

    private static readonly ImmutableArray<Limit> _network =
    [
        new LimitValue("classID", "The net_cls class of the container's packets.", Shape.Integer, LimitReading.Whole(0, uint.MaxValue)),
        new LimitList("priorities", "Priorities by interface.", ["name"], new LimitGroup("", "",
        [
            new LimitValue("name", "The interface.", Shape.Text, LimitReading.Name, IsRequired: true),
            new LimitValue("priority", "Its priority.", Shape.Integer, LimitReading.Whole(0, uint.MaxValue), IsRequired: true),
        ])),
    ];

    internal static LimitGroup All { get; } = new("", "Limits of the container's cgroup.",
    [
        new LimitGroup("memory", "Memory; amounts in bytes.", _memory),
        new LimitGroup("cpu", "CPU time and the CPUs themselves.", _cpu),
        new LimitGroup("pids", "The number of tasks.", [Number("limit", "How many tasks there may be, -1 for no limit.", LimitReading.WholeOrUnlimited(1))]),
        new LimitGroup("blockIO", "Block devices' bandwidth.", _blockIo),
        new LimitList("hugepageLimits", "Huge pages, one limit a page size.", ["pageSize"], new LimitGroup("", "",
        [
            new LimitValue("pageSize", "The page size: \"2MB\".", Shape.Text, LimitReading.PageSize, IsRequired: true),
            new LimitValue("limit", "The limit in bytes.", Shape.Size, LimitReading.Bytes, IsRequired: true),
        ])),
        new LimitGroup("network", "Network traffic's class and priorities.", _network),
        new LimitMap("rdma", "RDMA limits, by the device's name.", _rdmaDevice.Declaration.Shape,
            static (members, name, value) => _rdmaDevice.ReadAll(new ObjectReader(
                value as JsonObject ?? throw value.Error($"{name} must be an object"), _rdmaDevice.Limits.Map(limit => limit.Declaration), members.Host)),
            _rdmaDevice),
        new LimitMap("unified", "Files of cgroup v2 by name, and what to write into them.", Shape.Text, LimitReading.CgroupFile),
    ]);

    private static LimitValue Bytes(string name, string help) => new(name, help, Shape.Size, LimitReading.BytesOrUnlimited) { ZeroIsNone = true };

    private static LimitValue Number(string name, string help, Func<ObjectReader, string, JsonValue> value) =>
        new(name, help, Shape.Integer, value) { ZeroIsNone = true };

    private static LimitValue Weight(string name, string help) => Number(name, help, LimitReading.Whole(10, 1000));

    private static LimitValue Flag(string name, string help) => new(name, help, Shape.Flag, LimitReading.Flag);

    private static LimitValue Rate(Shape shape, Func<ObjectReader, string, JsonValue> value) =>
        new("rate", "How much a second; 0 for no limit.", shape, value, IsRequired: true);

    private static LimitList DeviceList(string name, string help, params ImmutableArray<Limit> amounts) =>
        new(name, help, ["major", "minor"], new LimitGroup("", "", [_major, _minor, .. amounts]) { NeedsOneOf = amounts.Map(static amount => amount.Name) });
}
