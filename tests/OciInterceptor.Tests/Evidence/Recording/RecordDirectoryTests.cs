using System.Globalization;
using OciInterceptor.Collections;
using OciInterceptor.Evidence.Recording;

namespace OciInterceptor.Tests.Evidence.Recording;

/// <summary>The bounds of a recorder's directory, and what may be planted there.</summary>
public sealed class RecordDirectoryTests : IDisposable
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly DateTimeOffset _now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecordBounds _wide = new(1000, 1 << 20, new TimeSpan(30, 0, 0, 0));

    private readonly TemporaryDirectory _parent = new();

    public void Dispose() => _parent.Dispose();

    private string Record => _parent["a/record"];

    private IEnumerable<string> Contents => RecordDirectory.List(Record).Select(file => File.ReadAllText($"{Record}/{file.Name}"));

    [Fact]
    public void It_is_made_for_its_owner_alone()
    {
        Add("one");

        File.GetUnixFileMode(Record).Should().Be(ForOwner | UnixFileMode.UserExecute);
        Directory.GetFileSystemEntries(Record).Should().HaveCount(2).And.AllSatisfy(path => File.GetUnixFileMode(path).Should().Be(ForOwner));
        Contents.Should().Equal("one");
    }

    [Theory]
    [InlineData(1, "9")]
    [InlineData(2, "8 9")]
    [InlineData(4, "6 7 8 9")]
    [InlineData(100, "0 1 2 3 4 5 6 7 8 9")]
    public void No_more_than_the_count_are_kept_and_the_newest(int count, string kept)
    {
        for (var i = 0; i < 10; i++)
        {
            Add($"{i}", _wide with { MaxCount = count }, i);
        }

        string.Join(' ', Contents).Should().Be(kept);
    }

    [Fact]
    public void A_full_directory_makes_room_for_a_tenth_at_once()
    {
        for (var i = 0; i < 41; i++)
        {
            Add($"{i}", _wide with { MaxCount = 40 }, i);
        }

        Contents.Should().Equal(Enumerable.Range(4, 37).Select(i => i.ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(10, "66666 77777")]
    [InlineData(14, "66666 77777")]
    [InlineData(15, "55555 66666 77777")]
    [InlineData(5, "77777")]
    public void No_more_than_the_bytes_are_kept(int bytes, string kept)
    {
        for (var i = 0; i < 8; i++)
        {
            Add(new string((char)('0' + i), 5), _wide with { MaxBytes = bytes }, i);
        }

        string.Join(' ', Contents).Should().Be(kept);
    }

    [Fact]
    public void A_record_that_is_larger_than_all_may_be_is_not_kept_and_removes_none()
    {
        Add("12345", _wide with { MaxBytes = 5 });

        FluentActions.Invoking(() => Add("123456", _wide with { MaxBytes = 5 })).Should().Throw<IOException>().WithMessage("the record has 6 bytes, more than all records together may have");
        Contents.Should().Equal("12345");
    }

    [Fact]
    public void What_is_too_old_is_removed_by_the_next_call()
    {
        var bounds = _wide with { MaxAge = new TimeSpan(0, 0, 10) };
        Add("0", bounds, 0);
        Add("5", bounds, 5);
        Add("10", bounds, 10);
        Contents.Should().Equal("0", "5", "10");

        Add("11", bounds, 11);

        Contents.Should().Equal("5", "10", "11");
    }

    [Fact]
    public void Records_that_were_removed_by_hand_are_not_missed_and_added_ones_are_counted_when_room_is_made()
    {
        var bounds = _wide with { MaxCount = 4 };
        Add("0", bounds, 0);
        File.Delete(Directory.GetFiles(Record, "*.json").Single());
        for (var i = 1; i < 4; i++)
        {
            Add($"{i}", bounds, i);
        }
        File.WriteAllText($"{Record}/20261130T115900.000000Z-0123456789abcdef.json", "copied");
        Contents.Should().Equal("copied", "1", "2", "3");

        Add("4", bounds, 4);

        Contents.Should().Equal("1", "2", "3", "4");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("00000000000000000000 00000000000000000000 0000000000000000000x\n")]
    [InlineData("00000000000000000000 00000000000000000000 05000000000000000000\n")]
    [InlineData("00000000000000000000 00000000000000000000 00000000000000000000 ")]
    [InlineData("00000000000000000000 00000000000000000000 00000000000000000000\n\n")]
    [InlineData("000000000000000000000 0000000000000000000 00000000000000000000\n")]
    public void A_tally_that_cannot_be_read_is_made_anew(string tally)
    {
        var bounds = _wide with { MaxCount = 3 };
        for (var i = 0; i < 3; i++)
        {
            Add($"{i}", bounds, i);
        }
        File.WriteAllText($"{Record}/.tally", tally);

        Add("3", bounds, 3);

        Contents.Should().Equal("1", "2", "3");
    }

    [Fact]
    public void What_killed_calls_left_goes_when_room_is_made_and_files_of_others_stay()
    {
        Directory.CreateDirectory(Record);
        var left = $"{Record}/{RecordName.At(_now)}.oi-0123456789abcdef";
        File.WriteAllText(left, "half");
        File.WriteAllText($"{Record}/notes.txt", "mine");

        Add("0");

        File.Exists(left).Should().BeFalse();
        File.ReadAllText($"{Record}/notes.txt").Should().Be("mine");
    }

    [Fact]
    public void Pruning_tells_what_it_removed()
    {
        for (var i = 0; i < 5; i++)
        {
            Add($"{i}", second: i);
        }
        using var directory = RecordDirectory.Open(Record);

        var (left, removed) = directory.Prune(_wide with { MaxCount = 2 }, _now);

        (left.Count, left.Bytes, left.Oldest).Should().Be((2, 2, _now.AddSeconds(3)));
        (removed.Count, removed.Bytes).Should().Be((3, 3));
    }

    [Theory]
    [InlineData("a symbolic link")]
    [InlineData("a FIFO")]
    [InlineData("a directory")]
    public void What_is_planted_under_the_name_of_a_record_is_passed_over(string planted)
    {
        Add("0");
        var victim = _parent.File("victim", "mine");
        var path = $"{Record}/20261130T000000.000000Z-0123456789abcdef.json";
        Plant(planted, path, victim);

        Add("1", _wide with { MaxCount = 1 }, 1);

        Contents.Should().Equal("1");
        File.ReadAllText(victim).Should().Be("mine");
        Directory.GetFileSystemEntries(Record).Should().Contain(path);
    }

    [Theory]
    [InlineData("a symbolic link")]
    [InlineData("a FIFO")]
    [InlineData("a directory")]
    public void What_is_planted_in_the_place_of_the_lock_is_not_written(string planted)
    {
        Directory.CreateDirectory(Record);
        var victim = _parent.File("victim", "mine");
        Plant(planted, $"{Record}/.tally", victim);

        FluentActions.Invoking(() => Add("0")).Should().Throw<IOException>();
        File.ReadAllText(victim).Should().Be("mine");
        RecordDirectory.List(Record).Should().BeEmpty();
    }

    [Fact]
    public void A_link_in_the_place_of_the_directory_is_not_followed()
    {
        Directory.CreateDirectory(_parent["a"]);
        Directory.CreateDirectory(_parent["other"]);
        File.CreateSymbolicLink(Record, _parent["other"]);

        FluentActions.Invoking(() => Add("0")).Should().Throw<IOException>();
        Directory.GetFileSystemEntries(_parent["other"]).Should().BeEmpty();
    }

    [Fact]
    public void A_directory_that_others_can_write_or_own_is_not_used()
    {
        Directory.CreateDirectory(Record);
        File.SetUnixFileMode(Record, ForOwner | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        FluentActions.Invoking(() => Add("0")).Should().Throw<IOException>().WithMessage($"{Record} must be owned by the effective user, and not writable by group or others");

        File.SetUnixFileMode(Record, ForOwner | UnixFileMode.UserExecute);
        Posix.ChangeOwner(Record, 4711, 0);
        FluentActions.Invoking(() => Add("0")).Should().Throw<IOException>().WithMessage("*must be owned by the effective user*");
        Directory.GetFileSystemEntries(Record).Should().BeEmpty();
    }

    [Fact]
    public void A_lock_that_is_kept_is_not_waited_for_without_end()
    {
        Directory.CreateDirectory(Record);
        // A file that .NET shares with nobody is locked by flock(2).
        using (new FileStream($"{Record}/.tally", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            FluentActions.Invoking(() => Add("0")).Should().Throw<IOException>().WithMessage("*/.tally cannot be locked*");
        }

        Add("1");
        Contents.Should().Equal("1");
    }

    [Fact]
    public async Task Many_at_once_lose_and_tear_nothing()
    {
        const int Writers = 8, Records = 100;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < Records; i++)
            {
                Add($"{writer}-{i}-{new string('x', 37 * i)}", _wide with { MaxBytes = 1 << 30 });
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Contents.Order(StringComparer.Ordinal).Should().Equal(
            Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, Records).Select(i => $"{writer}-{i}-{new string('x', 37 * i)}")).Order(StringComparer.Ordinal));
    }

    /// <summary>Whoever looks while calls record sees no more than the bounds.</summary>
    [Fact]
    public async Task The_bounds_hold_at_every_moment()
    {
        var bounds = _wide with { MaxCount = 20, MaxBytes = 150 };
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Add(new string('x', 1 + (i % 20)), bounds, i);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        do
        {
            Directory.CreateDirectory(Record);
            using var turn = RecordDirectory.Open(Record);
            var files = RecordDirectory.List(Record);
            files.Count.Should().BeLessThanOrEqualTo(20);
            files.Sum(file => file.Bytes).Should().BeLessThanOrEqualTo(150);
        }
        while (!writers.IsCompleted);
        await writers;
    }

    private void Add(string content, RecordBounds? bounds = null, int second = 0)
    {
        using var directory = RecordDirectory.Open(Record);
        directory.Add([System.Text.Encoding.UTF8.GetBytes(content)], bounds ?? _wide, _now.AddSeconds(second));
    }

    private static void Plant(string kind, string path, string victim)
    {
        switch (kind)
        {
            case "a symbolic link":
                File.CreateSymbolicLink(path, victim);
                break;
            case "a FIFO":
                Posix.MakeFifo(path);
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }
    }
}
