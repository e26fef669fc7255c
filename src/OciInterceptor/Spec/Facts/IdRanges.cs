namespace OciInterceptor.Spec.Facts;

/// <summary>What the kernel takes as mappings of IDs (user_namespaces(7)).</summary>
internal static class IdRanges
{
    /// <summary>What is wrong with complete mappings: the one at fault, its member, and the cause; null if nothing is.</summary>
    internal static (int Index, string Member, string Cause)? Fault(ImmutableArray<LinuxIdMapping> mappings) =>
        Fault(mappings, "containerID", static mapping => mapping.ContainerId!.Value) ?? Fault(mappings, "hostID", static mapping => mapping.HostId!.Value);

    private static (int Index, string Member, string Cause)? Fault(ImmutableArray<LinuxIdMapping> mappings, string member, Func<LinuxIdMapping, uint> first)
    {
        var ranges = new (uint First, long End, int Index)[mappings.Length];
        for (var i = 0; i < ranges.Length; i++)
        {
            var start = first(mappings[i]);
            ranges[i] = (start, (long)start + mappings[i].Size!.Value, i);
        }
        Array.Sort(ranges, static (one, other) => one.First.CompareTo(other.First));
        for (var i = 0; i < ranges.Length; i++)
        {
            if (ranges[i].End > uint.MaxValue + 1L)
            {
                return (ranges[i].Index, member, $"{member} and size go beyond the last ID, {uint.MaxValue}");
            }
            if (i > 0 && ranges[i].First < ranges[i - 1].End)
            {
                return (Math.Max(ranges[i].Index, ranges[i - 1].Index), member, $"the ranges of {member} overlap");
            }
        }
        return null;
    }
}
