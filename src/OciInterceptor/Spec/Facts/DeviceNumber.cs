namespace OciInterceptor.Spec.Facts;

/// <summary>What identifies a device: its type, "c" or "b", and its numbers (mknod(2)).</summary>
internal readonly record struct DeviceNumber(string Type, long Major, long Minor);
