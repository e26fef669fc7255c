namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>The program attempt.c, by which a container tells what a system call answers.</summary>
internal static class Attempt
{
    /// <summary>Puts it into a root file system, where it is on the path.</summary>
    public static void PutInto(string rootfs) => File.Copy(CCompiler.CompileStatic("Harness/attempt.c"), Path.Combine(rootfs, "bin/attempt"));
}
