using System.Text;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Witness;

/// <summary>The circumstances a caller may start a runtime in: each a row of the witness' tests.</summary>
internal static class StartConditions
{
    private const int Data = 2, Stack = 3, Core = 4, OpenFiles = 7, AddressSpace = 9;
    private const int Pipe = 13;

    public const string Plain = "plain";

    /// <summary>What the launcher prepares, and what is added to the arguments; a scratch holds what the conditions name.</summary>
    public sealed record StartCondition(Func<Scratch, IEnumerable<Condition>> Prepare, byte[][] Arguments)
    {
        public StartCondition(params Condition[] conditions) : this(_ => conditions, []) { }

        public StartCondition(Func<Scratch, IEnumerable<Condition>> prepare) : this(prepare, []) { }
    }

    public static readonly IReadOnlyDictionary<string, StartCondition> All = Rows().ToDictionary();

    private static IEnumerable<KeyValuePair<string, StartCondition>> Rows() =>
    [
        new(Plain, new(Condition.Umask("22"))),
        .. ClosedDescriptors(),
        new("descriptors 3 to 9 inherited", new(InheritedDescriptors)),
        new("only descriptor 200 inherited", new(Condition.Open(200, "/dev/zero"))),
        new("input from a file at an offset", new(s => [Condition.Input(s.Write("input", "0123456789")), Condition.Seek(0, 4)])),
        new("SIGPIPE ignored", new(Condition.Ignore(Pipe))),
        new("SIGCHLD ignored", new(Condition.Ignore(17))),
        new("all signals ignored", new([.. Signals().Select(Condition.Ignore)])),
        new("SIGPIPE and 32 to 34 blocked", new([.. new[] { Pipe, 32, 33, 34 }.Select(Condition.Block)])),
        new("all signals blocked", new([.. Signals().Select(Condition.Block)])),
        new("all signals ignored and blocked", new([.. Signals().Select(Condition.Ignore), .. Signals().Select(Condition.Block)])),
        new("soft RLIMIT_NOFILE below the hard", new(Condition.Limit(OpenFiles, "1024", "="))),
        new("RLIMIT_NOFILE 64", new(Condition.Limit(OpenFiles, "64", "64"))),
        new("RLIMIT_AS of 2000000 KB", new(Condition.Limit(AddressSpace, "2048000000", "="))),
        new("RLIMIT_DATA of 500000 KB", new(Condition.Limit(Data, "512000000", "="))),
        new("RLIMIT_STACK smaller", new(Condition.Limit(Stack, "1048576", "="))),
        new("RLIMIT_CORE zero", new(Condition.Limit(Core, "0", "0"))),
        new("umask 0777", new(Condition.Umask("777"))),
        new("umask 0", new(Condition.Umask("0"))),
        new("no HOME", new(Condition.ClearEnvironment, Condition.EnvironmentEntry("PATH=/usr/bin:/bin"))),
        new("an empty environment", new(Condition.ClearEnvironment)),
        .. DotnetVariables(),
        new("odd environment entries", new(OddEnvironment())),
        new("arguments that are not UTF-8", new(_ => [], [[0xff, 0xfe], [0xc3], [.. "--oi-é"u8, 0x80], [0xed, 0xa0, 0x80]])),
        new("an empty argument", new(_ => [], [[], [.. "x"u8], []])),
        new("arguments that look like ours", new(_ => [], [[.. "--oi-help"u8], [.. "--"u8], [.. "--oi-no-such=1"u8], [.. "-b"u8]])),
        new("100,000 arguments", new(_ => [], [.. Enumerable.Range(0, 100_000).Select(i => Encoding.ASCII.GetBytes($"a{i}"))])),
        new("a controlling terminal", new(Condition.Terminal("plain"))),
        new("a terminal in raw mode", new(Condition.Terminal("raw"))),
        new("a terminal with odd settings", new(Condition.Terminal("odd"))),
        new("nice 5", new(Condition.Nice(5))),
        new("oom_score_adj 500", new(Condition.OomScoreAdjustment(500))),
        new("no new privileges", new(Condition.NoNewPrivileges)),
        new("a deleted cwd", new(s => { var d = s.MakeDirectory("gone"); return [Condition.WorkingDirectory(d), Condition.RemoveDirectory(d)]; })),
        new("a cwd that its user cannot read", new(UnreadableDirectory)),
        new("another timer slack", new(Condition.TimerSlack(77_000))),
        new("addresses not randomised", new(Condition.Personality("0040000"))),
    ];

    private static IEnumerable<int> Signals() => Enumerable.Range(1, 64).Where(s => s is not (9 or 19));

    private static IEnumerable<KeyValuePair<string, StartCondition>> ClosedDescriptors() =>
        from set in Enumerable.Range(1, 7)
        let closed = Enumerable.Range(0, 3).Where(fd => (set & 1 << fd) != 0).ToArray()
        select new KeyValuePair<string, StartCondition>(
            "closed descriptors " + string.Join(' ', closed), new([.. closed.Select(Condition.Close)]));

    private static IEnumerable<Condition> InheritedDescriptors(Scratch scratch)
    {
        for (var fd = 3; fd <= 9; fd++)
        {
            yield return Condition.Open(fd, fd % 2 == 0 ? "/dev/null" : scratch.Write("inherited" + fd, "0123456789"));
            yield return Condition.Seek(fd, fd);
        }
    }

    private static IEnumerable<Condition> UnreadableDirectory(Scratch scratch)
    {
        var directory = scratch.MakeDirectory("unreadable");
        File.SetUnixFileMode(directory, UnixFileMode.None);
        return [Condition.WorkingDirectory(directory), Condition.User(65534)];
    }

    private static IEnumerable<KeyValuePair<string, StartCondition>> DotnetVariables()
    {
        string[] variables =
        [
            "DOTNET_GCHeapHardLimit=1", "DOTNET_GCRegionSize=1", "DOTNET_GCRegionRange=1", "DOTNET_GCLargePages=1", "DOTNET_GCgen0size=1",
            "DOTNET_gcServer=1", "DOTNET_EnableDiagnostics=1", "DOTNET_EnableEventPipe=1", "COREHOST_TRACE=1",
            "DOTNET_TieredCompilation=0", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0", "DOTNET_Thread_DefaultStackSize=1",
            "COMPlus_GCHeapHardLimit=1", "DOTNET_DbgEnableMiniDump=1", "DOTNET_STARTUP_HOOKS=/nowhere",
        ];
        foreach (var variable in variables)
            yield return new(variable, new(Condition.EnvironmentEntry(variable)));
        yield return new("every DOTNET_ variable at once", new([.. variables.Select(Condition.EnvironmentEntry)]));
    }

    private static Condition[] OddEnvironment() =>
    [
        Condition.ClearEnvironment,
        Condition.EnvironmentEntry("PATH=/usr/bin:/bin"),
        Condition.EnvironmentEntry("A=1"),
        Condition.EnvironmentEntry("A=2"),
        Condition.EnvironmentEntry("no equals sign"),
        Condition.EnvironmentEntry("=only a value"),
        Condition.EnvironmentEntry(""),
        Condition.EnvironmentEntry("A"),
        Condition.EnvironmentEntry([.. "BYTES="u8, 0xff, 0x80, 0xfe]),
        Condition.EnvironmentEntry([0xff, (byte)'=', 0xc3]),
        Condition.EnvironmentEntry("PATH=/second"),
        Condition.EnvironmentEntry("A=1"),
    ];
}
