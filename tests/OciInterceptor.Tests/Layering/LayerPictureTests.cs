namespace OciInterceptor.Tests.Layering;

public sealed class LayerPictureTests
{
    [Fact]
    public void The_picture_in_the_documentation_is_that_of_the_code() => DrawnPart.Check("layers", LayerPicture.Draw(SourceTree.Dependencies));

    [Fact]
    public void An_arrow_that_follows_from_others_is_left_out()
    {
        Dependency[] dependencies = [new("Rules/A.cs", "Spec/B.cs", "B"), new("Rules/A.cs", "Json/C.cs", "C"), new("Spec/B.cs", "Json/C.cs", "C")];

        LayerPicture.Draw(dependencies).Should().Be("```mermaid\nflowchart TD\n    Rules --> Spec\n    Spec --> Json\n```\n");
    }
}
