using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Tests.Linux;

namespace OciInterceptor.Tests.Call.Runtime;

public sealed class RuntimeFinderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_path_is_taken_as_it_is()
    {
        var path = _directory.Program("crun");

        var found = FoundRuntime.Find(path, "PATH=/bin");

        found.Fault.Should().Be("None");
        found.Name.Should().Be(path);
        found.Path.Should().Be(path);
    }

    [Fact]
    public void A_runtime_that_is_missing_is_an_error_that_names_it()
    {
        var found = FoundRuntime.Find(_directory["runc"], "PATH=/bin");

        found.Fault.Should().Be("CannotExecute");
        found.Message.Should().Be($"cannot use the runtime {_directory["runc"]}: {Errno.Message(Errno.ENOENT)}");
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_missing_runtime()
    {
        File.CreateSymbolicLink(_directory["runc"], _directory["gone"]);

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Message.Should().Be($"cannot use the runtime {_directory["runc"]}: {Errno.Message(Errno.ENOENT)}");
    }

    [Fact]
    public void A_runtime_that_may_not_be_executed_is_an_error_that_says_so()
    {
        var path = _directory.File("runc");

        var found = FoundRuntime.Find(path, "PATH=/bin");

        found.Fault.Should().Be("CannotExecute");
        found.Message.Should().Be($"cannot use the runtime {path}: Permission denied");
    }

    [Fact]
    public void A_directory_is_no_runtime()
    {
        var found = FoundRuntime.Find(_directory.Path, "PATH=/bin");

        found.Fault.Should().Be("NotRegular");
        found.Message.Should().Be($"cannot use the runtime {_directory.Path}: it is not a regular file");
    }

    /// <summary>The operator's link is tried where its directory is the test's: RuntimeLinkTests of the published binary.</summary>
    [Theory]
    [InlineData(0b111_101_101, 0, "None")]
    [InlineData(0b111_111_101, 0, "UntrustedRuntime")]
    [InlineData(0b111_101_111, 0, "UntrustedRuntime")]
    [InlineData(0b111_101_101, 1234, "UntrustedRuntime")]
    public unsafe void A_diverted_runtime_that_others_can_write_is_refused(int mode, int owner, string fault)
    {
        var path = _directory.Program("runc-real");
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        Posix.ChangeOwner(path, owner, 0);
        var envp = CStringArray.Of(["PATH=/bin"]);

        var found = RuntimeFinder.Find(null, null, envp, CStringArray.Copy(CString.Of(_directory["runc"])));

        found.Fault.ToString().Should().Be(fault);
        if (fault != "None")
        {
            RuntimeFaultMessage.Of(found, envp).Should().Be($"cannot use the runtime {path}: it must be owned by root or the effective user, and not writable by group or others");
        }
    }

    /// <summary>Who names a runtime to us answers for it, as with a call of the runtime itself.</summary>
    [Fact]
    public void A_runtime_that_the_call_names_may_be_anybodys()
    {
        var path = _directory.Program("runc");
        Posix.ChangeOwner(path, 1234, 0);

        FoundRuntime.Find(path, "PATH=/bin").Fault.Should().Be("None");
        FoundRuntime.Find("runc", $"PATH={_directory.Path}").Fault.Should().Be("None");
    }

    [Fact]
    public void A_FIFO_is_no_runtime()
    {
        Posix.MakeFifo(_directory["runc"]);

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Fault.Should().Be("NotRegular");
    }
}
