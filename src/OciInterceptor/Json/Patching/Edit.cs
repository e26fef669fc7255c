namespace OciInterceptor.Json.Patching;

/// <summary>Replaces a run of the original bytes by a text; an empty text removes it.</summary>
internal readonly record struct Edit(int Offset, int Length, ReadOnlyMemory<byte> Text);
