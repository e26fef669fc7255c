namespace OciInterceptor.Spec.Facts;

/// <summary>Names of the files of a control group of version 2 (linux.resources.unified): a controller, or "cgroup", and what the file is for.</summary>
internal static class CgroupFile
{
    internal static bool IsName(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) > 0 && !name.Any(static c => c == '/' || char.IsWhiteSpace(c) || char.IsControl(c));
}
