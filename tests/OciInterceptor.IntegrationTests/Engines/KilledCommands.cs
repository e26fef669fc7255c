using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>
/// oi-install and oi-uninstall killed as they enter each system call of a kind: the engine's file is the old one or the new
/// one, the engine starts with it, the program that it names works, and what is left can be put in order by either command.
/// </summary>
internal sealed class KilledCommands
{
    private const string Runtime = "/usr/bin/runc";

    private readonly Scratch _scratch;
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly string _engine;
    private readonly string _file;
    private readonly string _old;
    private readonly Action _start;
    private readonly HashSet<string> _started = [];

    /// <param name="engine">As the command line calls it.</param>
    /// <param name="file">Its configuration, as it is without the interceptor.</param>
    /// <param name="start">Starts the engine with the file and ends it.</param>
    public KilledCommands(Scratch scratch, PolicyDirectory etc, string engine, string file, Action start)
    {
        (_scratch, _etc, _engine, _file, _start) = (scratch, etc, engine, file, start);
        _links = scratch.MakeDirectory("links");
        _old = File.ReadAllText(file);
    }

    private string Record => _etc[$"installed/{_engine}-oci-interceptor.json"];

    public Command Install => PublishedBinary.Call(
        "--oi-readonly-networking-mounts", "--oi-runtime-path", Runtime, "oi-install", _engine, "--default", "--config", _file, "--link-dir", _links);

    public Command Uninstall => PublishedBinary.Call("oi-uninstall", _engine);

    /// <returns>How many such calls it makes, but for the last few where not each is tried.</returns>
    public int KillInstallation(string call)
    {
        var step = Step(call);
        _etc.SeenBy(Install).Run().Succeeded();
        var installed = File.ReadAllText(_file);
        installed.Should().NotBe(_old);
        _etc.SeenBy(Uninstall).Run().Succeeded();

        var kills = 0;
        for (var isKilled = true; isKilled;)
        {
            isKilled = IsKilled(Install, call, (kills * step) + 1);
            kills += isKilled ? 1 : 0;
            Works(installed);

            if (kills % 2 == 0)
                _etc.SeenBy(Install).Run().Succeeded();
            if (kills % 2 == 0 || File.Exists(Record))
                _etc.SeenBy(Uninstall).Run().Succeeded();
            IsClean();
        }
        _started.Should().BeEquivalentTo(_old, installed);
        return kills * step;
    }

    /// <inheritdoc cref="KillInstallation"/>
    public int KillRemoval(string call)
    {
        var step = Step(call);
        _etc.SeenBy(Install).Run().Succeeded();
        var installed = File.ReadAllText(_file);

        var kills = 0;
        for (var isKilled = true; isKilled;)
        {
            _etc.SeenBy(Install).Run().Succeeded();
            File.ReadAllText(_file).Should().Be(installed);
            isKilled = IsKilled(Uninstall, call, (kills * step) + 1);
            kills += isKilled ? 1 : 0;
            Works(installed);

            if (File.Exists(Record))
                _etc.SeenBy(Uninstall).Run().Succeeded();
            IsClean();
        }
        return kills * step;
    }

    // Files are opened a hundred times.
    private static int Step(string call) => call == "openat" ? Repetition.Of(thorough: 1, otherwise: 5) : 1;

    // With the same bytes an engine starts once as it starts again.
    private void Works(string installed)
    {
        var now = File.ReadAllText(_file);
        now.Should().BeOneOf(_old, installed);
        if (now == installed)
            _etc.SeenBy(new Command(Path.Combine(_links, "oci-interceptor-oci-interceptor"), "--version")).Run().Succeeded().OutputText
                .Should().Be(new Command(Runtime, "--version").Run().Succeeded().OutputText);
        if (_started.Add(now))
            _start();
    }

    private void IsClean()
    {
        File.ReadAllText(_file).Should().Be(_old);
        Names(_links).Should().BeEmpty();
        Names(_etc["profiles"]).Should().BeEmpty();
        Names(_etc["installed"]).Should().Equal("lock");
    }

    // A file that was being written when its writer was killed has a name that nobody looks at.
    private static IEnumerable<string> Names(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".oi-"))
            : directory.EndsWith("installed", StringComparison.Ordinal) ? ["lock"] : [];

    // The engine's own program, which is asked meanwhile, is not followed.
    private bool IsKilled(Command command, string call, int when)
    {
        var result = _etc.SeenBy(new Command("strace", "-qq", "-o", _scratch["trace"], "-e", $"inject={call}:signal=KILL:when={when}", command.Program)
            .Plus(command.Arguments)).Run();
        result.ExitCode.Should().BeOneOf([0, 128 + 9], "{0}", result);
        return result.ExitCode != 0;
    }
}
