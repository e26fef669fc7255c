using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

[Collection(nameof(SignalState))]
public sealed unsafe class ProgramCopyTests : IDisposable
{
    private const int GetSeals = 1034;
    private const int CloseOnExec = 1;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_copy_has_every_byte_of_its_program()
    {
        var program = Random.Shared.GetItems(Enumerable.Range(0, 256).Select(value => (byte)value).ToArray(), 3_000_001);
        File.WriteAllBytes(_directory["program"], program);

        using var copy = new Made(_directory["program"]);

        File.ReadAllBytes(copy.Path).Should().Equal(program);
    }

    [Fact]
    public void A_copy_has_the_four_seals_by_which_runtimes_know_their_own_and_is_closed_by_the_exec()
    {
        using var copy = new Made("/bin/true");

        Libc.fcntl(copy.Fd, GetSeals, 0).Should().Be(0xF);
        Libc.fcntl(copy.Fd, Libc.F_GETFD, 0).Should().Be(CloseOnExec);
        copy.Invoking(made => File.WriteAllBytes(made.Path, [1])).Should().Throw<UnauthorizedAccessException>();
    }

    [Theory]
    [InlineData("runc", "runc")]
    [InlineData("a name with blanks", "a name with blanks")]
    public void A_copy_is_called_as_its_program_is(string name, string expected)
    {
        _directory.Program(name);
        File.WriteAllText(_directory[name], "\u007fELF");

        using var copy = new Made(_directory[name]);

        File.ResolveLinkTarget(copy.Path, returnFinalTarget: false)!.FullName.Should().Be($"/memfd:{expected} (deleted)");
    }

    [Fact]
    public void The_end_of_a_name_is_enough_where_it_is_too_long_for_the_kernel()
    {
        var name = new string('a', 55) + new string('b', 200);
        File.WriteAllText(_directory[name], "\u007fELF");

        using var copy = new Made(_directory[name]);

        File.ResolveLinkTarget(copy.Path, returnFinalTarget: false)!.FullName.Should().Be($"/memfd:{new string('b', 200)} (deleted)");
    }

    [Theory]
    [InlineData(198)]
    [InlineData(199)]
    [InlineData(200)]
    public void A_name_that_the_kernel_can_take_is_taken_without_its_directory(int length)
    {
        File.WriteAllText(_directory[new string('a', length)], "\u007fELF");

        using var copy = new Made(_directory[new string('a', length)]);

        File.ResolveLinkTarget(copy.Path, returnFinalTarget: false)!.FullName.Should().Be($"/memfd:{new string('a', length)} (deleted)");
    }

    /// <summary>RLIMIT_FSIZE is an error meanwhile, and what it was before afterwards.</summary>
    [Fact]
    public void The_signal_for_files_that_are_too_large_is_afterwards_what_it_was()
    {
        SignalState.HonourFileSizeLimit();
        using (new Made("/bin/true"))
        {
            IsFileSizeLimitIgnored().Should().BeFalse();
        }

        SignalState.IgnoreFileSizeLimit().Should().BeFalse();
        SignalState.IgnoreFileSizeLimit().Should().BeTrue();
        using (new Made("/bin/true"))
        {
            IsFileSizeLimitIgnored().Should().BeTrue();
        }
        SignalState.HonourFileSizeLimit();
        IsFileSizeLimitIgnored().Should().BeFalse();
    }

    private static bool IsFileSizeLimitIgnored() =>
        (ulong.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn", StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & SignalSet.Bit(Libc.SIGXFSZ)) != 0;

    [Fact]
    public void A_name_without_a_directory_is_taken_whole()
    {
        var path = CStringArray.Copy(CString.Of("no-such-program"));

        ProgramCopy.Of(path).Fault.Should().Be(ProgramCopyFault.CannotRead);
    }

    [Theory]
    [InlineData("#!/bin/sh\n", "it is a script: want the program that it runs")]
    [InlineData("#!", "it is a script: want the program that it runs")]
    [InlineData(null, "it cannot be read: No such file or directory")]
    public void What_cannot_be_copied_is_named_with_the_cause(string? content, string cause)
    {
        if (content is not null)
        {
            File.WriteAllText(_directory["runtime"], content);
        }

        Message(_directory["runtime"]).Should().Be($"cannot run a copy of the runtime {_directory["runtime"]}: {cause}");
    }

    [Fact]
    public void A_directory_is_named_with_the_cause() =>
        Message(_directory.Path).Should().Be($"cannot run a copy of the runtime {_directory.Path}: it cannot be read: Is a directory");

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("!#")]
    [InlineData("x!")]
    [InlineData("#x")]
    public void What_is_no_script_is_copied_and_left_to_the_kernel_to_judge(string content)
    {
        File.WriteAllText(_directory["runtime"], content);

        using var copy = new Made(_directory["runtime"]);

        File.ReadAllText(copy.Path).Should().Be(content);
    }

