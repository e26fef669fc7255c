using System.Text;
using OciInterceptor.Evidence;

namespace OciInterceptor.Tests.Evidence;

public sealed class AuditFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Appends_a_line_to_a_file_for_its_owner_alone()
    {
        Append("{\"a\":1}");
        Append("{\"a\":2}");

        File.ReadAllText(_directory["audit"]).Should().Be("{\"a\":1}\n{\"a\":2}\n");
        File.GetUnixFileMode(_directory["audit"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Begins_a_line_behind_one_that_was_cut_short()
    {
        _directory.File("audit", "{\"a\":1}\n{\"b");

        Append("{\"a\":2}");
        Append("{\"a\":3}");

        File.ReadAllText(_directory["audit"]).Should().Be("{\"a\":1}\n{\"b\n{\"a\":2}\n{\"a\":3}\n");
    }

    [Fact]
    public void Makes_the_directory_for_its_owner_alone()
    {
        new AuditFile(_directory["a/b/audit"]).Append("{}"u8);

        File.ReadAllText(_directory["a/b/audit"]).Should().Be("{}\n");
        File.GetUnixFileMode(_directory["a/b"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Keeps_a_value_with_line_breaks_on_one_line()
    {
        Append("{\r\n\"a\":\n1}");

        File.ReadAllText(_directory["audit"]).Should().Be("{  \"a\": 1}\n");
    }

    [Fact]
    public void Puts_a_file_away_before_it_grows_beyond_the_bound()
    {
        Append("11111", bound: 12);
        Append("22222", bound: 12);
        Append("33333", bound: 12);

        File.ReadAllText(_directory["audit"]).Should().Be("33333\n");
        File.ReadAllText(_directory["audit.1"]).Should().Be("11111\n22222\n");
    }

    [Fact]
    public void Writes_a_line_longer_than_the_bound()
    {
        Append("1234567890", bound: 5);
        Append("abcdefghij", bound: 5);

        File.ReadAllText(_directory["audit"]).Should().Be("abcdefghij\n");
        File.ReadAllText(_directory["audit.1"]).Should().Be("1234567890\n");
    }

    [Fact]
    public void Keeps_as_many_old_files_as_wanted_and_the_newest_of_them()
    {
        for (var i = 0; i < 9; i++)
        {
            Append($"{i}", bound: 2, kept: 3);
        }

        _directory.Names.Should().Equal("audit", "audit.1", "audit.2", "audit.3", "audit.lock");
        string.Concat(new[] { "audit.3", "audit.2", "audit.1", "audit" }.Select(name => File.ReadAllText(_directory[name]))).Should().Be("5\n6\n7\n8\n");
    }

    [Fact]
    public void A_file_of_10_MiB_is_put_away_and_five_of_them_are_kept()
    {
        const int Bound = 10 << 20;
        var audit = new AuditFile(_directory["audit"]);
        // A hole with a line break at its end.
        void Fill(int size)
        {
            using var file = new FileStream(_directory["audit"], FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            file.Position = size - 1;
            file.WriteByte((byte)'\n');
        }

        Fill(Bound - 3);
        audit.Append("{}"u8);
        _directory.Names.Should().Equal("audit");
        new FileInfo(_directory["audit"]).Length.Should().Be(Bound);

        for (var i = 1; i <= 6; i++)
        {
            Fill(Bound);
            audit.Append(Encoding.UTF8.GetBytes($"{i}"));
        }

        _directory.Names.Should().Equal("audit", "audit.1", "audit.2", "audit.3", "audit.4", "audit.5", "audit.lock");
        File.ReadAllText(_directory["audit"]).Should().Be("6\n");
        foreach (var number in Enumerable.Range(1, 5))
        {
            using var old = File.OpenRead(_directory[$"audit.{number}"]);
            old.Length.Should().Be(Bound);
            old.ReadByte().Should().Be('6' - number);
        }
    }

    [Fact]
    public void Fills_a_gap_between_old_files_before_one_goes()
    {
        _directory.File("audit", "new\n");
        _directory.File("audit.1", "1\n");
        _directory.File("audit.3", "3\n");

        Append("now", bound: 4);

        File.ReadAllText(_directory["audit.1"]).Should().Be("new\n");
        File.ReadAllText(_directory["audit.2"]).Should().Be("1\n");
        File.ReadAllText(_directory["audit.3"]).Should().Be("3\n");
    }

    [Fact]
    public void Writes_on_while_another_has_the_turn_to_put_the_file_away()
    {
        _directory.File("audit", "full\n");
        // A file that .NET shares with nobody is locked by flock(2).
        using var turn = new FileStream(_directory["audit.lock"], FileMode.Create, FileAccess.Write, FileShare.None);

        Append("line", bound: 5);

        File.ReadAllText(_directory["audit"]).Should().Be("full\nline\n");
    }

    [Fact]
    public void Writes_the_line_also_when_the_file_cannot_be_put_away_and_says_so()
    {
        _directory.File("audit", "full\n");
        Directory.CreateDirectory(_directory["audit.1"]);

        var append = () => Append("line", bound: 5);

        append.Should().Throw<IOException>();
        File.ReadAllText(_directory["audit"]).Should().Be("full\nline\n");
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit.lock")]
    public void Follows_no_link(string name)
    {
        var victim = _directory.File("victim", "mine");
        _directory.File("audit", "full\n");
        File.Delete(_directory[name]);
        File.CreateSymbolicLink(_directory[name], victim);

        var append = () => Append("line", bound: 5);

        append.Should().Throw<IOException>();
        File.ReadAllText(victim).Should().Be("mine");
    }

    [Fact]
    public async Task No_line_is_lost_torn_or_written_twice_when_many_write_and_put_away_at_once()
    {
        const int Writers = 8, Lines = 300;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(() =>
        {
            for (var line = 0; line < Lines; line++)
            {
                Append(Line(writer, line), bound: 1500, kept: 1000);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(writers);

        var files = _directory.Names.Where(name => name != "audit.lock").ToList();
        files.Count.Should().BeGreaterThan(15, "without putting away this test shows nothing");
        var written = files.SelectMany(name => File.ReadAllLines(_directory[name])).Order(StringComparer.Ordinal);
        var expected = Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, Lines).Select(line => Line(writer, line))).Order(StringComparer.Ordinal);
        written.SequenceEqual(expected).Should().BeTrue("each line stands there once, whole");
    }

    /// <summary>Who finds the file full may come when another has already put it away.</summary>
    [Fact]
    public async Task A_file_is_put_away_when_it_is_full_and_not_once_for_each_who_found_it_so()
    {
        const int Writers = 8, Lines = 500;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var line = 0; line < Lines; line++)
            {
                Append("1234567", bound: 24, kept: 10_000);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var old = _directory.Names.Where(name => name is not ("audit" or "audit.lock")).ToList();
        old.Should().HaveCountGreaterThan(10).And.OnlyContain(name => new FileInfo(_directory[name]).Length >= 24, "three lines fill it");
    }

    [Theory]
    [InlineData(13, "1\n", "11111\n22222\n")]
    [InlineData(14, "11111\n22222\n1\n", null)]
    [InlineData(15, "11111\n22222\n1\n", null)]
    public void A_file_may_grow_up_to_the_bound(int bound, string now, string? old)
    {
        // With the line it would have 14 bytes.
        _directory.File("audit", "11111\n22222\n");

        Append("1", bound);

        File.ReadAllText(_directory["audit"]).Should().Be(now);
        (File.Exists(_directory["audit.1"]) ? File.ReadAllText(_directory["audit.1"]) : null).Should().Be(old);
    }

    [Fact]
    public void Where_one_old_file_is_kept_it_is_the_last()
    {
        foreach (var line in new[] { "1", "2", "3" })
        {
            Append(line, bound: 2, kept: 1);
        }

        _directory.Names.Should().Equal("audit", "audit.1", "audit.lock");
        File.ReadAllText(_directory["audit.1"]).Should().Be("2\n");
    }

    private static string Line(int writer, int line) => $"{{\"line\":\"{writer}-{line}-{new string('x', line % 50)}\"}}";

    private void Append(string line, long bound = 1 << 20, int kept = 5) =>
        new AuditFile(_directory["audit"], bound, kept).Append(Encoding.UTF8.GetBytes(line));
}
