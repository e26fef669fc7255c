using Fuzz.Models;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>
/// What the two rules must make of a document, worked out without the product: a string that stays keeps its token, be it
/// spelled as nobody else would. Of strings in one list that say the same, each may have the token of the other.
/// </summary>
internal sealed class ExpectedDocument
{
    /// <summary>Variables as <see cref="LosslessnessTests"/> gives them to the rule: the name, and the token of the whole entry.</summary>
    private static readonly (string Name, string Token)[] _forced = [("F", """
        "F=\n\"é"
        """), ("B", "\"B=forced\"")];

    private static readonly (string Name, string Token)[] _defaults = [("A", "\"A=default\""), ("N", "\"N=\"")];

    private readonly ReferenceTree _document;

    private readonly ReferenceTree _result;

    /// <param name="document">The document as it was.</param>
    /// <param name="result">What was made of it; looked into for nothing but which of several such tokens is where.</param>
    internal ExpectedDocument(ReadOnlySpan<byte> document, ReferenceTree result)
    {
        _document = ReferenceTree.Parse(document);
        _result = result;
    }

    internal string Tokens => _document.Tokens();

    internal ExpectedDocument WithReadonlyNetworkFiles()
    {
        var mounts = _document.Member("mounts")?.Items ?? [];
        for (var i = 0; i < mounts.Count; i++)
        {
            if (mounts[i].Member("destination")?.Text is { } destination
                && Path.GetFullPath("/" + destination) is "/etc/hosts" or "/etc/hostname" or "/etc/resolv.conf")
            {
                Set(mounts[i], "options", Readonly, _result.Member("mounts")?.Items?.ElementAtOrDefault(i));
            }
        }
        return this;
    }

    internal ExpectedDocument WithEnvironment()
    {
        if (_document.Member("process") is { IsNull: false } process)
        {
            Set(process, "env", Overridden, _result.Member("process"));
        }
        return this;
    }

    private static void Set(ReferenceTree parent, string name, Func<List<ReferenceTree>, List<ReferenceTree>> change, ReferenceTree? resultParent)
    {
        var before = parent.Member(name)?.Items ?? [];
        var after = change([.. before]);
        var found = resultParent?.Member(name)?.Items ?? [];
        parent.Set(name, [.. after.Select((item, i) => AsFound(item, found.ElementAtOrDefault(i), before))]);
    }

    // The token that was found, if it is that of a string which was there and says the same.
    private static ReferenceTree AsFound(ReferenceTree item, ReferenceTree? found, List<ReferenceTree> before)
    {
        var candidates = before.FindAll(old => old.Text == item.Text);
        return candidates.Find(old => old.Tokens() == found?.Tokens()) ?? candidates.FirstOrDefault() ?? item;
    }

    private static List<ReferenceTree> Readonly(List<ReferenceTree> options)
    {
        var writable = options.FindIndex(option => option.Text is "rw" or "rrw");
        if (!options.Exists(option => option.Text == "ro"))
        {
            options.Insert(writable < 0 ? options.Count : writable, ReferenceTree.OfToken("\"ro\""));
        }
        options.RemoveAll(option => option.Text is "rw" or "rrw");
        return options;
    }

    private static List<ReferenceTree> Overridden(List<ReferenceTree> env)
    {
        foreach (var (name, token) in _forced)
        {
            var wanted = ReferenceTree.OfToken(token);
            var first = env.FindIndex(entry => Sets(entry, name) || entry.Text == name);
            env.RemoveAll(entry => Sets(entry, name) || entry.Text == name);
            env.Insert(first < 0 ? env.Count : first, wanted);
        }
        foreach (var (name, token) in _defaults)
        {
            if (!env.Exists(entry => Sets(entry, name)))
            {
                env.Add(ReferenceTree.OfToken(token));
            }
        }
        return env;
    }

    private static bool Sets(ReferenceTree entry, string name) => entry.Text!.StartsWith(name + "=", StringComparison.Ordinal);
}
