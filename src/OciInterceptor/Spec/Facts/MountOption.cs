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

    /// <summary>Whether a text is one option: not empty, and with no commas but those that belong to its value (<see cref="Parts"/>).</summary>
    internal static bool IsOne(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? option : option[..equals];
        return name.Length > 0 && !name.Any(static c => c == ',' || char.IsWhiteSpace(c) || char.IsControl(c)) && !option.Contains('\0', StringComparison.Ordinal)
            && Parts(option).Length == 1;
    }

    /// <summary>
    /// The options that the kernel makes of an entry. It gets all entries that are not flags as one text, joined by commas, and takes
    /// the last of a name; so an entry such as mode=1777,size=1g has two. Before a digit a comma belongs to the value, as in
    /// mpol=bind:0,1, and within the quotes of a security label.
    /// </summary>
    internal static ImmutableArray<string> Parts(string entry)
    {
        if (!entry.Contains(',', StringComparison.Ordinal))
        {
            return [entry];
        }
        var parts = ImmutableArray.CreateBuilder<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < entry.Length; i++)
        {
            if (entry[i] == '"' && IsLabel(entry.AsSpan(start)))
            {
                isQuoted = !isQuoted;
            }
            else if (entry[i] == ',' && !isQuoted && !(i + 1 < entry.Length && char.IsAsciiDigit(entry[i + 1])))
            {
                parts.Add(entry[start..i]);
                start = i + 1;
            }
        }
        parts.Add(entry[start..]);
        return parts.DrainToImmutable();
    }

    /// <summary>An entry without some of its parts: itself when it has none of them, null when nothing is left.</summary>
    internal static string? Without(string entry, Func<string, bool> isRemoved)
    {
        var parts = Parts(entry);
        var left = parts.RemoveAll(part => isRemoved(part));
        return left.Length == parts.Length ? entry : left.IsEmpty ? null : string.Join(',', left);
    }

    // Only a security module takes these, and it alone knows quotes: without one the kernel refuses the mount.
    private static bool IsLabel(ReadOnlySpan<char> part) =>
        part.StartsWith("context=") || part.StartsWith("fscontext=") || part.StartsWith("defcontext=") || part.StartsWith("rootcontext=");

    // The thing that the option sets, and its value. "rro" is "ro" for the mounts below as well.
    private static (string Matter, string Word) Read(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            // Both limit a tmpfs, in bytes and in pages.
            return (option[..equals] is "nr_blocks" ? "size" : option[..equals], option);
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
        "inode32" or "inode64" => "inode",
        _ => null,
    };
}
