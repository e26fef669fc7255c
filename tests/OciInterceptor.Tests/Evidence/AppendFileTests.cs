using OciInterceptor.Evidence;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Evidence;

public sealed class AppendFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_file_is_for_its_owner_alone()
    {
        Append("log", "one\n");

        File.ReadAllText(_directory["log"]).Should().Be("one\n");
        File.GetUnixFileMode(_directory["log"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Lines_are_added_to_what_is_there()
    {
        _directory.File("log", "one\n");

        Append("log", "two\n");
        Append("log", "three\n");

        File.ReadAllText(_directory["log"]).Should().Be("one\ntwo\nthree\n");
    }

    [Fact]
    public void Lines_of_many_at_once_never_mix()
    {
        // A write grows the file page by page, and others see it half written.
        const int Length = 30_000;
        Parallel.For(0, 1_000, i => Append("log", new string((char)('a' + (i % 26)), Length) + "\n"));

        var lines = File.ReadAllLines(_directory["log"]);
        lines.Select(line => line.Length).Distinct().Should().Equal(Length);
        lines.Should().HaveCount(1_000);
        lines.Where(line => line.AsSpan().ContainsAnyExcept(line[0])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("nothing")]
    public void A_planted_symbolic_link_is_not_followed(string target)
    {
        var victim = target == "nothing" ? _directory["victim"] : _directory.File("victim", "mine");
        File.CreateSymbolicLink(_directory["log"], victim);

        Refuse("log");

        (File.Exists(victim) ? File.ReadAllText(victim) : "").Should().Be(target == "nothing" ? "" : "mine");
    }

    [Fact]
    public void A_hard_link_is_not_written_to()
    {
        var victim = _directory.File("victim", "mine");
        Posix.Link(victim, _directory["log"]);

        Refuse("log");

        File.ReadAllText(victim).Should().Be("mine");
    }

    [Fact]
    public void A_FIFO_that_nobody_reads_is_no_wait()
    {
        Posix.MakeFifo(_directory["log"]);

        Refuse("log");
    }

    [Fact]
    public void A_FIFO_that_somebody_reads_gets_nothing()
    {
        Posix.MakeFifo(_directory["log"]);
        var reader = Posix.OpenReader(_directory["log"]);
        try
        {
            Refuse("log");
        }
        finally
        {
            Posix.Close(reader);
        }
    }

    [Fact]
    public void A_file_of_another_owner_is_not_written_to()
    {
        _directory.File("log", "theirs");
        Posix.ChangeOwner(_directory["log"], 1234, 0);

        Refuse("log");

        File.ReadAllText(_directory["log"]).Should().Be("theirs");
    }

    [Fact]
    public void A_directory_is_not_written_to()
    {
        Directory.CreateDirectory(_directory["log"]);

        Refuse("log");
    }

    [Theory]
    [InlineData("", "line\n", "line\n")]
    [InlineData("\n", "line\n", "\nline\n")]
    [InlineData("x", "line\n", "x\nline\n")]
    [InlineData("one\ntw", "line\n", "one\ntw\nline\n")]
    public void A_line_begins_on_a_line_of_its_own(string before, string line, string after)
    {
        _directory.File("log", before);

        Append("log", line);

        File.ReadAllText(_directory["log"]).Should().Be(after);
    }

    [Theory]
    [InlineData("", "200", "600")]
    [InlineData("", "400", "600")]
    [InlineData("", "0", "600")]
    [InlineData("", "644", "644")]
    [InlineData("one\n", "400", "400")]
    [InlineData("one", "620", "620")]
    public void An_empty_file_gets_what_the_umask_has_taken_and_any_other_keeps_its_mode(string content, string mode, string expected)
    {
        _directory.File("log", content, (UnixFileMode)Convert.ToInt32(mode, 8));

        Append("log", "line\n");

        Convert.ToString((int)File.GetUnixFileMode(_directory["log"]), 8).Should().Be(expected);
    }

    [Fact]
    public void By_its_path_a_missing_directory_is_made_for_its_owner_alone()
    {
        AppendFile.Open(_directory["a/b/log"]).Dispose();

        File.GetUnixFileMode(_directory["a/b"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _directory.File("file");
        FluentActions.Invoking(() => AppendFile.Open(_directory["file/log"])).Should().Throw<IOException>().WithMessage("Not a directory");
    }

    [Fact]
    public void A_line_that_is_not_written_whole_is_an_error() =>
        FluentActions.Invoking(() =>
        {
            using var full = Descriptor.Open(CString.Of("/dev/full"), Libc.O_RDWR);
            AppendFile.Write(full, "line\n"u8);
        }).Should().Throw<IOException>().WithMessage("No space left on device");

    [Fact]
    public void A_missing_directory_is_an_error() => Refuse("missing/log");

    private void Refuse(string name)
    {
        var append = () => Append(name, "line\n");
        append.Should().Throw<IOException>();
    }

    private void Append(string name, string line)
    {
        using var file = AppendFile.Open(Libc.AT_FDCWD, CString.Of(_directory[name]));
        AppendFile.Write(file, CString.Of(line).Bytes);
    }
}