    [Fact]
    public void No_descriptor_is_left_where_there_is_no_copy()
    {
        File.WriteAllText(_directory["script"], "#!/bin/sh\n");
        var path = CStringArray.Copy(CString.Of(_directory["script"]));

        ProgramCopy.Of(path).Descriptor.Should().Be(-1);
        OpenDescriptors(_directory["script"]).Should().BeEmpty();
    }

    [Theory]
    [InlineData(Errno.EACCES, "the kernel forbids programs in memory (vm.memfd_noexec)")]
    [InlineData(Errno.EINVAL, "Invalid argument")]
    public void A_kernel_without_programs_in_memory_is_named_with_the_cause(int error, string cause) =>
        OwnThread.WhereFails(OwnThread.Call(319, 279), error, () =>
        {
            Message("/bin/true").Should().Be($"cannot run a copy of the runtime /bin/true: {cause}");
            var copy = ProgramCopy.Of(CStringArray.Copy(CString.Of("/bin/true")));
            (copy.Descriptor, copy.Fault, copy.Error).Should().Be((-1, ProgramCopyFault.CannotMake, error));
        });

    /// <summary>Kernels before 6.3.</summary>
    [Fact]
    public void A_kernel_that_does_not_know_the_flag_for_programs_is_asked_without_it() =>
        OwnThread.WhereFails(OwnThread.Call(319, 279), Errno.EINVAL, () =>
        {
            using var copy = new Made("/bin/true");

            File.ReadAllBytes(copy.Path).Should().Equal(File.ReadAllBytes("/bin/true"));
            Libc.fcntl(copy.Fd, Libc.F_GETFD, 0).Should().Be(CloseOnExec);
            Libc.fcntl(copy.Fd, GetSeals, 0).Should().Be(0xF);
        }, argument: 1, bits: Libc.MFD_EXEC);

    [Theory]
    [InlineData(40, 71, 0)] // sendfile
    [InlineData(72, 25, 0x400)] // fcntl, with F_ADD_SEALS
    public void A_copy_that_cannot_be_filled_or_sealed_is_closed_and_named_with_the_cause(int x64, int arm64, uint bits) => OwnThread.WithOwnDescriptors(() =>
    {
        var lowest = OwnThread.Lowest();
        OwnThread.WhereFails(OwnThread.Call(x64, arm64), Errno.EACCES, () =>
        {
            Message("/bin/true").Should().Be("cannot run a copy of the runtime /bin/true: Permission denied");
            var copy = ProgramCopy.Of(CStringArray.Copy(CString.Of("/bin/true")));
            (copy.Descriptor, copy.Fault, copy.Error).Should().Be((-1, ProgramCopyFault.CannotCopy, Errno.EACCES));
        }, argument: 1, bits);
        OwnThread.Lowest().Should().Be(lowest);
    });

    [Fact]
    public void A_copy_that_the_kernel_does_not_execute_is_closed_and_named_with_the_cause() => OwnThread.WithOwnDescriptors(() =>
    {
        var lowest = OwnThread.Lowest();
        File.WriteAllText(_directory["runtime"], "no program");
        var copy = ProgramCopy.Of(CStringArray.Copy(CString.Of(_directory["runtime"])));

        copy.Become(CStringArray.Of(["runtime"]), CStringArray.Of([]));

        copy.Message(CString.Of("runtime")).Should().Be("cannot run a copy of the runtime runtime: Exec format error");
        copy.Descriptor.Should().Be(-1);
        OwnThread.Lowest().Should().Be(lowest);
    });

    private static IEnumerable<string> OpenDescriptors(string target) =>
        from entry in new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos()
        where entry.LinkTarget == target
        select entry.Name;

    private static string Message(string path)
    {
        var copy = ProgramCopy.Of(CStringArray.Copy(CString.Of(path)));
        copy.Fault.Should().NotBe(ProgramCopyFault.None);
        return copy.Message(CString.Of(path));
    }

    /// <summary>A copy that was made, closed at the end.</summary>
    private sealed class Made : IDisposable
    {
        private readonly SafeFileHandle _file;

        internal Made(string path)
        {
            var copy = ProgramCopy.Of(CStringArray.Copy(CString.Of(path)));
            copy.Fault.Should().Be(ProgramCopyFault.None);
            Fd = copy.Descriptor;
            _file = new SafeFileHandle(Fd, ownsHandle: true);
        }

        internal int Fd { get; }

        internal string Path => "/proc/self/fd/" + Fd.ToString(CultureInfo.InvariantCulture);

        public void Dispose() => _file.Dispose();
    }
}
