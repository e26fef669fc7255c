using OciInterceptor.Engines.OnPath;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.OnPath;

public sealed class DpkgTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    private Dpkg Dpkg => new(_programs.Path);

    [Theory]
    [InlineData("exit 0", true)]
    [InlineData("exit 1", false)]
    [InlineData("exit 2", false)]
    public void A_package_has_a_file_if_dpkg_finds_it(string script, bool isOwned)
    {
        _programs.Add("dpkg-query", script);
        _programs.Add("dpkg-divert", "exit 0");

        Dpkg.Owns("/usr/bin/runc").Should().Be(isOwned);

        _programs.Calls("dpkg-query").Should().Equal("--search /usr/bin/runc");
    }

    /// <summary>What cannot be diverted need not be.</summary>
    [Theory]
    [InlineData("dpkg-query")]
    [InlineData("dpkg-divert")]
    public void Without_both_programs_no_file_is_a_packages(string only)
    {
        _programs.Add(only, "exit 0");

        Dpkg.Owns("/usr/bin/runc").Should().BeFalse();
    }

    [Fact]
    public void The_true_name_is_what_dpkg_says()
    {
        Dpkg.TrueName("/usr/bin/runc").Should().Be("/usr/bin/runc", "without dpkg nothing is diverted");

        _programs.Add("dpkg-divert", "echo \"$2.else\"");

        Dpkg.TrueName("/usr/bin/runc").Should().Be("/usr/bin/runc.else");
        _programs.Calls("dpkg-divert").Should().Equal("--truename /usr/bin/runc");
    }

    [Fact]
    public void A_diversion_moves_no_file()
    {
        _programs.Add("dpkg-divert", "exit 0");

        Dpkg.Divert("/usr/bin/runc", "/usr/bin/runc-real");
        Dpkg.Restore("/usr/bin/runc");

        _programs.Calls("dpkg-divert").Should().Equal("--local --no-rename --divert /usr/bin/runc-real --add /usr/bin/runc", "--local --no-rename --remove /usr/bin/runc");
    }

    [Fact]
    public void What_dpkg_refuses_is_an_error()
    {
        _programs.Add("dpkg-divert", "echo clash >&2; exit 2");

        FluentActions.Invoking(() => Dpkg.Divert("/a", "/b")).Should().Throw<InterceptorException>().WithMessage("dpkg-divert failed: clash");
        FluentActions.Invoking(() => Dpkg.Restore("/a")).Should().Throw<InterceptorException>().WithMessage("dpkg-divert failed: clash");
        FluentActions.Invoking(() => Dpkg.TrueName("/a")).Should().Throw<InterceptorException>().WithMessage("dpkg-divert failed: clash");
    }

    [Fact]
    public void A_program_that_cannot_be_run_is_an_error()
    {
        _programs.AddBroken("dpkg-divert");

        FluentActions.Invoking(() => Dpkg.TrueName("/a")).Should().Throw<InterceptorException>().WithMessage($"cannot run {_programs["dpkg-divert"]}: *");
    }
}
