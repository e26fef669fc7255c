using OciInterceptor.Engines.Podman;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Podman;

public sealed class PodmanProgramTests : IDisposable
{
    private const string Info = "info --format {{.Host.OCIRuntime.Name}} {{.Host.OCIRuntime.Path}}";

    private static readonly string _one = "1".PadRight(64, '0');
    private static readonly string _two = "2".PadRight(64, '0');
    private static readonly string _three = "3".PadRight(64, '0');

    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    private PodmanProgram Program => new(_programs["podman"]);

    [Theory]
    [InlineData(false, "--runtime oi ")]
    [InlineData(true, "")]
    public void It_reads_the_configuration_with_a_storage_that_does_not_stay(bool isDefault, string runtime)
    {
        _programs.Add("podman", """
            mkdir -p "$2" "$4" "$6"
            if [ "$CONTAINERS_CONF" = /dev/null ]; then echo crun /usr/bin/crun; else cp "$CONTAINERS_CONF" "$0.text"; echo oi /opt/oi; fi
            """);

        Program.RequireTaken("[engine]\n", "oi", "/opt/oi", isDefault);

        File.ReadAllText(_programs["podman.text"]).Should().Be("[engine]\n");
        var calls = _programs.Calls("podman");
        var scratch = Path.GetDirectoryName(calls[0].Split(' ')[1])!;
        var storage = $"--root {scratch}/root --runroot {scratch}/run --tmpdir {scratch}/tmp --storage-driver vfs ";
        calls.Should().Equal(storage + Info, storage + runtime + Info);
        scratch.Should().StartWith(Path.GetTempPath());
        Directory.Exists(scratch).Should().BeFalse();
    }

    [Theory]
    [InlineData("echo crun /usr/bin/crun", "crun /usr/bin/crun")]
    [InlineData("echo oi /opt/oi-else", "oi /opt/oi-else")]
    [InlineData("echo oi /opt/oi; echo bad >&2; exit 1", "bad")]
    [InlineData("echo oi /opt/oi; echo bad >&2; exit 125", "bad")]
    public void A_runtime_that_it_does_not_find_is_an_error(string script, string cause)
    {
        _programs.Add("podman", $"[ \"$CONTAINERS_CONF\" = /dev/null ] && exit 0\n{script}");

        FluentActions.Invoking(() => Program.RequireTaken("", "oi", "/opt/oi", false)).Should().Throw<InterceptorException>()
            .WithMessage($"podman would not find the runtime oi: {cause}");
        Directory.Exists(Path.GetDirectoryName(_programs.Calls("podman")[0].Split(' ')[1])).Should().BeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    public void Where_it_does_not_work_at_all_it_is_not_asked(int code)
    {
        _programs.Add("podman", $"exit {code}");

        Program.RequireTaken("", "oi", "/opt/oi", false);

        _programs.Calls("podman").Should().ContainSingle();
    }

    [Fact]
    public void Containers_of_a_runtime_are_told_by_their_short_IDs()
    {
        Contain((_one, "oi"), (_two, "crun"), (_three, "OI"));

        Program.Users("oi").Should().Equal(_one[..12]);
        Program.Users("none").Should().BeEmpty();
        _programs.Calls("podman")[..2].Should().Equal("ps --all --no-trunc --format {{.ID}}", $"container inspect --format {{{{.Id}}}} {{{{.OCIRuntime}}}} {_one} {_two} {_three}");
    }

    [Fact]
    public void Without_containers_none_is_looked_at()
    {
        Contain();

        Program.Users("oi").Should().BeEmpty();
        _programs.Calls("podman").Should().ContainSingle();
    }

    [Fact]
    public void A_container_that_is_removed_meanwhile_needs_no_runtime()
    {
        Contain((_one, "oi"), (_two, "oi"));
        File.WriteAllText(_programs["podman.once"], _three + "\n");

        Program.Users("oi").Should().Equal(_one[..12], _two[..12]);

        Contain();
        File.WriteAllText(_programs["podman.once"], _three + "\n");
        Program.Users("oi").Should().BeEmpty();
    }

    [Theory]
    [InlineData("echo bad >&2; exit 1")]
    [InlineData("[ $1 = ps ] && echo 1 && exit 0; echo 1 oi; echo bad >&2; exit 125")]
    public void Containers_that_cannot_be_listed_are_an_error(string script)
    {
        _programs.Add("podman", script);

        FluentActions.Invoking(() => Program.Users("oi")).Should().Throw<InterceptorException>().WithMessage($"cannot list the containers of {_programs["podman"]}: bad");
    }

    // Containers that are listed once and are gone then are named in a file.
    private void Contain(params (string Id, string Runtime)[] containers)
    {
        _programs.Add("podman", """
            if [ "$1" = ps ]; then
              cut -d ' ' -f 1 "$0.list"
              cat "$0.once" 2>/dev/null && rm "$0.once"
              exit 0
            fi
            shift 4
            code=0
            for id; do grep "^$id " "$0.list" || code=125; done
            exit $code
            """);
        File.WriteAllText(_programs["podman.list"], string.Concat(containers.Select(container => $"{container.Id} {container.Runtime}\n")));
    }
}
