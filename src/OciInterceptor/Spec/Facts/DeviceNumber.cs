namespace OciInterceptor.Spec.Facts;

/// <summary>What makes two device nodes one device (mknod(2)).</summary>
/// <param name="Type">"c" or "b".</param>
/// <param name="Major">The driver's number.</param>
/// <param name="Minor">The device's number.</param>
internal readonly record struct DeviceNumber(string Type, long Major, long Minor);
