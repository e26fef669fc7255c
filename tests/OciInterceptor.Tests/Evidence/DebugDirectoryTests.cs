using OciInterceptor.Evidence;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Evidence;

public sealed class DebugDirectoryTests : IDisposable
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _parent = new();

    public static TheoryData<string> Planted => ["a symbolic link", "a dangling link", "a hard link", "a FIFO"];

    private DebugDirectory Debug => new(_parent["debug"]);

    public void Dispose() => _parent.Dispose();

    [Theory]
    [InlineData("debug")]
    [InlineData("a/b/debug")]
    [InlineData("a//debug/")]
    public void It_is_made_when_missing_for_its_owner_alone(string path)
    {
        new DebugDirectory(_parent[path]).Write("x.json", ["{}"u8.ToArray()]);

        File.ReadAllText(_parent[path + "/x.json"]).Should().Be("{}");
        File.GetUnixFileMode(_parent[path]).Should().Be(ForOwner | UnixFileMode.UserExecute);
        File.GetUnixFileMode(_parent[path + "/x.json"]).Should().Be(ForOwner);
    }

    [Fact]
    public void A_snapshot_takes_the_place_of_the_one_before()
    {
        Debug.Write("x.json", ["a longer one"u8.ToArray()]);
        Debug.Write("x.json", ["short"u8.ToArray()]);

        File.ReadAllText(_parent["debug/x.json"]).Should().Be("short");
        Directory.GetFileSystemEntries(_parent["debug"]).Should().Equal(_parent["debug/x.json"]);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_snapshot_takes_the_place_of_what_was_planted_and_does_not_write_through_it(string planted)
    {
        Directory.CreateDirectory(_parent["debug"]);
        var victim = _parent.File("victim", "mine");
        Plant(planted, _parent["debug/x.json"], victim);

        Debug.Write("x.json", ["snapshot"u8.ToArray()]);

        File.ReadAllText(_parent["debug/x.json"]).Should().Be("snapshot");
        Posix.IsSymbolicLink(_parent["debug/x.json"]).Should().BeFalse();
        File.ReadAllText(victim).Should().Be("mine");
        _parent.Names.Should().Equal("debug", "victim");
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_line_is_not_added_to_what_was_planted(string planted)
    {
        Directory.CreateDirectory(_parent["debug"]);
        var victim = _parent.File("victim", "mine");
        Plant(planted, _parent["debug/calls.txt"], victim);

        var append = () => Debug.Append("calls.txt", "line\n"u8);

        append.Should().Throw<IOException>();
        File.ReadAllText(victim).Should().Be("mine");
        _parent.Names.Should().Equal("debug", "victim");
    }

    [Fact]
    public void A_directory_in_a_snapshots_place_is_an_error_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_parent["debug/x.json"]);

        var write = () => Debug.Write("x.json", ["{}"u8.ToArray()]);

        write.Should().Throw<IOException>();
        Directory.GetFileSystemEntries(_parent["debug"]).Should().Equal(_parent["debug/x.json"]);
    }

    [Fact]
    public void A_file_in_the_directorys_place_is_an_error()
    {
        _parent.File("debug");

        var write = () => Debug.Write("x.json", ["{}"u8.ToArray()]);

        write.Should().Throw<IOException>().WithMessage("Not a directory");
    }

    [Fact]
    public void The_longest_name_fits()
    {
        var name = SnapshotName.From(new string('x', 500)) + "-exec_original.json";

        Debug.Write(name, ["{}"u8.ToArray()]);

        File.Exists(_parent["debug/" + name]).Should().BeTrue();
    }

    [Fact]
    public void Many_at_once_lose_nothing()
    {
        Parallel.For(0, 100, i =>
        {
            Debug.Write($"{i}.json", ["{}"u8.ToArray()]);
            Debug.Append("calls.txt", CString.Of($"{i}\n").Bytes);
            Debug.Link("calls.log", "calls.txt");
        });

        Directory.GetFiles(_parent["debug"], "*.json").Should().HaveCount(100);
        File.ReadAllLines(_parent["debug/calls.txt"]).Order().Should().Equal(Enumerable.Range(0, 100).Select(i => i.ToString()).Order());
    }

    [Fact]
    public void A_link_is_made_once_and_takes_no_name()
    {
        Debug.Link("calls.log", "calls.txt");
        Debug.Link("calls.log", "other.txt");
        new FileInfo(_parent["debug/calls.log"]).LinkTarget.Should().Be("calls.txt");

        File.WriteAllText(_parent["debug/taken"], "mine");
        Debug.Link("taken", "calls.txt");
        File.ReadAllText(_parent["debug/taken"]).Should().Be("mine");
    }

    private static void Plant(string kind, string path, string victim)
    {
        switch (kind)
        {
            case "a symbolic link":
                File.CreateSymbolicLink(path, victim);
                break;
            case "a dangling link":
                File.CreateSymbolicLink(path, victim + ".new");
                break;
            case "a hard link":
                Posix.Link(victim, path);
                break;
            default:
                Posix.MakeFifo(path);
                break;
        }
    }
}
