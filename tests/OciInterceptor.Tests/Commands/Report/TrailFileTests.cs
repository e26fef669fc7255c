using OciInterceptor.Commands.Report;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands.Report;

public sealed class TrailFileTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a a.1 a.2", "a.2 a.1 a")]
    [InlineData("a a.5 a.6", "a.5 a")]
    [InlineData("a.1", "a.1")]
    [InlineData("a a.lock a.1.gz", "a")]
    public void A_trail_is_read_with_its_rotated_files_the_oldest_first(string files, string read)
    {
        foreach (var file in files.Split(' '))
        {
            _scratch.File(file);
        }
        Names().Should().Equal(read.Split(' '));
    }

    /// <summary>As if it were rotated between two looks.</summary>
    [Fact]
    public void A_file_that_is_met_under_two_names_is_read_once()
    {
        _scratch.File("a");
        Shell.Run("ln", [_scratch["a"], _scratch["a.1"]]);
        Names().Should().Equal("a");
    }

    [Fact]
    public void Without_any_file_the_error_names_the_trail() =>
        FluentActions.Invoking(() => Names()).Should().Throw<InterceptorException>().WithMessage($"cannot read the audit trail {_scratch["a"]}: {Errno.Message(Errno.ENOENT)}");

    private List<string> Names()
    {
        var files = TrailFile.OpenAll(_scratch["a"]);
        files.ForEach(file => file.Dispose());
        return files.ConvertAll(file => Path.GetFileName(file.Name));
    }
}
