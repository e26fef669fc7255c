using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Layering;

public sealed class LayerPictureTests
{
    private const string Begin = "<!-- layers -->\n";
    private const string End = "<!-- /layers -->";

    [Fact]
    public void The_picture_in_the_documentation_is_that_of_the_code()
    {
        var page = Path.Combine(RepositoryTree.Root, "docs/architecture.md");
        var text = File.ReadAllText(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        end.Should().BeGreaterThanOrEqualTo(begin, "docs/architecture.md has a place for the picture");
        var picture = $"\n{LayerPicture.Draw(SourceTree.Dependencies)}\n";

        if (Environment.GetEnvironmentVariable("OCI_INTERCEPTOR_DRAW_LAYERS") == "1")
        {
            File.WriteAllText(page, text[..begin] + picture + text[end..]);
            return;
        }
        text[begin..end].Should().Be(picture, "the picture is made from the code; build/draw-layers.sh makes it anew");
    }

    [Fact]
    public void An_arrow_that_follows_from_others_is_left_out()
    {
        Dependency[] dependencies = [new("Rules/A.cs", "Spec/B.cs", "B"), new("Rules/A.cs", "Json/C.cs", "C"), new("Spec/B.cs", "Json/C.cs", "C")];

        LayerPicture.Draw(dependencies).Should().Be("```mermaid\nflowchart TD\n    Rules --> Spec\n    Spec --> Json\n```\n");
    }
}
