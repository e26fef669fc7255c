using OciInterceptor.Evidence;
using OciInterceptor.Linux;

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
        Parallel.For(0, 200, i => Append("log", new string((char)('a' + (i % 26)), 3000) + "\n"));

        var lines = File.ReadAllLines(_directory["log"]);
        lines.Should().HaveCount(200).And.OnlyContain(line => line.Length == 3000 && line.All(c => c == line[0]));
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
