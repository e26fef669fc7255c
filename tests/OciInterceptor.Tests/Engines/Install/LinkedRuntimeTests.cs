using OciInterceptor.Engines.Install;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>A runtime that is put aside for a link to the interceptor, and put back.</summary>
public sealed class LinkedRuntimeTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly string _identity;

    public LinkedRuntimeTests()
    {
        Shell.Run("chmod", ["0755", _scratch.Path]);
        _identity = Posix.Identity(_scratch.Program("runc"));
        _scratch.Program("oci-interceptor");
    }

    public void Dispose() => _scratch.Dispose();

    private LinkedRuntime Runtime => new(_scratch["runc"], _scratch["oci-interceptor"]);

    [Fact]
    public void It_is_put_aside_and_back()
    {
        Runtime.IsInstalled.Should().BeFalse();
        Runtime.Plan.Should().Be($"put {_scratch["runc"]} aside as {_scratch["runc-real"]}\nmake {_scratch["runc"]} a link to {_scratch["oci-interceptor"]}\n");

        Runtime.Install(isDryRun: false).Should().BeTrue();

        Runtime.IsInstalled.Should().BeTrue();
        Runtime.Plan.Should().Be($"make {_scratch["runc"]} a link to {_scratch["oci-interceptor"]}\n");
        Runtime.UndoPlan.Should().Be($"put {_scratch["runc-real"]} back as {_scratch["runc"]}\n");
        new FileInfo(_scratch["runc"]).LinkTarget.Should().Be(_scratch["oci-interceptor"]);
        Posix.Identity(_scratch["runc-real"]).Should().Be(_identity);

        Runtime.Uninstall(isDryRun: false);

        Posix.Identity(_scratch["runc"]).Should().Be(_identity);
        _scratch.Names.Should().Equal("oci-interceptor", "runc");
    }

    [Fact]
    public void A_dry_run_tells_and_changes_nothing()
    {
        Runtime.Install(isDryRun: true).Should().BeTrue();
        _scratch.Names.Should().Equal("oci-interceptor", "runc");

        Runtime.Install(isDryRun: false);
        Runtime.Install(isDryRun: true).Should().BeFalse();
        new LinkedRuntime(_scratch["runc"], "/new/oci-interceptor").Install(isDryRun: true).Should().BeTrue();
        Runtime.Uninstall(isDryRun: true);
        new FileInfo(_scratch["runc"]).LinkTarget.Should().Be(_scratch["oci-interceptor"]);
    }

    [Fact]
    public void Once_more_there_is_nothing_to_do_but_for_another_version()
    {
        Runtime.Install(isDryRun: false);

        Runtime.Install(isDryRun: false).Should().BeFalse();
        new LinkedRuntime(_scratch["runc"], "/new/oci-interceptor").Install(isDryRun: false).Should().BeTrue();

        new FileInfo(_scratch["runc"]).LinkTarget.Should().Be("/new/oci-interceptor");
        Posix.Identity(_scratch["runc-real"]).Should().Be(_identity);
        Runtime.Install(isDryRun: false).Should().BeTrue("a link to another version is the interceptor's, too, even where that has gone");
    }

    [Fact]
    public void One_that_was_stopped_half_way_is_gone_on_with()
    {
        Posix.Link(_scratch["runc"], _scratch["runc-real"]);

        Runtime.Install(isDryRun: false).Should().BeTrue();

        Posix.Identity(_scratch["runc-real"]).Should().Be(_identity);
        Runtime.IsInstalled.Should().BeTrue();
    }

    [Fact]
    public void One_that_was_stopped_half_way_can_be_taken_back()
    {
        Posix.Link(_scratch["runc"], _scratch["runc-real"]);
        Runtime.UndoPlan.Should().Be($"remove {_scratch["runc-real"]}, which is {_scratch["runc"]}\n");
        Runtime.Uninstall(isDryRun: true);
        _scratch.Names.Should().Equal("oci-interceptor", "runc", "runc-real");

        Runtime.Uninstall(isDryRun: false);

        _scratch.Names.Should().Equal("oci-interceptor", "runc");
        Posix.Identity(_scratch["runc"]).Should().Be(_identity);
    }

    /// <summary>What the message of the refusal says to do after an upgrade that puts its runc in the link's place.</summary>
    [Fact]
    public void A_newer_runtime_is_taken_over_in_the_way_that_is_told()
    {
        Runtime.Install(isDryRun: false);
        File.Delete(_scratch["runc"]);
        var newer = Posix.Identity(_scratch.Program("runc"));
        var message = Runtime.Invoking(runtime => runtime.Install(isDryRun: false)).Should().Throw<InterceptorException>().Which.Message;

        Shell.Run("sh", ["-ec", message.Split(" with ")[1].Split(" and install")[0]]);
        Runtime.Install(isDryRun: false).Should().BeTrue();

        Posix.Identity(_scratch["runc-real"]).Should().Be(newer);
        Runtime.IsInstalled.Should().BeTrue();
    }

    [Fact]
    public void A_runtime_that_is_a_link_itself_is_put_aside_as_one()
    {
        File.Move(_scratch["runc"], _scratch["runc-1.2"]);
        File.CreateSymbolicLink(_scratch["runc"], "runc-1.2");

        Runtime.Install(isDryRun: false);

        new FileInfo(_scratch["runc-real"]).LinkTarget.Should().Be("runc-1.2");
        Runtime.Uninstall(isDryRun: false);
        new FileInfo(_scratch["runc"]).LinkTarget.Should().Be("runc-1.2");
    }

    [Theory]
    [InlineData(": > runc-real", "{S}/runc-real exists and is not {S}/runc: if an upgrade put a newer runc in the link's place, take that over with ln -f {S}/runc {S}/runc-real and install again; if another program took runc's place, put {S}/runc-real back")]
    [InlineData("ln -s none runc-real", "{S}/runc-real exists and is not {S}/runc: *")]
    [InlineData("rm runc", "cannot use the runtime {S}/runc: No such file or directory")]
    [InlineData("chmod 0644 runc", "cannot use the runtime {S}/runc: Permission denied")]
    [InlineData("chmod g+w .", "cannot use {S}: it is writable by group or others")]
    [InlineData("chmod 1777 .", "cannot use {S}: it is writable by group or others")]
    [InlineData("chown 4711 .", "cannot use {S}: it is owned by user 4711, want root or the effective user")]
    [InlineData("rm runc; ln -s oci-interceptor runc", "{S}/runc is already the interceptor, but the runtime {S}/runc-real is missing")]
    [InlineData("rm runc; ln -s /proc/self/exe runc", "cannot use the runtime {S}/runc: it is oci-interceptor itself")]
    public void What_would_leave_no_runtime_is_refused(string change, string message)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; {change}"]);
        var names = _scratch.Names.ToArray();

        FluentActions.Invoking(() => Runtime.Install(isDryRun: false)).Should().Throw<InterceptorException>().WithMessage(message.Replace("{S}", _scratch.Path, StringComparison.Ordinal));
        _scratch.Names.Should().Equal(names);
    }

    [Theory]
    [InlineData(":", "{S}/runc is not a link to the interceptor: nothing to undo")]
    [InlineData("rm runc; ln -s oci runc; : > runc-real", "{S}/runc is not a link to the interceptor: nothing to undo")]
    [InlineData("rm runc", "{S}/runc is not a link to the interceptor: nothing to undo")]
    [InlineData("rm runc; ln -s /x/oci-interceptor runc", "{S}/runc-real is missing, so it cannot be put back: reinstall {S}/runc")]
    [InlineData("rm runc; ln -s /x/guardian-runc-shim runc", "{S}/runc-real is missing, so it cannot be put back: reinstall {S}/runc")]
    public void What_is_not_ours_is_not_put_back(string change, string message)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; {change}"]);

        FluentActions.Invoking(() => Runtime.Uninstall(isDryRun: false)).Should().Throw<InterceptorException>().WithMessage(message.Replace("{S}", _scratch.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_looked_at_is_an_error()
    {
        File.CreateSymbolicLink(_scratch["loop"], "loop");

        FluentActions.Invoking(() => LinkedRuntime.Exists(_scratch["loop/runc"])).Should().Throw<InterceptorException>().WithMessage($"cannot examine {_scratch["loop/runc"]}: Too many levels of symbolic links");
        LinkedRuntime.Exists(_scratch["loop"]).Should().BeTrue();
        LinkedRuntime.Exists(_scratch["none"]).Should().BeFalse();
    }
}
