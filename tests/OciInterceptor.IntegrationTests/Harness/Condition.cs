using System.Globalization;
using System.Text;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>One thing that launch.c does before it starts the program; they are done in the order given.</summary>
internal sealed record Condition(string Name, byte[] Value)
{
    public static Condition ClearEnvironment { get; } = Of("clearenv", "");
    public static Condition NoNewPrivileges { get; } = Of("no-new-privs", "");

    /// <summary>Appends an entry to environ as it is, also a second one of the same name.</summary>
    public static Condition EnvironmentEntry(byte[] entry) => new("env", entry);
    public static Condition EnvironmentEntry(string entry) => Of("env", entry);

    /// <summary>Sets a variable, replacing the inherited one.</summary>
    public static Condition Set(string name, string value) => Of("setenv", name + "=" + value);

    public static Condition Input(string path) => Of("stdin", path);
    public static Condition Open(int descriptor, string path) => Of("open", Invariant($"{descriptor} {path}"));
    public static Condition OpenDirectory(int descriptor, string path) => Of("open-directory", Invariant($"{descriptor} {path}"));
    public static Condition Seek(int descriptor, long offset) => Of("seek", Invariant($"{descriptor} {offset}"));
    public static Condition Close(int descriptor) => Of("close", Invariant($"{descriptor}"));
    public static Condition Ignore(int signal) => Of("ignore", Invariant($"{signal}"));
    public static Condition Block(int signal) => Of("block", Invariant($"{signal}"));

    /// <summary>Sets a limit by its number; "=" leaves that half as it is.</summary>
    public static Condition Limit(int resource, string soft, string hard) => Of("rlimit", Invariant($"{resource} {soft} {hard}"));

    /// <summary>
    /// A system call fails with an error number wherever one of its arguments has a value; with 0 for the number it ends its process
    /// by SIGSYS. The program's children have the same, and whoever else makes the call is not counted, as strace would.
    /// </summary>
    public static Condition Refuse(string call, int argument, int value, int error) => Of("seccomp", Invariant($"{call} {argument} {value} {error}"));

    public static Condition Umask(string octal) => Of("umask", octal);
    public static Condition WorkingDirectory(string path) => Of("cwd", path);
    public static Condition RemoveDirectory(string path) => Of("rmdir", path);
    public static Condition Nice(int increment) => Of("nice", Invariant($"{increment}"));
    public static Condition TimerSlack(long nanoseconds) => Of("timerslack", Invariant($"{nanoseconds}"));
    public static Condition Personality(string hexadecimal) => Of("personality", hexadecimal);
    public static Condition OomScoreAdjustment(int value) => Of("oom-score-adj", Invariant($"{value}"));
    public static Condition User(int id) => Of("user", Invariant($"{id}"));

    /// <summary>A terminal of its own as controlling terminal and descriptors 0 to 2; the mode is "plain", "raw" or "odd".</summary>
    public static Condition Terminal(string mode) => Of("pty", mode);

    public static Condition Of(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
