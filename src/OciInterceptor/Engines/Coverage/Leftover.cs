namespace OciInterceptor.Engines.Coverage;

/// <summary>Something that an earlier installation has left. <paramref name="Message"/> says what is wrong with it, and what to do.</summary>
internal sealed record Leftover(string Path, string Message);
