namespace OciInterceptor.Linux;

/// <summary>
/// Readies .NET to throw an <see cref="OutOfMemoryException"/>. Under Native AOT the first exception of a process runs AppContext's
/// static constructor, which allocates. If that first exception is for want of memory, the allocation fails, throws, and so on
/// until the stack overflows.
/// </summary>
internal static class ExceptionSetup
{
    /// <summary>From this size on, in bytes, what is read may lead to a want of memory: 1 MiB.</summary>
    internal const int LargeInput = 1 << 20;

    /// <summary>To be called while there is memory.</summary>
    internal static void Prepare() => _ = AppContext.TryGetSwitch(nameof(ExceptionSetup), out _);
}
