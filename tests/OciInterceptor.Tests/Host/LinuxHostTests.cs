using OciInterceptor.Host;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Linux.Processes;

namespace OciInterceptor.Tests.Host;

/// <summary>What the machine itself answers. {S} is the test's directory, in which shell commands run.</summary>
[Collection(GuardedPrograms.Name)]
public sealed class LinuxHostTests : IDisposable
{
    private const string Gone = "No such file or directory";

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_mounts_below_a_path_are_not_the_one_at_it()
    {
        var below = new LinuxHost().MountsBelow("/");

        below.Should().Contain("/proc").And.NotContain("/");
        new LinuxHost().MountsBelow("/proc").Should().NotContain("/proc");
    }

    [Fact]
    public void A_path_that_may_not_be_examined_is_left_as_written_if_the_policy_names_it()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }
        Make("mkdir -p d/e; chmod 0755 .; chmod 0700 d");
        Posix.AsUser(4711, () =>
        {
            var host = new LinuxHost();
            host.Walk(_scratch["d/e"], isOperators: true).Real.Should().Be(_scratch["d/e"]);
            host.Invoking(one => one.Walk(_scratch["d/e"])).Should().Throw<InterceptorException>().WithMessage($"cannot follow {_scratch["d/e"]}: *");
        });
    }

    [Theory]
    [InlineData(": > d/b.json; : > d/a.json; : > d/A.JSON; : > d/x.jsonx; : > d/json", "a.json b.json")]
    [InlineData("mkdir d/a.json; ln -s missing d/b.json", "a.json b.json")]
    [InlineData("mv d e; : > e/a.json; ln -s e d", "a.json")]
    [InlineData("rmdir d", "")]
    [InlineData("rmdir d; ln -s missing d", null)]
    [InlineData("rmdir d; ln -s d d", null)]
    [InlineData("rmdir d; : > d", null)]
    public void Of_a_directory_every_name_with_the_ending_counts(string change, string? names)
    {
        Make($"mkdir d; {change}");

        var list = () => new LinuxHost().FilesIn(_scratch["d"], ".json");

        if (names is null)
        {
            list.Should().Throw<InterceptorException>().WithMessage($"cannot read the directory {_scratch["d"]}: *");
        }
        else
        {
            list().Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).Should().Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [InlineData(": > d/b.json; : > d/a.yaml; : > d/B.json; : > d/c.yml; : > d/x.JSON", "B.json a.yaml b.json")]
    [InlineData("mkdir d/a.json", "")]
    [InlineData(": > e; ln -s ../e d/a.json", "a.json")]
    [InlineData("mv d e; : > e/a.json; ln -s e d", "a.json")]
    [InlineData("rmdir d", "")]
    public void Of_the_trusted_files_of_a_directory_each_is_read(string change, string names)
    {
        Make($"mkdir d; {change}; for f in d/*.[jy]*; do if test -f $f; then printf $(basename $f) > $f; fi; done");

        var files = new LinuxHost().TrustedFilesIn(_scratch["d"], [".json", ".yaml"]).ToList();

        files.Select(file => file.Path).Should().Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => _scratch[$"d/{name}"]));
        files.Select(file => System.Text.Encoding.UTF8.GetString(file.Read()!)).Should().Equal(files.Select(file => Path.GetFileName(file.Path)));
    }

    [Theory]
    [InlineData("ln -s missing d/a.json", "cannot read {S}/d/a.json: " + Gone)]
    [InlineData("ln -s a.json d/a.json", "cannot read {S}/d/a.json: Too many levels of symbolic links")]
    [InlineData("mkfifo d/a.json", "cannot trust {S}/d/a.json: it is not a regular file")]
    [InlineData("mkdir e; ln -s ../e d/a.json", "cannot trust {S}/d/a.json: it is not a regular file")]
    [InlineData(": > d/a.json; chmod 0666 d/a.json", "cannot trust {S}/d/a.json: it is writable by group or others")]
    [InlineData("rmdir d; ln -s missing d", "cannot read the directory {S}/d: *")]
    [InlineData("rmdir d; ln -s d d", "cannot read the directory {S}/d: *")]
    [InlineData("rmdir d; : > d", "cannot read the directory {S}/d: *")]
    public void A_file_that_is_there_in_name_only_is_not_passed_over(string change, string error)
    {
        Make($"mkdir d; {change}");

        FluentActions.Invoking(() => new LinuxHost().TrustedFilesIn(_scratch["d"], [".json"]).Select(file => file.Read()).ToList())
            .Should().Throw<InterceptorException>().WithMessage(Named(error));
    }

    [Fact]
    public void A_file_that_a_policy_names_has_sixteen_MiB_at_most()
    {
        var path = _scratch.File("large");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(16 << 20);
        }
        new LinuxHost().TrustedFile(path).Should().HaveCount(16 << 20);

        File.AppendAllText(path, "x");
        FluentActions.Invoking(() => new LinuxHost().TrustedFile(path)).Should().Throw<InterceptorException>().WithMessage($"cannot read {path}: it is larger than 16384 KiB");
        FluentActions.Invoking(() => new LinuxHost().TrustedFile(_scratch["none"])).Should().Throw<InterceptorException>().WithMessage($"cannot read {_scratch["none"]}: {Gone}");
    }

    [Fact]
    public void A_device_has_what_its_node_has()
    {
        var device = new LinuxHost().Device("/dev/zero");
        (device.Type, device.Major, device.Minor).Should().Be(("c", 1, 5));
        device.Mode.Should().Be((uint)File.GetUnixFileMode("/dev/zero"));

        Make("mkfifo -m 0640 pipe; ln -s pipe link");
        foreach (var name in new[] { "pipe", "link" })
        {
            var pipe = new LinuxHost().Device(_scratch[name]);
            (pipe.Type, pipe.Mode).Should().Be(("p", 416u));
        }
    }

    [Theory]
    [InlineData(": > x", "cannot add the device {S}/x: it is not a device node")]
    [InlineData("mkdir x", "cannot add the device {S}/x: it is not a device node")]
    [InlineData(":", "cannot add the device {S}/x: " + Gone)]
    public void What_is_no_device_cannot_be_added_as_one(string change, string error)
    {
        Make(change);
        FluentActions.Invoking(() => new LinuxHost().Device(_scratch["x"])).Should().Throw<InterceptorException>().Which.Message.Should().Be(Named(error));
    }

    [Fact]
    public void A_device_is_found_by_any_name()
    {
        Make("ln -s /dev/null link; mkfifo pipe; : > file; ln -s loop loop; ln -s missing gone");
        new LinuxHost().FindDevice("/dev/null").Should().Be(new DeviceNumber("c", 1, 3));
        new LinuxHost().FindDevice(_scratch["link"]).Should().Be(new DeviceNumber("c", 1, 3));
        foreach (var name in new[] { "pipe", "file", "none", "gone", "none/below", "file/below" })
        {
            new LinuxHost().FindDevice(_scratch[name]).Should().BeNull(name);
        }
        FluentActions.Invoking(() => new LinuxHost().FindDevice(_scratch["loop"])).Should().Throw<InterceptorException>()
            .WithMessage($"cannot follow {_scratch["loop"]}: Too many levels of symbolic links");
    }

    [Fact]
    public void A_relative_path_begins_in_the_bundle()
    {
        Make("mkdir -p b/d; ln -s d b/link");
        var real = new LinuxHost().Resolve(_scratch.Path);
        var host = new LinuxHost(_scratch["b"]);
        host.Resolve("link").Should().Be($"{real}/b/d");
        host.Resolve(".").Should().Be($"{real}/b");
        host.Resolve("../none/x").Should().Be($"{real}/none/x");
        host.Resolve(_scratch["b/link/y"]).Should().Be($"{real}/b/d/y");
        new LinuxHost().Resolve("etc").Should().Be(new LinuxHost().Resolve("/etc"));
    }

    [Fact]
    public void A_path_that_cannot_be_followed_is_an_error()
    {
        Make("ln -s loop loop");
        foreach (var isOperators in new[] { false, true })
        {
            FluentActions.Invoking(() => new LinuxHost().Resolve(_scratch["loop"], isOperators)).Should().Throw<InterceptorException>()
                .WithMessage($"cannot follow {_scratch["loop"]}: Too many levels of symbolic links");
            FluentActions.Invoking(() => new LinuxHost().Walk(_scratch["loop"], isOperators)).Should().Throw<InterceptorException>()
                .WithMessage($"cannot follow {_scratch["loop"]}: *");
        }
    }

    [Fact]
    public void Behind_a_path_that_cannot_be_followed_there_is_what_its_file_system_has()
    {
        Make("ln -s loop loop; : > file");
        new LinuxHost().Backing(_scratch["loop"]).Names.Should().HaveSameCount(new LinuxHost().Backing(_scratch["file"]).Names);
    }

    [Fact]
    public void Two_names_are_one_file_if_links_lead_there()
    {
        Make(": > a; : > b; ln a hard; ln -s a soft");
        var host = new LinuxHost();
        host.IsSameFile(_scratch["a"], _scratch["hard"]).Should().BeTrue();
        host.IsSameFile(_scratch["soft"], _scratch["a"]).Should().BeTrue();
        host.IsSameFile(_scratch["a"], _scratch["b"]).Should().BeFalse();
        foreach (var (one, other) in new[] { ("a", "none"), ("none", "a") })
        {
            FluentActions.Invoking(() => host.IsSameFile(_scratch[one], _scratch[other])).Should().Throw<InterceptorException>().WithMessage($"cannot follow {_scratch["none"]}: {Gone}");
        }
    }

    [Fact]
    public void A_filter_is_run_and_its_failure_is_an_error()
    {
        var cat = new HostProgram("/usr/bin/cat", ["cat"], ["PATH=/usr/bin"], ["/usr/bin"]);
        new LinuxHost().Filter(cat, "{\"a\":1}"u8.ToArray()).Should().Equal("{\"a\":1}"u8.ToArray());

        FluentActions.Invoking(() => new LinuxHost().Filter(cat with { Path = "/usr/bin/false", Args = ["false"] }, "{}"u8.ToArray()))
            .Should().Throw<InterceptorException>().Which.Message.Should().NotBeEmpty();
    }

    [Fact]
    public void A_program_is_checked_and_not_run()
    {
        new LinuxHost().CheckProgram("/usr/bin/cat", ["/usr/bin"]);
        FluentActions.Invoking(() => new LinuxHost().CheckProgram("/usr/bin/cat", ["/opt"])).Should().Throw<InterceptorException>();
    }

    private void Make(string commands) => Shell.Run("sh", ["-ec", $"umask 022; cd {_scratch.Path}; {commands}"]);

    private string Named(string text) => text.Replace("{S}", _scratch.Path, StringComparison.Ordinal);
}
