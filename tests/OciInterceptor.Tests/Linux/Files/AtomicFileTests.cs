using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

/// <summary>Law 4: whole or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("new")]
    [InlineData("a much longer text than the one before")]
    public void The_file_has_the_new_content_and_is_another_file(string content)
    {
        var path = _bundle.File("config.json", "old content");
        var before = Posix.Identity(path);

        Replace(path, content);

        File.ReadAllText(path).Should().Be(content);
        Posix.Identity(path).Should().NotBe(before);
        _bundle.Names.Should().Equal("config.json");
    }

    [Fact]
    public void Who_has_the_old_file_open_reads_the_old_content_to_its_end()
    {
        var path = _bundle.File("config.json", "old");
        using var reader = File.OpenText(path);

        Replace(path, "new");

        reader.ReadToEnd().Should().Be("old");
    }

    [Theory]
    [InlineData("400")]
    [InlineData("644")]
    [InlineData("600")]
    [InlineData("777")]
    [InlineData("4755")]
    [InlineData("2750")]
    [InlineData("1666")]
    [InlineData("0")]
    public void The_mode_is_kept_whatever_the_umask(string mode)
    {
        var path = _bundle.File("config.json");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        Replace(path, "new");

        Convert.ToString((int)File.GetUnixFileMode(path), 8).Should().Be(mode);
    }

    [Theory]
    [InlineData(1234, 5678)]
    [InlineData(0, 5678)]
    [InlineData(1234, 0)]
    public void The_owner_is_kept(int owner, int group)
    {
        var path = _bundle.File("config.json");
        Posix.ChangeOwner(path, owner, group);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("6640", 8));

        Replace(path, "new");

        Posix.Owner(path).Should().Be($"{owner}:{group}");
        Convert.ToString((int)File.GetUnixFileMode(path), 8).Should().Be("6640");
    }

    [Fact]
    public void Extended_attributes_are_kept()
    {
        using var bundle = WithAttributes();
        var path = bundle.File("config.json");
        Posix.SetAttribute(path, "user.x", [1, 0, 255]);
        Posix.SetAttribute(path, "user.empty", []);
        Posix.SetAttribute(path, "user.long", new byte[2000]);

        Replace(path, "new");

        File.ReadAllText(path).Should().Be("new");
        Posix.GetAttribute(path, "user.x").Should().Equal(1, 0, 255);
        Posix.GetAttribute(path, "user.empty").Should().BeEmpty();
        Posix.GetAttribute(path, "user.long").Should().Equal(new byte[2000]);
    }

    [Theory]
    [InlineData("real.json")]
    [InlineData("elsewhere/real.json")]
    [InlineData("second.json")]
    public void A_symbolic_link_stays_and_the_file_it_leads_to_is_replaced(string target)
    {
        Directory.CreateDirectory(_bundle["elsewhere"]);
        var real = _bundle.File(target == "second.json" ? "real.json" : target, "old");
        if (target == "second.json")
        {
            File.CreateSymbolicLink(_bundle["second.json"], "real.json");
        }
        File.CreateSymbolicLink(_bundle["config.json"], target);

        Replace(_bundle["config.json"], "new");

        Posix.IsSymbolicLink(_bundle["config.json"]).Should().BeTrue();
        File.ReadAllText(_bundle["config.json"]).Should().Be("new");
        Posix.IsSymbolicLink(real).Should().BeFalse();
        File.ReadAllText(real).Should().Be("new");
    }

    [Fact]
    public void A_relative_path_and_one_through_a_linked_directory_are_taken()
    {
        Directory.CreateDirectory(_bundle["bundle"]);
        var real = _bundle.File("bundle/config.json", "old");
        File.CreateSymbolicLink(_bundle["link"], _bundle["bundle"]);

        Replace(Path.GetRelativePath(Environment.CurrentDirectory, _bundle["link/config.json"]), "new");

        File.ReadAllText(real).Should().Be("new");
    }

    /// <summary>In a directory that others can write, such as /tmp, a name made of the process ID can be taken before the call is made.</summary>
    [Fact]
    public void No_number_of_names_planted_beside_the_file_refuses_it()
    {
        var path = _bundle.File("config.json", "old");
        var victim = _bundle.File("victim", "mine");
        var planted = Enumerable.Range(0, 101).Select(attempt => $"config.json.oi-{Environment.ProcessId}-{attempt}").ToArray();
        foreach (var name in planted)
        {
            File.CreateSymbolicLink(_bundle[name], victim);
        }

        Replace(path, "new");

        File.ReadAllText(path).Should().Be("new");
        File.ReadAllText(victim).Should().Be("mine");
        _bundle.Names.Should().BeEquivalentTo([.. planted, "config.json", "victim"]);
    }

    [Fact]
    public void A_name_too_long_for_a_temporary_one_beside_it_is_an_error_and_changes_nothing()
    {
        var path = _bundle.File(new string('x', 255), "old");

        var replace = () => Replace(path, "new");

        replace.Should().Throw<IOException>().WithMessage("File name too long");
        File.ReadAllText(path).Should().Be("old");
        _bundle.Names.Should().HaveCount(1);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_made()
    {
        var replace = () => Replace(_bundle["config.json"], "new");

        replace.Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
        _bundle.Names.Should().BeEmpty();
    }

    /// <summary>It may let in more than the old file did (acl(5)): here user 4711.</summary>
    [Fact]
    public void The_default_access_list_of_the_directory_lets_nobody_in()
    {
        var path = _bundle.File("config.json", "old");
        Shell.Run("setfattr", ["-n", "system.posix_acl_default", "-v", "0x0200000001000700ffffffff020007006712000004000500ffffffff10000700ffffffff20000500ffffffff", _bundle.Path]);

        Replace(path, "new");

        FluentActions.Invoking(() => Posix.GetAttribute(path, "system.posix_acl_access")).Should().Throw<IOException>().WithMessage("No data available");
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new FileInfo(path).Length.Should().Be(3);
    }

    [Fact]
    public void The_access_list_of_the_file_is_kept()
    {
        var path = _bundle.File("config.json", "old");
        Shell.Run("setfattr", ["-n", "system.posix_acl_access", "-v", "0x0200000001000700ffffffff020007006712000004000500ffffffff10000700ffffffff20000500ffffffff", path]);
        var before = Posix.GetAttribute(path, "system.posix_acl_access");

        Replace(path, "new");

        Posix.GetAttribute(path, "system.posix_acl_access").Should().Equal(before);
    }

    [Fact]
    public void An_attribute_is_told_and_a_missing_one_is_none()
    {
        using var bundle = WithAttributes();
        Posix.SetAttribute(bundle.File("file"), "user.x", [1, 0, 255]);
        Posix.SetAttribute(bundle["file"], "user.empty", []);
        using var file = Descriptor.Open(CString.Of(bundle["file"]), Libc.O_RDONLY);

        ExtendedAttributes.Value(file, "user.x").Should().Equal(1, 0, 255);
        ExtendedAttributes.Value(file, "user.empty").Should().BeEmpty();
        ExtendedAttributes.Value(file, "user.none").Should().BeNull();
        FluentActions.Invoking(() => ExtendedAttributes.Value(file, "")).Should().Throw<IOException>();
    }

    [Fact]
    public void Content_that_cannot_be_had_changes_nothing_and_leaves_nothing()
    {
        var path = _bundle.File("config.json", "old");

        FluentActions.Invoking(() => AtomicFile.Replace(CString.Of(path), Failing())).Should().Throw<InvalidOperationException>();

        File.ReadAllText(path).Should().Be("old");
        _bundle.Names.Should().Equal("config.json");

        static IEnumerable<ReadOnlyMemory<byte>> Failing()
        {
            yield return new byte[1];
            throw new InvalidOperationException();
        }
    }

    [Theory]
    [InlineData("400")]
    [InlineData("4777")]
    public void A_file_is_made_with_its_mode_whatever_had_its_name(string mode)
    {
        _bundle.File("config.json", "old and long");
        File.CreateSymbolicLink(_bundle["link"], "config.json");

        AtomicFile.Create(CString.Of(_bundle["file"]), Convert.ToUInt32(mode, 8), "new"u8.ToArray());
        AtomicFile.Create(CString.Of(_bundle["link"]), Convert.ToUInt32(mode, 8), "new"u8.ToArray());

        foreach (var name in new[] { "file", "link" })
        {
            Posix.IsSymbolicLink(_bundle[name]).Should().BeFalse();
            File.ReadAllText(_bundle[name]).Should().Be("new");
            Convert.ToString((int)File.GetUnixFileMode(_bundle[name]), 8).Should().Be(mode);
        }
        File.ReadAllText(_bundle["config.json"]).Should().Be("old and long");
        _bundle.Names.Should().Equal("config.json", "file", "link");
    }

    [Fact]
    public void A_file_that_must_be_new_takes_no_name()
    {
        File.CreateSymbolicLink(_bundle["link"], "none");
        using var directory = Descriptor.Open(CString.Of(_bundle.Path), Libc.O_RDONLY);

        AtomicFile.CreateNewAt(directory, CString.Of("file"), 0x180, "one"u8.ToArray());
        foreach (var name in new[] { "file", "link" })
        {
            FluentActions.Invoking(() => AtomicFile.CreateNewAt(directory, CString.Of(name), 0x180, "two"u8.ToArray()))
                .Should().Throw<IOException>().Which.HResult.Should().Be(Errno.EEXIST);
        }

        File.ReadAllText(_bundle["file"]).Should().Be("one");
        File.GetUnixFileMode(_bundle["file"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Posix.IsSymbolicLink(_bundle["link"]).Should().BeTrue();
        _bundle.Names.Should().Equal("file", "link");
    }

    [Fact]
    public void A_link_takes_the_place_of_a_file_or_link_and_of_no_directory()
    {
        _bundle.File("file", "old");
        File.CreateSymbolicLink(_bundle["link"], "file");
        Directory.CreateDirectory(_bundle["directory"]);

        AtomicFile.PutLink(CString.Of(_bundle["link"]), CString.Of("target"));
        AtomicFile.PutLink(CString.Of(_bundle["file"]), CString.Of("target"));
        AtomicFile.PutLink(CString.Of(_bundle["new"]), CString.Of("target"));
        FluentActions.Invoking(() => AtomicFile.PutLink(CString.Of(_bundle["directory"]), CString.Of("target"))).Should().Throw<IOException>().WithMessage("Is a directory");

        new[] { "file", "link", "new" }.Should().OnlyContain(name => new FileInfo(_bundle[name]).LinkTarget == "target");
        _bundle.Names.Should().Equal("directory", "file", "link", "new");
    }

    /// <summary>fsync(2): a file that is to outlast a crash of the machine is on the disk before it gets its name.</summary>
    [Fact]
    public void What_is_to_last_has_no_name_before_it_is_on_the_disk()
    {
        var path = _bundle.File("config.json", "old");
        using var directory = Descriptor.Open(CString.Of(_bundle.Path), Libc.O_RDONLY);
        Action[] lasting =
        [
            () => AtomicFile.Replace(CString.Of(path), [new byte[1]], isLasting: true),
            () => AtomicFile.Create(CString.Of(path), 0x180, new byte[1]),
            () => AtomicFile.CreateNewAt(directory, CString.Of("new"), 0x180, new byte[1]),
        ];

        OwnThread.WhereFails(OwnThread.Call(74, 82), Errno.EROFS, () =>
        {
            foreach (var write in lasting)
            {
                write.Should().Throw<IOException>().Which.HResult.Should().Be(Errno.EROFS);
            }
        });

        _bundle.Names.Should().Equal("config.json");
        File.ReadAllText(path).Should().Be("old");
    }

    [Fact]
    public void What_need_not_last_does_not_wait_for_the_disk()
    {
        var path = _bundle.File("config.json", "old");
        using var directory = Descriptor.Open(CString.Of(_bundle.Path), Libc.O_RDONLY);

        OwnThread.WhereFails(OwnThread.Call(74, 82), Errno.EROFS, () =>
        {
            Replace(path, "new");
            AtomicFile.PutAt(directory, CString.Of("put"), 0x180, ["put"u8.ToArray()]);
        });

        File.ReadAllText(path).Should().Be("new");
        File.ReadAllText(_bundle["put"]).Should().Be("put");
        File.GetUnixFileMode(_bundle["put"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Its name is on the disk as well: fsync(2) fails for what was opened with O_PATH.</summary>
    [Fact]
    public void A_new_file_has_its_name_on_the_disk()
    {
        using var directory = Descriptor.Open(CString.Of(_bundle.Path), Libc.O_PATH);

        FluentActions.Invoking(() => AtomicFile.CreateNewAt(directory, CString.Of("new"), 0x180, "new"u8.ToArray())).Should().Throw<IOException>().WithMessage("Bad file descriptor");
        File.ReadAllText(_bundle["new"]).Should().Be("new");
    }

    [Theory]
    [InlineData(91, 52)] // fchmod
    [InlineData(264, 38)] // renameat
    public void What_cannot_be_finished_changes_nothing_and_leaves_nothing(int x64, int arm64)
    {
        var path = _bundle.File("config.json", "old");

        OwnThread.WhereFails(OwnThread.Call(x64, arm64), Errno.EROFS, () =>
            FluentActions.Invoking(() => Replace(path, "new")).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.EROFS));

        File.ReadAllText(path).Should().Be("old");
        _bundle.Names.Should().Equal("config.json");
    }

    /// <summary>Until the file is finished it is this user's alone.</summary>
    [Fact]
    public void Before_it_has_its_name_nobody_else_can_read_it()
    {
        var path = _bundle.File("config.json", "old", (UnixFileMode)0x1B6);
        UnixFileMode? mode = null;

        AtomicFile.Replace(CString.Of(path), Watched());

        mode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        IEnumerable<ReadOnlyMemory<byte>> Watched()
        {
            mode = File.GetUnixFileMode(_bundle[_bundle.Names.Single(name => name != "config.json")]);
            yield return new byte[1];
        }
    }


    private static void Replace(string path, string content) => AtomicFile.Replace(CString.Of(path), [CString.Of(content).Bytes.ToArray()]);

    // Not every file system has attributes of users: tmpfs has them only in newer kernels.
    internal static TemporaryDirectory WithAttributes()
    {
        foreach (var parent in new[] { Path.GetTempPath(), "/var/tmp", AppContext.BaseDirectory })
        {
            var directory = new TemporaryDirectory(parent);
            try
            {
                Posix.SetAttribute(directory.File("probe"), "user.probe", [1]);
                return directory;
            }
            catch (IOException e) when (e.HResult == Posix.NotSupported)
            {
                directory.Dispose();
            }
        }
        throw new InvalidOperationException("no directory with extended attributes");
    }
}
