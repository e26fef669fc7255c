using System.CommandLine;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Commands.Report;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-report: counts what audit trails tell: whom shadows would have affected, and what the rules in force did.</summary>
internal sealed class ReportCommand : OiCommand
{
    private readonly Argument<string[]> _trails = new("AUDIT")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "files of an audit trail, each alone, or - for the standard input (default: the trail of the policy in force, with its rotated files)",
    };

    private readonly Option<string> _since;
    private readonly Option<string[]> _labels;
    private readonly Option<string> _output;
    private readonly Option<string> _outputFile;

    internal ReportCommand()
        : base("oi-report", "summarize an audit trail: what shadows and rules in mode warn would affect", """
            Counts, by rule, image, namespace and label, what shadows and rules in mode warn would have refused or changed, what the
            rules in force did, how many calls were refused, and how long they took. Lines that are torn or of something else are
            counted, and the first is named.
            """)
    {
        Command.Arguments.Add(_trails);
        _since = Add("--since", "TIME", "leave out calls before it: 12h or 7d ago, a day such as 2026-11-29, or a time");
        _labels = Command.AddMany("--label", "NAME", "group by this label (repeatable; default: by all)");
        _output = AddChoice("--output", "human: for people; json, csv: everything, for scripts; prometheus: metrics", "human", "json", "csv", "prometheus");
        _outputFile = Add("--output-file", "FILE", "write the report to this file, which is replaced whole, and nothing to the standard output");
    }

    /// <summary>The time by which --since counts.</summary>
    internal Func<DateTimeOffset> Now { get; init; } = static () => DateTimeOffset.UtcNow;

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Show what a week's trail tells", "sudo oci-interceptor oi-report --since 7d"),
        new("Write metrics for node_exporter's textfile collector", "sudo oci-interceptor oi-report --output prometheus --output-file /var/lib/node_exporter/oci_interceptor_audit.prom"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var since = arguments.GetValue(_since) is { } text ? SinceTime.Parse(text, Now()) : "";
        var report = new TrailReport(since, arguments.All(_labels));
        foreach (var file in Open(arguments, context))
        {
            using (file)
            {
                report.Read(file);
            }
        }
        var word = arguments.GetValue(_output);
        var output = word switch
        {
            "json" => ReportJson.Of(report),
            "csv" => ReportCsv.Of(report),
            "prometheus" => ReportMetrics.Of(report),
            _ => new ReportText(context.Terminal).Of(report),
        };
        if (arguments.GetValue(_outputFile) is not { } path)
        {
            return new CommandResult(output);
        }
        Write(path, output, word == "prometheus");
        return new CommandResult("");
    }

    private List<TrailFile> Open(ParseResult arguments, CommandContext context)
    {
        var named = arguments.GetResult(_trails)?.Tokens.Select(static token => token.Value).ToList() ?? [];
        return named.Count > 0 ? [.. named.Select(TrailFile.Open)]
            : TrailFile.OpenAll(context.LoadPolicy().Settings.AuditFiles.FirstOrDefault() ?? throw new InterceptorException($"{Name}: the policy in force has no file of an audit trail: name one"));
    }

    // The node exporter reads its files as a user of its own; the rest may be as secret as the trail.
    private static void Write(string path, string output, bool isForEverybody)
    {
        try
        {
            // A rename would take a device such as /dev/stdout from everybody.
            if (FileStatus.FindName(path) is { IsRegular: false })
            {
                throw new IOException("it is there, and is not a regular file");
            }
            AtomicFile.Create(CString.Of(path), isForEverybody ? Permissions.Public : Permissions.Private, Encoding.UTF8.GetBytes(output));
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {path}: {e.Message}", e);
        }
    }
}
