using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Network traffic's class and priorities (config-linux.md, "Network").</summary>
internal sealed record LinuxNetwork(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The net_cls class of the container's packets.</summary>
    internal uint? ClassId { get => GetNumber<uint>("classID"u8); init => SetNumber("classID"u8, value); }

    /// <summary>Priorities by interface.</summary>
    internal ImmutableArray<LinuxInterfacePriority> Priorities { get => GetRecords("priorities"u8, static json => new LinuxInterfacePriority(json)); init => SetRecords("priorities"u8, value); }
}
