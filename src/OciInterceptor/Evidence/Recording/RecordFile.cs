namespace OciInterceptor.Evidence.Recording;

/// <summary>A record as its directory shows it.</summary>
internal readonly record struct RecordFile(string Name, DateTimeOffset Time, long Bytes);
