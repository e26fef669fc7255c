using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds on a host with that version of cgroups at /sys/fs/cgroup; one with both (hybrid) has version 1 there, as for runtimes.</summary>
internal sealed record CgroupVersionCondition(int Version) : ICondition
{
    // Only the root of a cgroup2 file system and the groups in it have this file (cgroups(7)).
    private const string FileOfVersion2 = "/sys/fs/cgroup/cgroup.controllers";

    internal static ConditionType Type => new(
        "cgroupVersion",
        Controller.Operator,
        Shape.Integer,
        "1 or 2: the version of the host's cgroups.",
        static (when, name) => when.Raw(name) is JsonScalar { Kind: JsonKind.Number } number && number.AsText() is ("1" or "2") and var version
            ? new CgroupVersionCondition(version == "1" ? 1 : 2)
            : throw when.Error(name, $"{name} must be 1 or 2"));

    public bool HoldsByDefault => true;

    /// <exception cref="InterceptorException">The version cannot be determined.</exception>
    public string? WhyNot(Subject subject)
    {
        var version = subject.Host.Exists(FileOfVersion2) ? 2 : 1;
        return version == Version ? null : string.Create(CultureInfo.InvariantCulture, $"cgroupVersion is {version}, not {Version}");
    }
}
