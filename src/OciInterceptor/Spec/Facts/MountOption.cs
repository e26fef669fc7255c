namespace OciInterceptor.Spec.Facts;

/// <summary>A mount option (mount(8), and those of the runtime specification), compared with others.</summary>
internal static class MountOption
{
    /// <summary>Whether two options set the same thing to different values: ro and rw, size=1m and size=2m.</summary>
    internal static bool Contradict(string one, string other)
    {
        var (matter, word) = Read(one);
        var (otherMatter, otherWord) = Read(other);
        return matter == otherMatter && word != otherWord;
    }

    /// <summary>Whether a name, which may be a whole option or the part before "=", matches an option.</summary>
    internal static bool IsNamed(string option, string name) =>
        option == name || (option.Length > name.Length && option[name.Length] == '=' && option.StartsWith(name, StringComparison.Ordinal));

    /// <summary>Whether a text is one option: not empty, and with commas only in its value.</summary>
    internal static bool IsOne(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? option : option[..equals];
        return name.Length > 0 && !name.Any(static c => c == ',' || char.IsWhiteSpace(c) || char.IsControl(c)) && !option.Contains('\0', StringComparison.Ordinal);
    }

    // The thing that the option sets, and its value. "rro" is "ro" for the mounts below as well.
    private static (string Matter, string Word) Read(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            return (option[..equals], option);
        }
        if (option.StartsWith('r') && FlagMatter(option[1..]) is { } recursive)
        {
            return (recursive, option[1..]);
        }
        return (FlagMatter(option) ?? OtherMatter(option) ?? option, option);
    }

    // The flags that mount_setattr(2) can set for a whole tree.
    private static string? FlagMatter(string option) => option switch
    {
        "ro" or "rw" => "rw",
        "exec" or "noexec" => "exec",
        "suid" or "nosuid" => "suid",
        "dev" or "nodev" => "dev",
        "diratime" or "nodiratime" => "diratime",
        "symfollow" or "nosymfollow" => "symfollow",
        "atime" or "noatime" or "relatime" or "norelatime" or "strictatime" or "nostrictatime" => "atime",
        _ => null,
    };

    private static string? OtherMatter(string option) => option switch
    {
        "bind" or "rbind" => "bind",
        "private" or "rprivate" or "shared" or "rshared" or "slave" or "rslave" or "unbindable" or "runbindable" => "propagation",
        "sync" or "async" => "sync",
        "silent" or "loud" => "silent",
        "mand" or "nomand" => "mand",
        "iversion" or "noiversion" => "iversion",
        "lazytime" or "nolazytime" => "lazytime",
        "acl" or "noacl" => "acl",
        "idmap" or "ridmap" => "idmap",
        _ => null,
    };
}
