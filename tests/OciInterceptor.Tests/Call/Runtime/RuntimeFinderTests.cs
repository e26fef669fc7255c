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
        found.Message.Should().Be($"cannot use the runtime {_directory["runc"]}: No such file or directory");
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_missing_runtime()
    {
        File.CreateSymbolicLink(_directory["runc"], _directory["gone"]);

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Message.Should().Be($"cannot use the runtime {_directory["runc"]}: No such file or directory");
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

    [Fact]
    public void A_FIFO_is_no_runtime()
    {
        Posix.MakeFifo(_directory["runc"]);

        FoundRuntime.Find(_directory["runc"], "PATH=/bin").Fault.Should().Be("NotRegular");
    }
}
