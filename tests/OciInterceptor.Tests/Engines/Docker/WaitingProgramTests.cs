using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Engines.Docker;

namespace OciInterceptor.Tests.Engines.Docker;

/// <summary>The program of the container that shows whether an installation works, and the archive that it is in.</summary>
public sealed class WaitingProgramTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void It_waits_for_a_signal_and_ends_well()
    {
        Write();

        // It sleeps once it has blocked the signal and waits for it.
        Text("sh", ["-c", "\"$0\" & pid=$!; until grep -q '^Name:.wait$' /proc/$pid/status && grep -q '^State:.S' /proc/$pid/status; do :; done; kill -TERM $pid; wait $pid; echo $?", _scratch["wait"]])
            .Should().Be("0\n");
    }

    [Fact]
    public void Without_a_signal_it_does_not_end()
    {
        Write();

        Text("sh", ["-c", "timeout --signal=KILL 0.3 \"$0\" 2>/dev/null; echo $?", _scratch["wait"]]).Should().Be("137\n");
    }

    [Theory]
    [InlineData(Architecture.X64, 62)]
    [InlineData(Architecture.Arm64, 183)]
    public void Its_header_names_the_machine(Architecture architecture, byte machine)
    {
        var file = WaitingProgram.Of(architecture);

        file.AsSpan(0, 4).ToArray().Should().Equal(0x7F, (byte)'E', (byte)'L', (byte)'F');
        file[18].Should().Be(machine);
        BitConverter.ToUInt64(file, 96).Should().Be((ulong)file.Length, "the segment is the whole file");
        if (architecture == Architecture.Arm64)
        {
            BitConverter.ToUInt32(file, file.Length - 4).Should().Be(0xD4000001, "the last instruction is svc #0");
        }
    }

    [Fact]
    public void The_archive_has_the_one_program()
    {
        var content = Encoding.ASCII.GetBytes(new string('x', 700));
        File.WriteAllBytes(_scratch["a.tar"], TarArchive.Of("wait", content));

        Text("tar", ["-tvf", _scratch["a.tar"]]).Should().MatchRegex("^-rwxr-xr-x 0/0 +700 1970-01-01 [0-9:]+ wait\n$");
        Text("tar", ["-xOf", _scratch["a.tar"], "wait"]).Should().Be(new string('x', 700));
    }

    private static string Text(string program, string[] arguments) => Encoding.UTF8.GetString(Shell.Run(program, arguments));

    // By another process: one that this process forks meanwhile would hold the file open for writing.
    private void Write() => Shell.Run("sh", ["-c", "cat > \"$0\" && chmod 0755 \"$0\"", _scratch["wait"]], WaitingProgram.Of(RuntimeInformation.ProcessArchitecture));
}
