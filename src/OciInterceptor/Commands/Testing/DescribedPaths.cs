using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Testing;

/// <summary>Follows the paths of a test's machine, name by name as the kernel does (path_resolution(7)).</summary>
internal sealed class DescribedPaths
{
    // As the kernel (path_resolution(7)).
    private const int MaxLinks = 40;

    private readonly Dictionary<string, string> _links = [];
    private readonly HashSet<string> _changeable;
    private readonly string _bundle;

    /// <param name="links">Symbolic links: where each leads.</param>
    /// <param name="changeable">The directories in which users other than root can replace what is in them.</param>
    /// <param name="bundle">The directory of relative paths.</param>
    internal DescribedPaths(ImmutableArray<KeyValuePair<string, string>> links, HashSet<string> changeable, string bundle)
    {
        (_changeable, _bundle) = (changeable, bundle);
        foreach (var (link, target) in links)
        {
            _links[link] = target;
        }
    }

    /// <summary>The links, each with what it leads to.</summary>
    internal IEnumerable<string> Links => _links.Keys;

    /// <exception cref="InterceptorException">There are too many links on the way.</exception>
    internal string Real(string path) => Walk(path).Real;

    /// <inheritdoc cref="Real"/>
    internal WalkedPath Walk(string path)
    {
        var links = 0;
        return Walk(new WalkedPath("/", null), path.StartsWith('/') ? path : $"{_bundle}/{path}", path, ref links);
    }

    private WalkedPath Walk(WalkedPath at, string rest, string whole, ref int links)
    {
        foreach (var name in rest.Split('/'))
        {
            if (name is "" or "." || at.ProcessLink is not null)
            {
                continue;
            }
            if (name == "..")
            {
                at = at with { Real = at.Real[..Math.Max(at.Real.LastIndexOf('/'), 1)] };
                continue;
            }
            var path = at.Real == "/" ? $"/{name}" : $"{at.Real}/{name}";
            var replaceable = at.Replaceable ?? (_changeable.Contains(at.Real) ? at.Real : null);
            if (IsProcessLink(path))
            {
                at = at with { Real = path, Replaceable = replaceable, ProcessLink = path };
            }
            else if (!_links.TryGetValue(path, out var target))
            {
                at = at with { Real = path, Replaceable = replaceable };
            }
            else if (++links > MaxLinks)
            {
                throw new InterceptorException($"cannot follow {whole}: Too many levels of symbolic links");
            }
            else
            {
                at = Walk((target.StartsWith('/') ? at with { Real = "/" } : at) with { Replaceable = replaceable }, target, whole, ref links);
            }
        }
        return at;
    }

    // Links of procfs lead each process elsewhere (proc(5)).
    private static bool IsProcessLink(string path) => path.Split('/') switch
    {
        ["", "proc", "self" or "thread-self"] => true,
        ["", "proc", var id, "root" or "cwd" or "exe"] => id.All(char.IsAsciiDigit),
        ["", "proc", var id, "fd" or "ns", _] => id.All(char.IsAsciiDigit),
        _ => false,
    };
}
