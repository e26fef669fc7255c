using System.Text;
using OciInterceptor.Generate;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Generate;

/// <summary>How a container that was left behind is removed. A script stands for this program; it writes down its arguments.</summary>
public sealed class EngineCallNoteTests : IDisposable
{
    private const string Script = """
        #!/bin/sh
        printf '%s\0' "$@" > "${0%/*}/said"
        if [ -e "${0%/*}/fault" ]; then
          cat "${0%/*}/fault" >&2
          exit 3
        fi

        """;

    private readonly TemporaryDirectory _scratch = new();
    private readonly RunDirectory _place;

    public EngineCallNoteTests()
    {
        _place = RunDirectory.Make(_scratch["parent"], 0, 0);
        // Written by another process: what this one still has open for writing, a child that is forked just then has as well.
        Shell.Run("sh", ["-ec", $"cat > {Program}; chmod 0755 {Program}"], Encoding.UTF8.GetBytes(Script));
    }

    public void Dispose()
    {
        _place.Dispose();
        _scratch.Dispose();
    }

    private string Program => _scratch["program"];

    private string Note => $"{_place.Directory}/call";

    [Theory]
    [InlineData("")]
    [InlineData("--debug")]
    [InlineData("--oi-env|A= b\nc||--log|/l")]
    public void A_container_is_removed_by_the_options_that_were_noted(string options)
    {
        string[] before = options.Length == 0 ? [] : options.Split('|');
        Call(before).Note();
        MakeState();

        Noted.Delete();

        string[] arguments = ["--root", _place.State, .. before, "delete", "--force", _place.Id];
        Said.Should().Equal(arguments);
    }

    [Fact]
    public void Without_a_note_there_are_no_options()
    {
        MakeState();

        Noted.Delete();

        Said.Should().Equal("--root", _place.State, "delete", "--force", _place.Id);
    }

    [Fact]
    public void An_option_that_was_not_written_whole_is_left_out()
    {
        File.WriteAllText(Note, "--a\0--b");
        MakeState();

        Noted.Delete();

        Said.Should().Equal("--root", _place.State, "--a", "delete", "--force", _place.Id);
    }

    [Fact]
    public void A_container_that_is_gone_is_not_removed()
    {
        Call("--debug").Note();

        Noted.Delete();

        File.Exists(_scratch["said"]).Should().BeFalse();
    }

    [Fact]
    public void What_the_runtime_complains_of_is_the_error()
    {
        MakeState();
        _scratch.File("fault", "first\ncannot kill it\n");

        FluentActions.Invoking(() => Noted.Delete()).Should().Throw<IOException>().WithMessage("cannot kill it");
    }

    [Fact]
    public void The_note_is_ours_alone_and_written_once()
    {
        Call("--a", "b").Note();

        File.ReadAllText(Note).Should().Be("--a\0b\0");
        File.GetUnixFileMode(Note).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        FluentActions.Invoking(() => Call("--c").Note()).Should().Throw<IOException>().WithMessage("File exists");
    }

    [Fact]
    public void A_note_that_is_a_link_is_not_followed()
    {
        File.CreateSymbolicLink(Note, _scratch.File("victim", "mine\0"));

        FluentActions.Invoking(() => Call("--a").Note()).Should().Throw<IOException>().WithMessage("File exists");
        FluentActions.Invoking(() => Noted).Should().Throw<IOException>().WithMessage("Too many levels of symbolic links");
        File.ReadAllText(_scratch["victim"]).Should().Be("mine\0");
    }

    private string[] Said => File.ReadAllText(_scratch["said"]).Split('\0')[..^1];

    private EngineCall Noted => EngineCall.Noted(Program, CString.Of("oci-interceptor"), _place);

    private EngineCall Call(params string[] before) => new(Program, CString.Of("oci-interceptor"), [.. before.Select(argument => CString.Of(argument))], _place);

    private void MakeState() => Directory.CreateDirectory($"{_place.State}/{_place.Id}");
}
