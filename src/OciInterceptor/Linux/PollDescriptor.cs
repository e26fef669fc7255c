namespace OciInterceptor.Linux;

/// <summary>The kernel's struct pollfd (poll(2)).</summary>
internal struct PollDescriptor
{
    internal const short Readable = 1; // POLLIN

    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
