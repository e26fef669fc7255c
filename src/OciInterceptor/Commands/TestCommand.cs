using System.CommandLine;
using System.Globalization;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Commands.Testing;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-test: runs tests of policies, which are files beside them.</summary>
internal sealed class TestCommand : OiCommand
{
    private readonly Argument<string[]> _paths = new("FILE|DIR")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "test files, and directories with files *.test.json at any depth (default: the working directory)",
    };

    private readonly Option<string> _output;
    private readonly Option<bool> _update = new("--update") { Description = "write golden files that are missing or differ, if the rest of their test passes" };
    private readonly Option<bool> _watch = new("--watch") { Description = "run the tests again whenever a file of theirs changes, until interrupted" };
    private readonly Option<bool> _coverage = new("--coverage") { Description = "show which outcomes of rules and which sides of conditions no test reached" };
    private readonly Option<string> _threshold;
    private readonly Option<string> _show;

    internal TestCommand()
        : base("oi-test", "run tests of policies", """
            A test has a document, a call, a machine, and what is expected of the policy. Policies are read as the test file
            names them, and nothing of this machine is looked at. No runtime is needed.

            The exit code is 0 if every test passes, and 1 if one fails, cannot be run, or too little is covered.
            """)
    {
        Command.Arguments.Add(_paths);
        _output = AddChoice("--output", "human: a line for each test; tap: the Test Anything Protocol; junit: XML; json: for scripts", "human", "tap", "junit", "json");
        foreach (var option in (Option[])[_update, _watch, _coverage])
        {
            Command.Options.Add(option);
        }
        _threshold = Add("--coverage-threshold", "PERCENT", "fail if less is covered: a whole number up to 100");
        _show = Add("--show", "NAME", "print a built-in document, and run no tests");
    }

    /// <summary>Waits until one of the files changes, and names it; null to stop.</summary>
    internal Func<ImmutableArray<string>, ImmutableArray<FileStatus?>, string?> Wait { get; init; } = WatchedFiles.WaitForChange;

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Run the tests beside the policies of a directory", "oci-interceptor oi-test policies/"),
        new("Write JUnit's XML, and fail if less than nine tenths is covered", "oci-interceptor oi-test --output junit --coverage --coverage-threshold 90"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        if (context.Options is not { Config: null, Profiles.IsEmpty: true, WarnProfiles.IsEmpty: true })
        {
            throw new InterceptorException($"{Name}: the test files name their policies: --oi-config, --oi-profile and --oi-warn-profile cannot be combined with it");
        }
        if (arguments.GetValue(_show) is { } document)
        {
            return Show(document);
        }
        var output = arguments.GetValue(_output)!;
        if (!arguments.GetValue(_watch))
        {
            var report = Report(arguments, new TestInput());
            return new CommandResult(Text(report, output, context.Terminal), report.ExitCode);
        }
        return output == "human" ? Watch(arguments, context)
            : throw new InterceptorException($"{Name}: --watch cannot be combined with --output {output}: a report has one run");
    }

    private static CommandResult Show(string document) => BuiltInDocuments.NameOf(document) is { } name
        ? new CommandResult(IndentedJson.Text(JsonText.Parse(BuiltInDocuments.Read(name), name)))
        : throw new InterceptorException($"unknown document {document}{NearestName.Hint(document, BuiltInDocuments.ShortNames.AddRange(BuiltInDocuments.Names))}: want one of {string.Join(", ", BuiltInDocuments.Names)}");

    private CommandResult Watch(ParseResult arguments, CommandContext context)
    {
        while (true)
        {
            var input = new TestInput();
            var report = Report(arguments, input);
            // What changes while the results are shown is not missed.
            var seen = WatchedFiles.Look(input.Paths);
            context.Tell(Text(report, "human", context.Terminal));
            if (Wait(input.Paths, seen) is not { } changed)
            {
                return new CommandResult("", report.ExitCode);
            }
            context.Tell($"\n{OneLine.Of(changed)} has changed.\n\n");
        }
    }

    private TestReport Report(ParseResult arguments, TestInput input)
    {
        var threshold = Threshold(arguments);
        var coverage = threshold is not null || arguments.GetValue(_coverage) ? new PolicyCoverage() : null;
        var run = new TestRun(input, new GoldenFiles(input, arguments.GetValue(_update)), coverage);
        var results = ImmutableArray.CreateBuilder<TestResult>();
        foreach (var file in Files(arguments, input))
        {
            results.AddRange(run.Run(file));
        }
        return new TestReport(results.DrainToImmutable(), coverage, threshold);
    }

    // A file that is named twice, as itself and in a directory, is run once.
    private IEnumerable<string> Files(ParseResult arguments, TestInput input)
    {
        var paths = arguments.GetResult(_paths)?.Tokens.Select(token => token.Value).ToList() is { Count: > 0 } given ? given : ["."];
        return paths.SelectMany(input.TestFilesAt).DistinctBy(Path.GetFullPath);
    }

    private int? Threshold(ParseResult arguments) => arguments.GetValue(_threshold) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent
        : throw new InterceptorException($"{Name}: --coverage-threshold must be a whole number from 0 to 100, not \"{text}\"");

    private static string Text(TestReport report, string output, Terminal terminal) => output switch
    {
        "tap" => TapText.Of(report),
        "junit" => JunitXml.Of(report),
        "json" => TestJson.Of(report),
        _ => new TestText(terminal).Of(report),
    };
}
