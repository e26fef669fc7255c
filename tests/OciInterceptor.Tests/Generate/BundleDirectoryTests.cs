using OciInterceptor.Generate;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Generate;

public sealed class BundleDirectoryTests : IDisposable
{
    private static readonly JsonObject _configuration = (JsonObject)JsonText.Parse("{\"a\":1}"u8.ToArray(), "spec");

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("bundle")]
    [InlineData("a/b/bundle")]
    public void One_that_is_missing_is_made_for_its_owner_alone(string name)
    {
        BundleDirectory.Make(_scratch[name]);

        Mode(name).Should().Be("700");
    }

    [Fact]
    public void One_of_ours_is_taken_over_and_closed_to_others()
    {
        Directory.CreateDirectory(_scratch["bundle"]);
        Shell.Run("chmod", ["0777", _scratch["bundle"]]);

        BundleDirectory.Make(_scratch["bundle"]);
        Mode("bundle").Should().Be("700");

        BundleDirectory.Make(_scratch["bundle"], 0x1C9);
        Mode("bundle").Should().Be("711");
    }

    [Theory]
    [InlineData(4711, 0)]
    [InlineData(4711, 4711)]
    public void One_of_another_user_is_refused_and_stays_as_it_is(int owner, int group)
    {
        Directory.CreateDirectory(_scratch["bundle"]);
        Shell.Run("chmod", ["0755", _scratch["bundle"]]);
        Posix.ChangeOwner(_scratch["bundle"], owner, group);

        FluentActions.Invoking(() => BundleDirectory.Make(_scratch["bundle"])).Should().Throw<InterceptorException>()
            .WithMessage($"cannot make the directory {_scratch["bundle"]}: it belongs to another user");
        Mode("bundle").Should().Be("755");
        Posix.Owner(_scratch["bundle"]).Should().Be($"{owner}:{group}");
    }

    [Fact]
    public void To_another_user_roots_is_anothers()
    {
        Directory.CreateDirectory(_scratch["bundle"]);
        Shell.Run("chmod", ["0755", _scratch.Path, _scratch["bundle"]]);

        Posix.AsUser(4711, () => FluentActions.Invoking(() => BundleDirectory.Make(_scratch["bundle"])).Should().Throw<InterceptorException>().WithMessage("*: it belongs to another user"));
    }

    [Theory]
    [InlineData("a link", "Not a directory")]
    [InlineData("a dangling link", "Not a directory")]
    [InlineData("a file", "Not a directory")]
    public void What_is_no_directory_is_refused(string what, string cause)
    {
        Directory.CreateDirectory(_scratch["elsewhere"]);
        if (what == "a file")
        {
            _scratch.File("bundle");
        }
        else
        {
            File.CreateSymbolicLink(_scratch["bundle"], what == "a link" ? "elsewhere" : "none");
        }

        FluentActions.Invoking(() => BundleDirectory.Make(_scratch["bundle"])).Should().Throw<InterceptorException>()
            .WithMessage($"cannot make the directory {_scratch["bundle"]}: {cause}");
        _scratch.Names.Should().BeEquivalentTo("bundle", "elsewhere");
    }

    [Fact]
    public void A_configuration_is_written_once_with_an_empty_root_where_it_is_wanted()
    {
        BundleDirectory.Make(_scratch["bundle"]);

        BundleDirectory.Write(_scratch["bundle"], _configuration, makesRoot: true);

        File.ReadAllText(_scratch["bundle/config.json"]).Should().Be("{\n  \"a\": 1\n}\n");
        (Mode("bundle/config.json"), Mode("bundle/rootfs")).Should().Be(("600", "755"));
        FluentActions.Invoking(() => BundleDirectory.Write(_scratch["bundle"], _configuration, makesRoot: true)).Should().Throw<InterceptorException>()
            .WithMessage($"cannot write {_scratch["bundle"]}/config.json: File exists");
    }

    [Fact]
    public void A_root_that_is_there_stays_and_none_is_made_where_none_is_wanted()
    {
        BundleDirectory.Make(_scratch["bundle"]);
        Directory.CreateDirectory(_scratch["bundle/rootfs/bin"]);
        Shell.Run("chmod", ["0701", _scratch["bundle/rootfs"]]);
        BundleDirectory.Write(_scratch["bundle"], _configuration, makesRoot: true);
        Mode("bundle/rootfs").Should().Be("701");

        BundleDirectory.Make(_scratch["other"]);
        BundleDirectory.Write(_scratch["other"], _configuration, makesRoot: false);
        Directory.GetFileSystemEntries(_scratch["other"]).Should().Equal(_scratch["other/config.json"]);
    }

    private string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(_scratch[name]), 8);
}
