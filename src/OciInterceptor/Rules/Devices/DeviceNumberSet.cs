using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Devices;

/// <summary>Devices that a rule for several may cover: the cost of asking does not grow with their number.</summary>
internal sealed class DeviceNumberSet
{
    private readonly HashSet<(string Type, long? Major, long? Minor)> _covering = [];

    internal DeviceNumberSet(IEnumerable<DeviceNumber> devices)
    {
        foreach (var (type, major, minor) in devices)
        {
            _covering.Add((type, null, null));
            _covering.Add((type, major, null));
            _covering.Add((type, null, minor));
            _covering.Add((type, major, minor));
        }
    }

    /// <summary>Whether a rule is for one of the devices. One for all types is for none: it says what holds otherwise.</summary>
    internal bool HasAnyOf(LinuxDeviceCgroup rule) =>
        rule.Type is { } type && _covering.Contains((type, DeviceAccess.Part(rule.Major), DeviceAccess.Part(rule.Minor)));
}
