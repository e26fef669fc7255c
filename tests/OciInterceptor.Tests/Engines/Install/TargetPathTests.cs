using OciInterceptor.Engines.Install;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Install;

public sealed class TargetPathTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_path_is_absolute_and_not_empty()
    {
        TargetPath.Full("--config", "/a/../b").Should().Be("/b");
        TargetPath.Full("--config", "a").Should().Be(Path.Combine(Environment.CurrentDirectory, "a"));
        FluentActions.Invoking(() => TargetPath.Full("--config", "")).Should().Throw<InterceptorException>().WithMessage("--config needs a path, not \"\"");
    }

    [Fact]
    public void Links_are_followed_to_what_there_is()
    {
        Directory.CreateDirectory(_scratch["real"]);
        _scratch.File("real/file");
        File.CreateSymbolicLink(_scratch["directory"], "real");
        File.CreateSymbolicLink(_scratch["link"], "directory/file");

        TargetPath.Real(_scratch["link"]).Should().Be(_scratch["real/file"]);
        TargetPath.Real(_scratch["directory/new"]).Should().Be(_scratch["real/new"]);
        TargetPath.Real(_scratch["none/new"]).Should().Be(_scratch["none/new"]);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_no_place()
    {
        File.CreateSymbolicLink(_scratch["gone"], "none");
        File.CreateSymbolicLink(_scratch["loop"], "loop");

        FluentActions.Invoking(() => TargetPath.Real(_scratch["gone"])).Should().Throw<InterceptorException>().WithMessage($"cannot use {_scratch["gone"]}: it is a dangling symbolic link");
        FluentActions.Invoking(() => TargetPath.Real(_scratch["loop/x"])).Should().Throw<InterceptorException>().WithMessage($"cannot examine {_scratch["loop/x"]}: Too many levels of symbolic links");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("_-a")]
    [InlineData("runcx")]
    [InlineData("io.containerd")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_of_a_runtime_is_a_short_word(string name) => RuntimeName.Check(name).Should().Be(name);

    [Theory]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData(".a")]
    [InlineData("ä")]
    public void Any_other_is_refused(string name) =>
        FluentActions.Invoking(() => RuntimeName.Check(name)).Should().Throw<InterceptorException>()
            .WithMessage($"invalid runtime name \"{name}\": want 1 to 64 letters, digits, \".\", \"_\" and \"-\", and no leading dot");

    [Fact]
    public void A_file_may_have_a_name_that_engines_keep_for_themselves() => RuntimeName.CheckFile("runc").Should().Be("runc");
}
