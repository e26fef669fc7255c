using OciInterceptor.Engines;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines;

public sealed class LinuxMachineTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakePrograms _programs = new();

    public void Dispose()
    {
        _programs.Dispose();
        _scratch.Dispose();
    }

    private LinuxMachine Machine => new(_programs.Path);

    [Theory]
    [InlineData("*/x.conf", "b/x.conf", "c/x.conf")]
    [InlineData("b/*.conf", "b/x.conf", "b/y.conf")]
    [InlineData("b/x.conf", "b/x.conf")]
    [InlineData("b/X.*")]
    [InlineData("none/*")]
    [InlineData("none")]
    [InlineData("b/x.conf/*")]
    [InlineData("*", "b", "c", "d")]
    public void Paths_that_match_a_pattern_are_told_in_order(string pattern, params string[] found)
    {
        foreach (var name in new[] { "d/z", "c/x.conf", "b/y.conf", "b/x.conf", "b/x.json" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_scratch[name])!);
            _scratch.File(name);
        }
        File.CreateSymbolicLink(_scratch["gone"], "none");

        Machine.Glob(_scratch[pattern]).Should().Equal(found.Select(name => _scratch[name]));
    }

    [Fact]
    public void A_program_answers_if_it_succeeds()
    {
        _programs.Add("well", "echo \"is $1\"");
        _programs.Add("badly", "echo \"is $1\"; exit 1");
        _programs.AddBroken("broken");

        Machine.Output(_programs["well"], "it").Should().Be("is it\n");
        Machine.Output(_programs["badly"], "it").Should().BeNull();
        Machine.Output(_programs["broken"], "it").Should().BeNull();
        Machine.Output(_programs["none"], "it").Should().BeNull();
        Machine.Find("well").Should().Be(_programs["well"]);
        Machine.Find("none").Should().BeNull();
    }

    [Fact]
    public void A_runtime_that_does_not_tell_its_features_says_why()
    {
        _programs.Add("old", "echo no such command >&2; exit 1");

        Machine.FeaturesOf(_programs["old"]).Fault.Should().Be($"{_programs["old"]} features failed: no such command");
    }

    [Fact]
    public void This_program_is_known_by_its_file()
    {
        Machine.IsThisProgram("/proc/self/exe").Should().BeTrue();
        Machine.IsThisProgram("/bin/sh").Should().BeFalse();
        Machine.IsThisProgram(_scratch["none"]).Should().BeFalse();
    }

    [Fact]
    public void A_file_is_read_if_it_exists()
    {
        Machine.Read(_scratch.File("a", "text")).Should().Equal("text"u8.ToArray());
        Machine.Read(_scratch["none"]).Should().BeNull();
        Machine.Read(_scratch["a/none"]).Should().BeNull();
        Machine.Invoking(machine => machine.Read(_scratch.Path)).Should().Throw<InterceptorException>().WithMessage($"cannot read {_scratch.Path}: Is a directory");
    }

    [Fact]
    public void What_does_not_exist_has_no_status_and_no_label()
    {
        File.CreateSymbolicLink(_scratch["link"], "a");
        _scratch.File("a");

        Machine.Status(_scratch["link"])!.Value.IsRegular.Should().BeTrue();
        Machine.Status(_scratch["none"]).Should().BeNull();
        Machine.Label(_scratch["none"]).Should().BeNull();
        Machine.CanWrite(_scratch.Path).Should().BeTrue();
        Machine.CanWrite(_scratch["none"]).Should().BeFalse();
    }

    [Fact]
    public void A_relative_path_is_one_of_the_working_directory()
    {
        IMachine machine = Machine;

        machine.ResolveOrKeep("no-such-file").Should().Be($"{machine.Resolve(Environment.CurrentDirectory)}/no-such-file");
    }
}
