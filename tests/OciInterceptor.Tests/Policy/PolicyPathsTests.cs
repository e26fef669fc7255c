using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Policy;

public sealed class PolicyPathsTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("/p/conf.d/a.json", true)]
    [InlineData("/p/conf.d/a.jsonc", true)]
    [InlineData("/p/.hidden/a.json", true)]
    [InlineData("/p/conf.d/.a.json", false)]
    [InlineData("/p/conf.d/.#a.jsonc", false)]
    [InlineData("/p/conf.d/a.JSON", false)]
    [InlineData("/p/conf.d/a.json.bak", false)]
    [InlineData("/p/conf.d/a.test.json", false)]
    [InlineData("/p/conf.d/a.test.jsonc", false)]
    [InlineData("/p/conf.d/test.json", true)]
    [InlineData("/p/conf.d/a.TEST.json", true)]
    public void A_policy_has_one_of_two_endings_and_is_neither_hidden_nor_a_test(string path, bool isPolicy) => PolicyPaths.IsPolicy(path).Should().Be(isPolicy);

    /// <summary>A call that read them would be refused, and so every container of the host.</summary>
    [Fact]
    public void Tests_beside_policies_are_not_policies()
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; mkdir conf.d profiles; echo '{{}}' >conf.d/a.json; echo '{{}}' >profiles/p.json; echo '{{\"tests\":[]}}' | tee conf.d/a.test.json >profiles/p.test.json"]);
        var loader = new PolicyLoader(new PolicyPaths(_scratch.Path), new FakeHost());

        loader.Load(RawArguments.Of("create").Options).Files.Select(file => file.Path).Should().Equal(_scratch["conf.d/a.json"]);
        loader.Profiles.Select(profile => profile.Name).Should().Contain("p").And.NotContain("p.test");
        loader.NotRead(RawArguments.Of("create").Options).Should().BeEmpty();
    }

    [Fact]
    public void Every_place_is_in_one_directory()
    {
        var paths = new PolicyPaths("/r");
        new[] { paths.Config, paths.Directory, paths.Profiles, paths.Profile("p"), paths.Runtime("p"), paths.Installed }.Should()
            .Equal("/r/config.json", "/r/conf.d", "/r/profiles", "/r/profiles/p.json", "/r/profiles/p.runtime", "/r/installed");
        PolicyPaths.Default.Root.Should().Be("/etc/oci-interceptor");
    }

    [Theory]
    [InlineData(": > d/x", true)]
    [InlineData("mkdir d/x", true)]
    [InlineData("ln -s missing d/x", true)]
    [InlineData("ln -s x d/x", true)]
    [InlineData("mv d e; ln -s e d; : > d/x", true)]
    [InlineData(":", false)]
    [InlineData("rmdir d", false)]
    [InlineData("mv d e; ln -s e d", false)]
    [InlineData("rmdir d; ln -s missing d", null)]
    [InlineData("rmdir d; ln -s d d", null)]
    [InlineData("rmdir d; : > d", null)]
    [InlineData("rmdir d; : > f; ln -s f d", null)]
    public void A_path_exists_unless_nothing_has_its_name_in_a_directory_that_is_one(string change, bool? exists)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; mkdir d; {change}"]);

        var look = () => PolicyPaths.Exists(_scratch["d/x"]);

        if (exists is { } expected)
        {
            look().Should().Be(expected);
        }
        else
        {
            look.Should().Throw<InterceptorException>().WithMessage($"cannot * {_scratch["d"]}*");
        }
    }

    [Fact]
    public void A_link_further_up_that_leads_nowhere_is_an_error()
    {
        Shell.Run("ln", ["-s", "missing", _scratch["up"]]);
        FluentActions.Invoking(() => PolicyPaths.Exists(_scratch["up/d/x"])).Should().Throw<InterceptorException>()
            .WithMessage($"cannot follow the link {_scratch["up"]} to the policy directory: {Errno.Message(Errno.ENOENT)}");
        PolicyPaths.Exists(_scratch["none/d/x"]).Should().BeFalse();
    }

    [Fact]
    public void A_file_in_place_of_the_directory_is_an_error() =>
        FluentActions.Invoking(() => PolicyPaths.Exists(_scratch.File("f") + "/x")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the policy directory {_scratch["f"]}: it is not a directory");

    [Fact]
    public void A_name_that_cannot_be_looked_up_counts_as_there() => PolicyPaths.Exists(_scratch[new string('x', 256)]).Should().BeTrue();
}
