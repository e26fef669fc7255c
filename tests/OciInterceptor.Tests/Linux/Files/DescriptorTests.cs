using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class DescriptorTests : IDisposable
{
    private const int CloseOnExec = 1;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, 10, true)]
    [InlineData(1, 10, true)]
    [InlineData(9, 10, true)]
    [InlineData(10, 10, true)]
    [InlineData(11, 10, false)]
    [InlineData(4096, 5000, true)]
    [InlineData(5000, 4096, false)]
    [InlineData(1, 0, false)]
    [InlineData(0, 0, true)]
    public void A_file_is_read_whole_or_not_at_all(int size, int limit, bool isRead)
    {
        var content = Content(size);
        File.WriteAllBytes(_directory["file"], content);
        using var file = Open("file");

        var read = file.ReadToEnd(limit);

        (read is not null).Should().Be(isRead);
        (read ?? content).Should().Equal(content);
    }

    [Fact]
    public void Pieces_of_any_sizes_are_written_one_after_the_other()
    {
        int[] sizes = [0, 1, 4095, 4096, 4097, 1, 2, 3000, 1096, 1, 20_000, 0, 5];
        foreach (var start in Enumerable.Range(0, sizes.Length))
        {
            var pieces = sizes[start..].Concat(sizes[..start]).Select((size, i) => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)(i + 1), size).ToArray()).ToList();
            using (var file = Descriptor.Open(CString.Of(_directory["pieces"]), Libc.O_WRONLY | Libc.O_CREAT, 0b110_000_000))
            {
                file.WriteAll(pieces);
            }

            File.ReadAllBytes(_directory["pieces"]).Should().Equal(pieces.SelectMany(piece => piece.ToArray()));
        }
    }

    /// <summary>A pipe tells no size, as files of /proc do not.</summary>
    [Theory]
    [InlineData(0, 4096, true)]
    [InlineData(4095, 10_000, true)]
    [InlineData(4096, 10_000, true)]
    [InlineData(4097, 10_000, true)]
    [InlineData(8192, 10_000, true)]
    [InlineData(10_000, 10_000, true)]
    [InlineData(10_001, 10_000, false)]
    [InlineData(4096, 4096, true)]
    [InlineData(4097, 4096, false)]
    [InlineData(60_000, 60_000, true)]
    [InlineData(60_000, 59_999, false)]
    public void What_tells_no_size_is_read_up_to_the_limit(int size, int limit, bool isRead)
    {
        var content = Content(size);
        using var pipe = new OciInterceptor.Linux.Files.Pipe();
        pipe.Writing.WriteAll(content);
        pipe.Writing.Dispose();

        var read = pipe.Reading.ReadToEnd(limit);

        (read is not null).Should().Be(isRead);
        (read ?? content).Should().Equal(content);
    }

    [Fact]
    public void A_file_is_read_from_where_it_stands_and_may_have_shrunk()
    {
        File.WriteAllBytes(_directory["file"], Content(100));
        using var file = Open("file");
        _ = file.ReadSome(new byte[30]);

        file.ReadToEnd(100).Should().Equal(Content(100)[30..]);
    }

    [Fact]
    public void What_is_written_is_there_in_its_order()
    {
        using (var file = Descriptor.Open(CString.Of(_directory["file"]), Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL, 0x1A4))
        {
            file.WriteAll("one "u8);
            file.WriteAll(ReadOnlySpan<byte>.Empty);
            file.WriteAll(["two"u8.ToArray(), Array.Empty<byte>(), " three"u8.ToArray()]);
        }

        File.ReadAllText(_directory["file"]).Should().Be("one two three");
    }

    /// <summary>A pipe takes no more than it has room for.</summary>
    [Fact]
    public async Task What_is_taken_in_pieces_is_written_whole()
    {
        var content = Content(1_000_000);
        using var pipe = new OciInterceptor.Linux.Files.Pipe();
        var writing = Task.Run(() =>
        {
            pipe.Writing.WriteAll(content);
            pipe.Writing.Dispose();
        });

        pipe.Reading.ReadToEnd(1_000_000).Should().Equal(content);
        await writing;
    }

    [Fact]
    public void A_failed_write_is_an_error()
    {
        File.WriteAllText(_directory["file"], "");
        using var file = Open("file");

        file.Invoking(opened => opened.WriteAll("x"u8)).Should().Throw<IOException>().WithMessage("Bad file descriptor");
        FluentActions.Invoking(() => Descriptor.Open(CString.Of("/dev/full"), Libc.O_WRONLY).WriteAll("x"u8)).Should().Throw<IOException>().WithMessage("No space left on device");
    }

    [Fact]
    public void A_failed_read_is_an_error()
    {
        using var directory = Descriptor.Open(CString.Of(_directory.Path), Libc.O_RDONLY);

        directory.Invoking(opened => opened.ReadSome(new byte[1])).Should().Throw<IOException>().WithMessage("Is a directory");
    }

    /// <summary>Another process is at the other end: it goes on whatever happens to this one.</summary>
    [Fact]
    public unsafe void A_signal_ends_neither_a_read_nor_a_write() => OwnThread.Interrupted(() =>
    {
        var content = Content(200_000);
        using var there = new OciInterceptor.Linux.Files.Pipe();
        using var back = new OciInterceptor.Linux.Files.Pipe();
        var pid = Spawn.Start("/bin/sh", CStringArray.Of(["sh", "-c", "/bin/sleep 0.3; /usr/bin/wc -c; /bin/sleep 0.2"]), CStringArray.Of([]), SpawnOptions.Clean, (there.Reading.Fd(), 0), (back.Writing.Fd(), 1));
        back.Writing.Dispose();

        there.Writing.WriteAll(content);
        there.Writing.Dispose();
        back.Reading.ReadToEnd(100).Should().Equal("200000\n"u8.ToArray());

        Wait.For(pid).ExitCode.Should().Be(0);
    });

    [Fact]
    public void What_is_opened_is_closed_by_an_exec()
    {
        using var pipe = new OciInterceptor.Linux.Files.Pipe();
        File.WriteAllText(_directory["file"], "");
        using var file = Open("file");

        new[] { file, pipe.Reading, pipe.Writing }.Should().OnlyContain(opened => Libc.fcntl(opened.Fd(), Libc.F_GETFD, 0) == CloseOnExec);
    }

    /// <summary>The caller may have closed its standard input: then 0 is the first free descriptor.</summary>
    [Fact]
    public void Descriptor_0_is_one_as_any_other() => OwnThread.WithOwnDescriptors(() =>
    {
        _directory.File("file", "here");
        _ = Libc.close(0);

        using var file = Open("file");

        file.Fd().Should().Be(0);
        file.ReadToEnd(10).Should().Equal("here"u8.ToArray());
    });

    [Fact]
    public void The_status_of_an_open_file_is_its_own_and_that_of_none_an_error()
    {
        _directory.File("file", "four");
        using var file = Open("file");
        var closed = new Microsoft.Win32.SafeHandles.SafeFileHandle(1_000_000, ownsHandle: false);

        (file.Status().Size, file.Status().IsRegular).Should().Be((4UL, true));
        closed.Invoking(none => none.Status()).Should().Throw<IOException>().WithMessage("Bad file descriptor");
    }

    [Fact]
    public void A_name_is_looked_up_in_the_directory_that_is_given()
    {
        Directory.CreateDirectory(_directory["below"]);
        _directory.File("below/file", "here");
        using var below = Descriptor.Open(CString.Of(_directory["below"]), Libc.O_PATH);

        using var file = Descriptor.OpenAt(below.Fd(), CString.Of("file"), Libc.O_RDONLY);

        file.ReadToEnd(10).Should().Equal("here"u8.ToArray());
        Descriptor.TryOpenAt(below.Fd(), CString.Of("none"), Libc.O_RDONLY).Should().BeNull();
        FluentActions.Invoking(() => Descriptor.OpenAt(below.Fd(), CString.Of("none"), Libc.O_RDONLY)).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
    }

    [Fact]
    public void A_name_is_removed_and_a_missing_one_is_no_error()
    {
        _directory.File("file");

        Descriptor.Unlink(Name("file"));
        Descriptor.Unlink(Name("file"));
        Descriptor.Unlink(Name("none/file"));

        _directory.Names.Should().BeEmpty();
    }

    [Fact]
    public void A_name_that_stays_is_an_error_unless_it_was_only_to_be_tried()
    {
        Directory.CreateDirectory(_directory["full/below"]);

        FluentActions.Invoking(() => Descriptor.Unlink(Name("full"))).Should().Throw<IOException>().WithMessage("Is a directory");
        FluentActions.Invoking(() => Descriptor.RemoveDirectory(Name("full"))).Should().Throw<IOException>().WithMessage("Directory not empty");
        Descriptor.TryUnlink(Name("full"));
        Descriptor.TryRemoveDirectory(Name("full"));
        Directory.Exists(_directory["full/below"]).Should().BeTrue();
    }

    [Fact]
    public void An_empty_directory_is_removed_as_one()
    {
        Directory.CreateDirectory(_directory["one"]);
        Directory.CreateDirectory(_directory["two"]);
        _directory.File("file");

        Descriptor.RemoveDirectory(Name("one"));
        Descriptor.RemoveDirectory(Name("one"));
        Descriptor.TryRemoveDirectory(Name("two"));
        Descriptor.TryRemoveDirectory(Name("file"));

        _directory.Names.Should().Equal("file");
    }

    [Fact]
    public void A_second_name_must_be_free_and_a_link_is_named_itself()
    {
        _directory.File("file");
        File.CreateSymbolicLink(_directory["link"], "file");

        Descriptor.Link(Name("file"), Name("second"));
        Descriptor.Link(Name("link"), Name("third"));

        Posix.Identity(_directory["second"]).Should().Be(Posix.Identity(_directory["file"]));
        Posix.IsSymbolicLink(_directory["third"]).Should().BeTrue();
        FluentActions.Invoking(() => Descriptor.Link(Name("file"), Name("second"))).Should().Throw<IOException>().WithMessage("File exists");
    }

    [Fact]
    public void A_file_is_renamed_over_another()
    {
        _directory.File("file", "new");
        _directory.File("other", "old");

        Descriptor.Rename(Name("file"), Name("other"));

        _directory.Names.Should().Equal("other");
        File.ReadAllText(_directory["other"]).Should().Be("new");
        FluentActions.Invoking(() => Descriptor.Rename(Name("file"), Name("other"))).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
    }

    private CString Name(string name) => CString.Of(_directory[name]);

    private Microsoft.Win32.SafeHandles.SafeFileHandle Open(string name) => Descriptor.Open(Name(name), Libc.O_RDONLY);

    private static byte[] Content(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7 >> 3))];
}
