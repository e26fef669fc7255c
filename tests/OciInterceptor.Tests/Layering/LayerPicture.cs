using System.Text;

namespace OciInterceptor.Tests.Layering;

/// <summary>
/// The layers and what they use, as a Mermaid flowchart. An arrow that follows from two others is left out: if Rules uses Spec
/// and Spec uses Json, no arrow leads from Rules to Json.
/// </summary>
internal static class LayerPicture
{
    internal static string Draw(IEnumerable<Dependency> dependencies)
    {
        var uses = dependencies.Select(one => (From: Layers.Of(one.FromFolder), To: Layers.Of(one.ToFolder)))
            .Where(pair => pair.From != pair.To).Distinct().ToHashSet();
        var picture = new StringBuilder("```mermaid\nflowchart TD\n");
        foreach (var from in Layers.BottomFirst.Reverse())
        {
            foreach (var to in Layers.BottomFirst.Reverse().Where(to => uses.Contains((from, to)) && !LeadsBy(from, to, uses)))
            {
                picture.Append("    ").Append(NameOf(from)).Append(" --> ").Append(NameOf(to)).Append('\n');
            }
        }
        return picture.Append("```\n").ToString();
    }

    // Whether a way over a third layer leads to the same one.
    private static bool LeadsBy(string from, string to, HashSet<(string From, string To)> uses) =>
        Layers.BottomFirst.Any(over => over != from && over != to && uses.Contains((from, over)) && Reaches(over, to, uses));

    private static bool Reaches(string from, string to, HashSet<(string From, string To)> uses) =>
        uses.Contains((from, to)) || Layers.BottomFirst.Any(over => over != from && over != to && Layers.HeightOf(over) < Layers.HeightOf(from) && uses.Contains((from, over)) && Reaches(over, to, uses));

    private static string NameOf(string layer) => layer == Layers.Top ? "Interceptor" : layer;
}
