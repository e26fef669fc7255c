using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Install.Changes;

public sealed class ChangeSetTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_link_that_becomes_a_file_leaves_what_it_led_to()
    {
        _scratch.File("theirs", "theirs");
        File.CreateSymbolicLink(_scratch["link"], "theirs");
        File.CreateSymbolicLink(_scratch["dangling"], "none");
        var set = ChangeSet.Of([Change("link", FileState.LinkTo("theirs"), Text("own")), Change("dangling", FileState.LinkTo("none"), Text("own"))]);

        set.Make();

        foreach (var name in (string[])["link", "dangling"])
        {
            new FileInfo(_scratch[name]).LinkTarget.Should().BeNull();
            File.ReadAllText(_scratch[name]).Should().Be("own");
        }
        File.ReadAllText(_scratch["theirs"]).Should().Be("theirs");
        File.Exists(_scratch["none"]).Should().BeFalse();

        set.TakeBack(new InterceptorException("x"));

        new FileInfo(_scratch["link"]).LinkTarget.Should().Be("theirs");
    }

    [Fact]
    public void Every_kind_of_change_is_made_and_taken_back()
    {
        _scratch.File("old", "old", UnixFileMode.UserRead);
        _scratch.File("gone", "gone");
        File.CreateSymbolicLink(_scratch["link"], "one");
        var set = ChangeSet.Of(
        [
            Change("new/deep", FileState.Absent, Text("new")),
            Change("old", Text("old"), Text("changed")),
            Change("gone", Text("gone"), FileState.Absent),
            Change("link", FileState.LinkTo("one"), FileState.LinkTo("two")),
            Change("other", FileState.Absent, FileState.LinkTo("one")),
            Change("same", Text("same"), Text("same")),
        ]);
        set.Changes.Should().HaveCount(5);
        set.IsTakenBack.Should().BeTrue();

        set.Make();

        set.IsTakenBack.Should().BeFalse();
        File.ReadAllText(_scratch["new/deep"]).Should().Be("new");
        Mode("new/deep").Should().Be("644");
        Mode("new").Should().Be("755");
        File.ReadAllText(_scratch["old"]).Should().Be("changed");
        Mode("old").Should().Be("400", "a file keeps its mode");
        new FileInfo(_scratch["link"]).LinkTarget.Should().Be("two");
        new FileInfo(_scratch["other"]).LinkTarget.Should().Be("one");
        _scratch.Names.Should().Equal("link", "new", "old", "other");

        set.TakeBack(new InterceptorException("x"));

        set.IsTakenBack.Should().BeTrue();
        _scratch.Names.Should().Equal("gone", "link", "new", "old");
        File.ReadAllText(_scratch["old"]).Should().Be("old");
    }

    [Fact]
    public void When_one_fails_those_before_it_are_taken_back_and_those_after_it_not_made()
    {
        _scratch.File("b", "somebody's");
        var set = ChangeSet.Of([Change("a", FileState.Absent, Text("a")), Change("b", Text("b"), Text("c")), Change("d", FileState.Absent, Text("d"))]);

        set.Invoking(changes => changes.Make()).Should().Throw<InterceptorException>().WithMessage($"cannot write {_scratch["b"]}: it was changed in the meantime");

        _scratch.Names.Should().Equal("b");
        File.ReadAllText(_scratch["b"]).Should().Be("somebody's");
    }

    [Fact]
    public void What_cannot_be_taken_back_is_told_with_the_first_cause()
    {
        var set = ChangeSet.Of([Change("a", FileState.Absent, Text("a")), Change("b", FileState.Absent, Text("b"))]);
        set.Make();
        _scratch.File("a", "somebody's");

        set.Invoking(changes => changes.TakeBack(new InterceptorException("first"))).Should().Throw<InterceptorException>()
            .WithMessage($"first; undoing the changes failed too: cannot write {_scratch["a"]}: it was changed in the meantime");
        _scratch.Names.Should().Equal("a");
        set.IsTakenBack.Should().BeFalse();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("file/below")]
    public void What_is_not_there_is_absent(string name)
    {
        _scratch.File("file");

        FileState.Read(_scratch[name]).Should().Be(FileState.Absent);
        FileState.Read(_scratch[name]).IsAbsent.Should().BeTrue();
    }

    [Fact]
    public void What_is_there_is_told_as_it_is()
    {
        _scratch.File("file", "text");
        File.CreateSymbolicLink(_scratch["link"], "file");

        FileState.Read(_scratch["file"]).Should().Be(Text("text")).And.NotBe(Text("texts")).And.NotBe(FileState.Absent).And.NotBe(FileState.LinkTo("text"));
        FileState.Read(_scratch["link"]).Should().Be(FileState.LinkTo("file")).And.NotBe(FileState.LinkTo("files")).And.NotBe(FileState.Absent);
        Text("").Should().NotBe(FileState.Absent);
        Text("text").GetHashCode().Should().Be(FileState.Read(_scratch["file"]).GetHashCode());
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        Posix.MakeFifo(_scratch["fifo"]);
        Directory.CreateDirectory(_scratch["directory"]);
        File.CreateSymbolicLink(_scratch["loop"], "loop");

        foreach (var name in new[] { "fifo", "directory" })
        {
            FluentActions.Invoking(() => FileState.Read(_scratch[name])).Should().Throw<InterceptorException>().WithMessage($"cannot use {_scratch[name]}: it is not a regular file");
        }
        FluentActions.Invoking(() => FileState.Read(_scratch["loop/x"])).Should().Throw<InterceptorException>().WithMessage($"cannot read {_scratch["loop/x"]}: Too many levels of symbolic links");
    }

    [Theory]
    [InlineData(16 << 20, true)]
    [InlineData((16 << 20) + 1, false)]
    public void A_file_has_16_MiB_at_most(int size, bool isRead)
    {
        using (var file = File.Create(_scratch["file"]))
        {
            file.SetLength(size);
        }

        var read = () => FileState.Read(_scratch["file"]);

        if (isRead)
        {
            read().Content!.Value.Length.Should().Be(size);
        }
        else
        {
            read.Should().Throw<InterceptorException>().WithMessage($"cannot use {_scratch["file"]}: it is larger than 16 MiB");
        }
    }

    [Fact]
    public void A_record_says_what_it_said()
    {
        var record = new InstallRecord("docker", "n", "/etc/docker/daemon.json",
        [
            new FileChange("/a", FileState.Absent, Text("text\n")),
            new FileChange("/b", FileState.Of(new byte[] { 0xFF, 0 }), FileState.LinkTo("/x")),
            new FileChange("/c", FileState.LinkTo("y"), FileState.Absent),
        ]);

        var read = InstallRecord.Parse(record.ToJson(), "/r");

        (read.Engine, read.Name, read.Target).Should().Be(("docker", "n", "/etc/docker/daemon.json"));
        read.Changes.Should().Equal(record.Changes);
        read.Links.Should().Equal("/b");
        read.ChangeOf("/b").Should().Be(record.Changes[1]);
        read.ChangeOf("/d").Should().BeNull();
    }

    [Theory]
    [InlineData("[]", "/r:1:1: want an object")]
    [InlineData("{}", "/r:1:1: missing member \"engine\"")]
    [InlineData("{'engine':1}", "/r:1:11: \"engine\" must be a string, not a number")]
    [InlineData("{'engine':'e'}", "/r:1:1: missing member \"name\"")]
    [InlineData("{'engine':'e','name':'n'}", "/r:1:1: missing member \"target\"")]
    [InlineData("{'engine':'e','name':'n','target':'t'}", "/r:1:1: missing member \"changes\"")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':{}}", "/r:1:1: \"changes\" must be a list")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[1]}", "/r:1:50: want an object")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null}]}", "/r:1:50: missing member \"after\"")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null,'after':1}]}", "/r:1:84: invalid file state")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null,'after':{}}]}", "/r:1:84: invalid file state")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null,'after':{'text':1}}]}", "/r:1:84: invalid file state")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null,'after':{'words':'x'}}]}", "/r:1:84: invalid file state")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null,'after':{'text':'x','link':'y'}}]}", "/r:1:84: invalid file state")]
    [InlineData("{'engine':'e','name':'n','target':'t','changes':[{'path':'p','before':null,'after':{'base64':'!'}}]}", "/r:1:94: invalid base64")]
    public void A_record_that_is_none_is_refused_with_its_place(string text, string message) =>
        FluentActions.Invoking(() => InstallRecord.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "/r")).Should().Throw<InterceptorException>().WithMessage(message);

    /// <summary>Its content is written with our rights, so nobody else may have written it.</summary>
    [Fact]
    public void A_record_of_another_user_is_not_read()
    {
        var records = new InstallRecords(_scratch["records"]);
        records.Write(new InstallRecord("docker", "n", "/t", []));
        Mode("records/docker-n.json").Should().Be("600");
        (records.Find("docker", "n")?.Target).Should().Be("/t");
        records.Find("docker", "m").Should().BeNull();
        _scratch.File("records/other.txt");
        records.All.Length.Should().Be(1);

        Posix.ChangeOwner(_scratch["records/docker-n.json"], 4711, 0);
        foreach (var read in new Action[] { () => records.Find("docker", "n"), () => _ = records.All })
        {
            read.Should().Throw<InterceptorException>().WithMessage($"cannot trust {_scratch["records/docker-n.json"]}: it is owned by user 4711*");
        }

        records.Remove(new InstallRecord("docker", "n", "/t", []));
        records.All.IsEmpty.Should().BeTrue();
        new InstallRecords(_scratch["none"]).All.IsEmpty.Should().BeTrue();
    }

    private FileChange Change(string name, FileState before, FileState after) => new(_scratch[name], before, after);

    private static FileState Text(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));

    private string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(_scratch[name]), 8);
}
