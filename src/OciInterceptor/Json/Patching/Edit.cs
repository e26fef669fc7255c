namespace OciInterceptor.Json.Patching;

/// <summary>A run of the original bytes and its replacement.</summary>
/// <param name="Offset">Where the run starts in the original.</param>
/// <param name="Length">How many of the original's bytes go.</param>
/// <param name="Text">What comes instead; empty for a removal.</param>
internal readonly record struct Edit(int Offset, int Length, ReadOnlyMemory<byte> Text);
