using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>build/lab.sh, which tests itself when it is let finish, does not depend on that to clean up.</summary>
public sealed partial class LabTests
{
    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    public void A_lab_that_is_killed_half_way_leaves_nothing(string signal, int code)
    {
        var script = Path.Combine(PublishedBinary.RepositoryRoot(), "build", "lab.sh");
        using var lab = new Command(script, "--verbose").With("DROFUNE_BINARY", TeachingRuntime.Binary).With("OCI_INTERCEPTOR_BINARY", PublishedBinary.Path).Start();
        Eventually.Holds("a probe waits for newcomers", () => lab.OutputText.Contains("/insecure-join ") || lab.HasExited);
        var directory = WorkDirectory().Match(lab.OutputText).Groups[1].Value;
        Directory.Exists(directory).Should().BeTrue("the lab works in {0}", directory);

        lab.Signal(signal);
        lab.Wait().Exited(code);

        // The last of them removes the directory, and then the cgroups.
        Eventually.Holds($"the processes with {directory} have ended", () => Processes.With(directory).Length == 0);
        Directory.Exists(directory).Should().BeFalse();
        File.ReadAllLines("/proc/self/mounts").Where(line => line.Contains(directory)).Should().BeEmpty();
    }

    [GeneratedRegex(@"--state (/\S+)/state ")]
    private static partial Regex WorkDirectory();
}
