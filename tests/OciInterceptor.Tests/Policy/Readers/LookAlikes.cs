using System.Text;

namespace OciInterceptor.Tests.Policy.Readers;

/// <summary>Configurations in which names and strings have doubles that one reader takes for them and another does not.</summary>
internal sealed class LookAlikes(Random random)
{
    // What a hostile author would put at each name: the opposite of what the rules of the test want.
    private static readonly (string Name, string Value)[] _root =
    [
        ("process", "PROCESS"), ("root", """{"path":"r","readonly":false}"""), ("hostname", "\"evil\""), ("annotations", "ANNOTATIONS"), ("linux", "LINUX"), ("mounts", "MOUNTS"),
    ];

    private bool _isHarmless;

    /// <summary>Of three configurations one has nothing that a rule would forbid.</summary>
    internal string Write()
    {
        _isHarmless = random.Next(3) == 0;
        var text = Members(_root);
        return _isHarmless ? text.Replace("evil", "fine", StringComparison.Ordinal).Replace("unconfined", "confined", StringComparison.Ordinal) : text;
    }

    private string Members(params (string Name, string Value)[] members)
    {
        var list = new List<string>();
        foreach (var (name, value) in members)
        {
            list.Add($"\"{Name(name)}\":{Value(value)}");
            if (random.Next(12) == 0)
            {
                list.Insert(random.Next(list.Count + 1), $"\"{Name(name)}\":{Value(value)}");
            }
        }
        return $"{{{string.Join(',', list)}}}";
    }

    private string Value(string value) => value switch
    {
        "PROCESS" => Members(
            ("noNewPrivileges", "false"),
            ("oomScoreAdj", "-999"),
            ("env", $"[\"{Text("A=evil")}\",\"{Text("B=evil")}\"]"),
            ("args", "[\"x\"]"),
            ("user", Members(("uid", _isHarmless ? "1" : "0"), ("umask", "0"))),
            ("apparmorProfile", "\"unconfined\""),
            ("rlimits", $"[{Members(("type", $"\"{Text("RLIMIT_CORE")}\""), ("soft", "7"), ("hard", "7"))}]")),
        "ANNOTATIONS" => Members(("bad", "\"evil\""), ("key", "\"evil\"")),
        "LINUX" => Members(
            ("sysctl", Members(("net.bad", "\"evil\""), ("net.key", "\"evil\""))),
            ("namespaces", """[{"type":"network"},{"type":"mount"}]"""),
            ("maskedPaths", $"[\"{Text("/proc/evil")}\"]"),
            ("resources", Members(("unified", Members(("memory.max", "\"max\""))), ("pids", Members(("limit", "0")))))),
        "MOUNTS" => $"[{Members(("destination", $"\"{Text("/evil")}\""), ("type", "\"tmpfs\""), ("source", "\"tmpfs\""))}]",
        _ => value,
    };

    private string Name(string name) => random.Next(14) switch
    {
        0 => name.ToUpperInvariant(),
        1 => string.Concat(name.Select(c => random.Next(3) == 0 ? char.ToUpperInvariant(c) : c)),
        2 => name.Replace('s', '\u017F').Replace('k', '\u212A'),
        3 => name + "\\u0000",
        4 => name + "\\u0000x",
        5 => string.Concat(Encoding.ASCII.GetBytes(name).Select(b => random.Next(2) == 0 ? $"\\u{(int)b:x4}" : $"{(char)b}")),
        // A member of a record would be another one for all readers.
        6 when name.Contains('.') || name is "bad" or "key" => name[..^1] + "\\ud800",
        _ => name,
    };

    private string Text(string text) => random.Next(10) switch
    {
        0 => text + "\\u0000",
        1 => text.Insert(1, "\\u0000"),
        _ => text,
    };
}
