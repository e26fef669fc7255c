using System.Text;
using OciInterceptor.Commands.Report;
using OciInterceptor.Evidence;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands.Report;

public sealed class TrailLinesTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "1:")]
    [InlineData("a\n", "1:a")]
    [InlineData("a", "1:a")]
    [InlineData("a\n\nb\n", "1:a 2: 3:b")]
    [InlineData("a\nb", "1:a 2:b")]
    public void Lines_are_read_with_their_numbers(string text, string lines) => string.Join(' ', Read(text)).Should().Be(lines);

    /// <summary>Whatever is in the file, it is read in the same memory: a line that does not fit is passed over.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(AuditLine.MaxLength, true)]
    [InlineData((2 * AuditLine.MaxLength) - 1, true)]
    [InlineData(2 * AuditLine.MaxLength, false)]
    [InlineData(20 * AuditLine.MaxLength, false)]
    public void A_line_is_whole_or_empty(int length, bool isWhole)
    {
        var line = new string('x', length);
        var expected = isWhole ? line : "";

        Read($"a\n{line}\nb\n{line}\n").Should().Equal("1:a", $"2:{expected}", "3:b", $"4:{expected}");
        Read($"{line}\nb").Should().Equal($"1:{expected}", "2:b");
    }

    [Fact]
    public void The_end_of_a_line_that_does_not_fit_is_not_a_line() =>
        Read(new string('x', 5 * AuditLine.MaxLength)).Should().Equal("1:");

    [Fact]
    public void Many_lines_are_read_whole()
    {
        var lines = Enumerable.Range(0, 50_000).Select(i => new string((char)('a' + (i % 26)), i % 97)).ToList();
        Read(string.Concat(lines.Select(line => line + "\n"))).Should().Equal(lines.Select((line, i) => $"{i + 1}:{line}"));
    }

    [Fact]
    public void A_compressed_file_is_refused_with_the_way_to_read_it()
    {
        File.WriteAllBytes(_scratch["a.gz"], [0x1f, 0x8b, 8, 0]);

        FluentActions.Invoking(() => ReadFile("a.gz")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the audit trail {_scratch["a.gz"]}: it is compressed: use zcat, and \"oi-report -\" reads its output");
    }

    [Fact]
    public void A_directory_cannot_be_read()
    {
        Directory.CreateDirectory(_scratch["d"]);
        FluentActions.Invoking(() => ReadFile("d")).Should().Throw<InterceptorException>().WithMessage($"cannot read the audit trail {_scratch["d"]}: it is a directory: want a file such as audit.jsonl (oi-record and oi-replay read a directory of the recorder)");
    }

    private List<string> Read(string text)
    {
        File.WriteAllText(_scratch["a"], text);
        return ReadFile("a");
    }

    private List<string> ReadFile(string name)
    {
        using var file = TrailFile.Open(_scratch[name]);
        var lines = new TrailLines(file);
        var read = new List<string>();
        while (lines.TryRead(out var line))
        {
            read.Add($"{lines.Number}:{Encoding.UTF8.GetString(line)}");
        }
        return read;
    }
}
