using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Tests.Commands;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Generate;

/// <summary>TestData/Generate/CASE.config.json is what oi-spec makes of the arguments in CASE.args, one a line.</summary>
public sealed class SpecGoldenTests
{
    private static readonly string _testData = Path.Combine(AppContext.BaseDirectory, "TestData", "Generate");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(_testData, "*.args").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_document_is_what_is_expected(string name) => Make(name).Should().Be(File.ReadAllText(Path.Combine(_testData, name + ".config.json")));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_found_wrong_with_the_document(string name)
    {
        var findings = new Findings();

        new DocumentCheck(findings).Check((JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(Make(name)), "config.json"));

        findings.All.Should().BeEmpty();
    }

    private static string Make(string name)
    {
        using var run = new CommandRun();
        var answer = run.Run(new SpecCommand(), File.ReadAllLines(Path.Combine(_testData, name + ".args")));
        answer.ExitCode.Should().Be(0);
        return answer.Text();
    }
}
