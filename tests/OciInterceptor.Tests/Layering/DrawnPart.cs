using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Layering;

/// <summary>A part of docs/architecture.md that is made from the code, between two comments.</summary>
internal static class DrawnPart
{
    /// <summary>Compares the part with what the code says now; with OCI_INTERCEPTOR_DRAW_LAYERS=1 writes it.</summary>
    internal static void Check(string marker, string drawn)
    {
        var (begin, end) = ($"<!-- {marker} -->\n", $"<!-- /{marker} -->");
        var page = Path.Combine(RepositoryTree.Root, "docs/architecture.md");
        var text = File.ReadAllText(page);
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var stop = text.IndexOf(end, StringComparison.Ordinal);
        stop.Should().BeGreaterThanOrEqualTo(start, $"docs/architecture.md has the comments {marker}");
        drawn = $"\n{drawn}\n";

        if (Environment.GetEnvironmentVariable("OCI_INTERCEPTOR_DRAW_LAYERS") == "1")
        {
            File.WriteAllText(page, text[..start] + drawn + text[stop..]);
            return;
        }
        text[start..stop].Should().Be(drawn, "this part is made from the code; build/draw-layers.sh makes it anew");
    }
}
