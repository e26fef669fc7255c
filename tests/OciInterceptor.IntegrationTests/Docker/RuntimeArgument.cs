namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>An element of runtimeArgs, and the arguments that the runtime gets for it.</summary>
internal sealed record RuntimeArgument(string Given, params string[] Received)
{
    /// <summary>Docker pastes the elements unquoted into one line of a shell script; docs/docker-runtime-args.md says so to operators.</summary>
    public static readonly RuntimeArgument[] All =
    [
        Unharmed("--oi-env"),
        Unharmed("NAME=value"),
        Unharmed("--oi-env=EMPTY="),
        Unharmed("/usr/local/bin/runc-1.2_x@y:z,a+b%c^d"),
        Unharmed("naïve=é"),
        new("two words", "two", "words"),
        new("'two words'", "two words"),
        new("\"two words\"", "two words"),
        new("two\\ words", "two words"),
        new("$((6*7))", "42"),
        new("${NOT_SET}"),
        new("$(echo substituted)", "substituted"),
        new("`echo substituted`", "substituted"),
        new("'$HOME'", "$HOME"),
        new("/etc/host[s]", "/etc/hosts"),
        new("back\\slash", "backslash"),
        new(""),
    ];

    /// <summary>Elements after which the shell gives the runtime nothing of what the engine said.</summary>
    public static readonly string[] Breaking = ["A=1;2", "A=1&2", "A=1|cat", "A=1<no-such-file", "A=1\n2", "'A=1", "\"A=1", "$(A=1", "A=1 # comment"];

    private static RuntimeArgument Unharmed(string argument) => new(argument, argument);
}
