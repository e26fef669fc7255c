using OciInterceptor.Host;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Host;

public sealed class DeviceDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Finds_nodes_and_links_to_them_and_nothing_else()
    {
        Directory.CreateDirectory(_scratch["d/below/deep"]);
        File.WriteAllText(_scratch["d/file"], "");
        File.CreateSymbolicLink(_scratch["d/z"], "/dev/null");
        File.CreateSymbolicLink(_scratch["d/a"], "/dev/zero");
        File.CreateSymbolicLink(_scratch["d/below/b"], "/dev/zero");
        File.CreateSymbolicLink(_scratch["d/below/deep/c"], "/dev/zero");
        File.CreateSymbolicLink(_scratch["d/dangling"], "nowhere");
        Directory.CreateSymbolicLink(_scratch["d/directory"], "/dev");

        Nodes(0).Should().Be("a z");
        Nodes(1).Should().Be("a below/b z");
        Nodes(int.MaxValue).Should().Be("a below/b below/deep/c z");

        string Nodes(int depth) => string.Join(' ', new LinuxHost().DevicesIn(_scratch["d"], depth)!.Value.Select(path => path[(_scratch["d"].Length + 1)..]));
    }

    /// <summary>/dev/stdin is whatever the caller has open: a disk, for whoever starts containers with one.</summary>
    [Fact]
    public void A_link_through_a_process_or_out_of_dev_is_passed_over()
    {
        using var open = File.OpenHandle("/dev/zero");
        Directory.CreateDirectory(_scratch["d"]);
        File.CreateSymbolicLink(_scratch["d/direct"], $"/proc/self/fd/{open.DangerousGetHandle()}");
        File.CreateSymbolicLink(_scratch["d/throughDev"], $"/dev/fd/{open.DangerousGetHandle()}");
        File.CreateSymbolicLink(_scratch["elsewhere"], "/dev/zero");
        File.CreateSymbolicLink(_scratch["d/out"], "../elsewhere");
        File.CreateSymbolicLink(_scratch["d/within"], "/dev/../dev/zero");

        File.Exists(_scratch["d/throughDev"]).Should().BeTrue("the link leads somewhere");
        new LinuxHost().DevicesIn(_scratch["d"], 0)!.Value.Should().Equal(_scratch["d/within"]);
    }

    [Fact]
    public void A_node_that_has_gone_is_no_error()
    {
        new LinuxHost().FindNode("/dev/null").Should().Be(new LinuxHost().Device("/dev/null"));
        new LinuxHost().FindNode(_scratch["gone"]).Should().BeNull();
        File.WriteAllText(_scratch["file"], "");
        new LinuxHost().FindNode(_scratch["file"]).Should().BeNull("another file took its name");
    }

    [Fact]
    public void Of_the_machine_it_knows_its_own_nodes_and_no_terminals()
    {
        var nodes = new LinuxHost().DevicesIn("/dev", int.MaxValue)!.Value;

        nodes.Should().Contain("/dev/null").And.NotContain(path => path.StartsWith("/dev/pts/", StringComparison.Ordinal) || path.StartsWith("/dev/fd/", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_directory_has_none()
    {
        Directory.CreateSymbolicLink(_scratch["link"], "/dev");

        new LinuxHost().DevicesIn(_scratch["missing"], 1).HasValue.Should().BeFalse();
        new LinuxHost().DevicesIn("/dev/null", 1).HasValue.Should().BeFalse();
        new LinuxHost().DevicesIn(_scratch["link"], 1).HasValue.Should().BeFalse("a link to a directory is another place");
    }

    /// <summary>Others could put a link to a disk there.</summary>
    [Theory]
    [InlineData("d")]
    [InlineData("d/below")]
    public void A_directory_that_others_can_change_is_refused(string changeable)
    {
        Directory.CreateDirectory(_scratch["d/below"]);
        File.SetUnixFileMode(_scratch[changeable], (UnixFileMode)Convert.ToInt32("1777", 8));

        FluentActions.Invoking(() => new LinuxHost().DevicesIn(_scratch["d"], 1)).Should().Throw<InterceptorException>()
            .WithMessage($"cannot trust the directory {_scratch[changeable]}: users other than root can change what is in it");
    }

    [Fact]
    public void A_path_exists_if_it_leads_to_something()
    {
        File.CreateSymbolicLink(_scratch["dangling"], "nowhere");
        File.CreateSymbolicLink(_scratch["loop"], "loop");

        new LinuxHost().Exists("/dev/null").Should().BeTrue();
        new LinuxHost().Exists(_scratch["missing/below"]).Should().BeFalse();
        new LinuxHost().Exists(_scratch["dangling"]).Should().BeFalse();
        FluentActions.Invoking(() => new LinuxHost().Exists(_scratch["loop"])).Should().Throw<InterceptorException>().WithMessage("cannot follow *");
    }
}
