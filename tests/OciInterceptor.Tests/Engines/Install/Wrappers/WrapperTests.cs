using OciInterceptor.Commands;
using OciInterceptor.Engines.Install.Wrappers;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Commands;

namespace OciInterceptor.Tests.Engines.Install.Wrappers;

public sealed class WrapperTests : IDisposable
{
    private readonly CommandRun _run = new() { SearchPath = "/usr/bin:/bin" };

    private string Wrappers => Path.Combine(_run.Root, "wrappers");

    private IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Wrappers).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Every_argument_comes_through_as_it_is()
    {
        string[] odd = ["two words", "", "a'b", "\"", "$HOME", "`id`", "$(id)", ";", "*", "\\", "a\nb", "ä", "--", "-n"];
        Install(["--wrapper", "odd=printf", .. odd.Prepend("%s|").SelectMany(argument => new[] { "--wrapper-arg", $"odd={argument}" })]);

        ChildProgram.Run(Path.Combine(Wrappers, "odd"), ["more words", ""], TimeLimit.OfAProgram).Text
            .Should().Be(string.Concat(odd.Append("more words").Append("").Select(argument => argument + "|")));
    }

    [Fact]
    public void A_wrapper_becomes_its_program() =>
        new Wrapper("n", "/bin/true", ["a b"]).Script.Should().Equal(System.Text.Encoding.UTF8.GetBytes($"{Wrapper.Start}exec '/bin/true' 'a b' \"$@\"\n"));

    [Fact]
    public void A_new_set_takes_the_place_of_the_old_one()
    {
        Install("--wrapper", "a=true", "--wrapper", "b=/bin/true");
        Names.Should().Equal("a", "b");

        Install("--wrapper", "b=false", "--wrapper", "c=true");

        Names.Should().Equal("b", "c");
        File.ReadAllText(Path.Combine(Wrappers, "b")).Should().Be($"{Wrapper.Start}exec '/usr/bin/false' \"$@\"\n");
        Directory.EnumerateFileSystemEntries(_run.Root).Select(path => Path.GetFileName(path)).Should().BeEquivalentTo("policies", "wrappers");
    }

    [Fact]
    public void A_link_to_the_directory_stays_one()
    {
        Install("--wrapper", "a=true");
        var link = Path.Combine(_run.Root, "link");
        File.CreateSymbolicLink(link, "wrappers");

        _run.Run(new InstallCommand(), "--wrapper-dir", link, "--wrapper", "b=true");

        new FileInfo(link).LinkTarget.Should().Be("wrappers");
        Names.Should().Equal("b");
    }

    [Theory]
    [InlineData("/usr/bin/true")]
    [InlineData("/")] // what exists of the directory on the test's machine
    public void What_others_can_write_is_not_wrapped(string path)
    {
        var run = new CommandRun(_run.Root) { SearchPath = "/usr/bin", Untrusted = { [path] = "it is writable by group or others" } };

        FluentActions.Invoking(() => run.Run(new InstallCommand(), "--wrapper-dir", Wrappers, "--wrapper", "a=true"))
            .Should().Throw<InterceptorException>().WithMessage($"cannot register {path}: it is writable by group or others");
        Directory.Exists(Wrappers).Should().BeFalse();
    }

    [Fact]
    public void The_root_directory_cannot_be_replaced() =>
        FluentActions.Invoking(() => _run.Run(new InstallCommand(), "--wrapper-dir", "/", "--wrapper", "b=true")).Should().Throw<InterceptorException>()
            .WithMessage("--wrapper-dir cannot be /, which cannot be replaced");

    [Fact]
    public void Our_flags_are_a_wrapper_of_the_runtimes_name()
    {
        new CommandRun(_run.Root) { FlagList = ["--oi-env", "A=two words"] }.Run(new InstallCommand(), "--wrapper-dir", Wrappers);

        File.ReadAllText(Path.Combine(Wrappers, "oci-interceptor")).Should().Be($"{Wrapper.Start}exec '{_run.Binary}' '--oi-env=A=two words' \"$@\"\n");
    }

    [Fact]
    public void With_an_engine_the_wrapper_is_registered()
    {
        var daemon = _run.Write("daemon.json", "{}");

        Install("docker", "--config", daemon, "--name", "n", "--oi-env", "A=two words");

        File.ReadAllText(daemon).Should().Be($"{{\n  \"runtimes\": {{\n    \"n\": {{\n      \"path\": \"{Wrappers}/n\"\n    }}\n  }}\n}}");
        Names.Should().Equal("n");
    }

    [Fact]
    public void When_the_registration_fails_the_old_set_is_back()
    {
        Install("--wrapper", "a=true");
        var daemon = _run.Write("daemon.json", "{} x");

        Refused("docker", "--config", daemon).Should().StartWith($"{daemon}:1:4: ");

        Names.Should().Equal("a");
    }

    [Fact]
    public void What_was_not_made_by_us_is_not_replaced()
    {
        var foreign = _run.Write("wrappers/foreign", "#!/bin/sh\n");

        Refused("--wrapper", "a=true").Should().Be($"cannot replace {Wrappers}: {foreign} was not made by oi-install");

        Names.Should().Equal("foreign");
    }

    /// <summary>What it leads to may be ours, but the link is not.</summary>
    [Fact]
    public void A_link_to_a_script_of_ours_is_not_replaced()
    {
        Install("--wrapper", "a=true");
        var link = Path.Combine(Wrappers, "link");
        File.CreateSymbolicLink(link, "a");

        Refused("--wrapper", "a=false").Should().Be($"cannot replace {Wrappers}: {link} was not made by oi-install");

        new FileInfo(link).LinkTarget.Should().Be("a");
    }

    [Fact]
    public void A_dry_run_makes_nothing()
    {
        Install("--wrapper", "a=true", "--dry-run").Should().Be($"make {Wrappers}/a\n+{Wrapper.Start.TrimEnd('\n').Replace("\n", "\n+", StringComparison.Ordinal)}\n+exec '/usr/bin/true' \"$@\"\n");

        Directory.Exists(Wrappers).Should().BeFalse();
    }

    [Theory]
    [InlineData("a=no-such-program", "cannot wrap a: the program no-such-program is not on PATH")]
    [InlineData("a=/no/such/program", "cannot wrap a: /no/such/program is not the absolute path of a program")]
    [InlineData("a=./true", "cannot wrap a: ./true is not the absolute path of a program")]
    [InlineData("a/b=true", "invalid runtime name \"a/b\"*")]
    [InlineData("a=", "--wrapper needs NAME=…, not \"a=\"")]
    [InlineData("true", "--wrapper needs NAME=…, not \"true\"")]
    [InlineData("oci-interceptor=true", "--wrapper cannot be oci-interceptor, which is the interceptor's own name here: choose another with --name")]
    public void A_set_that_cannot_be_is_refused(string wrapper, string message)
    {
        Refused("--wrapper", wrapper).Should().Match(message);
        Directory.Exists(Wrappers).Should().BeFalse();
    }

    [Fact]
    public void A_program_that_depends_on_the_working_directory_is_not_wrapped()
    {
        var program = Path.GetRelativePath(Environment.CurrentDirectory, "/bin/true");
        ProgramPath.IsExecutable(program).Should().BeTrue();

        FluentActions.Invoking(() => WrapperList.Of([$"a={program}"], [], "/bin")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot wrap a: {program} is not the absolute path of a program");
    }

    [Theory]
    [InlineData("a", "--wrapper-arg needs NAME=…, not \"a\"")]
    [InlineData("=a", "--wrapper-arg needs NAME=…, not \"=a\"")]
    public void An_argument_names_its_wrapper(string argument, string message)
    {
        FluentActions.Invoking(() => WrapperList.Of(["a=true"], [argument], "/bin:/usr/bin")).Should().Throw<InterceptorException>().WithMessage(message);
        WrapperList.Of(["a=true"], ["a="], "/bin:/usr/bin").Single().Arguments.Should().Equal("");
    }

    [Fact]
    public void A_wrapper_has_one_program_and_an_argument_one_wrapper()
    {
        Refused("--wrapper", "a=true", "--wrapper", "a=false").Should().Be("--wrapper names a twice");
        Refused("--wrapper", "a=true", "--wrapper-arg", "b=x").Should().Be("--wrapper-arg is for b, which no --wrapper names");
    }

    private string Install(params string[] arguments) => _run.Run(new InstallCommand(), [.. arguments, "--wrapper-dir", Wrappers]).Text();

    private string Refused(params string[] arguments) =>
        FluentActions.Invoking(() => Install(arguments)).Should().Throw<InterceptorException>().Which.Message;
}
