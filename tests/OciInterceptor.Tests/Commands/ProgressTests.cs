using OciInterceptor.Commands.Output;

namespace OciInterceptor.Tests.Commands;

public sealed class ProgressTests
{
    [Fact]
    public void Work_that_is_soon_done_shows_nothing()
    {
        var shown = new List<string>();
        using (var progress = new Progress("documents", 10, shown.Add))
        {
            progress.Step();
        }
        shown.Should().BeEmpty();
    }

    [Fact]
    public void Long_work_shows_a_line_that_is_removed_at_the_end()
    {
        var shown = new List<string>();
        using (var progress = new Progress("documents", 5000, shown.Add))
        {
            while (shown.Count < 2)
            {
                progress.Step();
            }
        }
        shown[0].Should().MatchRegex("^\r[0-9,]+ of [0-9,]+ documents\u001b\\[K$");
        shown[^1].Should().Be("\r\u001b[K");
    }

    [Fact]
    public void Without_a_terminal_nothing_happens()
    {
        var progress = new Progress("documents", 1, null);
        for (var i = 0; i < 200; i++)
        {
            progress.Step();
        }
        progress.Dispose();
    }
}
