using System.CommandLine;
using System.Globalization;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Commands.Replay;
using OciInterceptor.Evidence.Recording;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands;

/// <summary>oi-record: shows what the recorder has kept, removes it, and writes out a document.</summary>
internal sealed class RecordCommand : OiCommand
{
    private readonly Argument<string?> _directory = new("DIR")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "a directory of the recorder (default: that of \"recorder\" in the policy in force)",
    };

    private readonly Option<bool> _list = new("--list") { Description = "show each record: its name, what became of the call, verb, container, engine and image" };
    private readonly Option<bool> _prune = new("--prune") { Description = "remove the oldest records until the bounds hold: those of the policy in force, or the following" };
    private readonly Option<string> _maxCount;
    private readonly Option<string> _maxBytes;
    private readonly Option<string> _maxAge;
    private readonly Option<string> _export;
    private readonly Option<string> _output;

    internal RecordCommand()
        : base("oi-record", "show, remove or export recorded calls", """
            Without an option, shows how many records there are, how large they are and how old. What is recorded is the choice
            of "recorder" in the policy, and oi-replay judges it by another policy.
            """)
    {
        Command.Arguments.Add(_directory);
        Command.Options.Add(_list);
        Command.Options.Add(_prune);
        _maxCount = Add("--max-count", "N", "with --prune: how many are kept");
        _maxBytes = Add("--max-bytes", "SIZE", "with --prune: how large all may be, such as 64m");
        _maxAge = Add("--max-age", "AGE", "with --prune: how old one may be, such as 30d or 12h");
        _export = Add("--export", "RECORD", "write the document of a record, as the engine made it, to the standard output");
        _output = AddChoice("--output", "human: for people; json: for scripts", "human", "json");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Show what has been recorded", "sudo oci-interceptor oi-record"),
        new("Keep the records of a month", "sudo oci-interceptor oi-record --prune --max-age 30d"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var (list, prune, export) = (arguments.GetValue(_list), arguments.GetValue(_prune), arguments.GetValue(_export));
        if (((bool[])[list, prune, export is not null]).Count(isGiven => isGiven) > 1)
        {
            throw new InterceptorException($"{Name}: want one of --list, --prune and --export");
        }
        var settings = context.LoadPolicy().Settings;
        var directory = RecordedFiles.DirectoryOf(arguments.GetValue(_directory), settings, Name);
        // Another directory has no bounds of its own.
        var recorder = settings.Recorder is { } own && IsSame(own.Directory, directory) ? own : null;
        var bounds = Bounds(arguments, recorder);
        if (export is not null)
        {
            return Export(directory, export);
        }
        try
        {
            return prune ? Prune(directory, bounds ?? throw new InterceptorException($"{Name}: --prune needs --max-count, --max-bytes or --max-age, because the policy in force has no recorder for {directory}"))
                : Show(arguments, context, directory, recorder, list);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot {(prune ? "remove records of" : "read the directory")} {directory}: {Errno.Cause(e)}", e);
        }
    }

    private CommandResult Show(ParseResult arguments, CommandContext context, string directory, RecorderSettings? recorder, bool isList)
    {
        var isJson = arguments.GetValue(_output) == "json";
        var files = RecordDirectory.List(directory);
        if (!isList)
        {
            var status = new RecordStatus(directory, files, recorder);
            return new CommandResult(isJson ? status.Json() : status.Text());
        }
        var records = new RecordList(new RecordedFiles(directory), files, context.Machine);
        return new CommandResult(isJson ? records.Json() : records.Text(context.Terminal));
    }

    private static CommandResult Prune(string directory, RecordBounds bounds)
    {
        // A directory that is not there is not made.
        _ = FileStatus.Of(directory);
        using var records = RecordDirectory.Open(directory);
        var (left, removed) = records.Prune(bounds, DateTimeOffset.UtcNow);
        return new CommandResult($"removed {RecordStatus.Count(removed.Count)} with {RecordStatus.SizeOf(removed.Bytes)}; {RecordStatus.Count(left.Count)} with {RecordStatus.SizeOf(left.Bytes)} left\n");
    }

    private CommandResult Export(string directory, string record)
    {
        if (record.Contains('/', StringComparison.Ordinal))
        {
            throw new InterceptorException($"{Name}: invalid --export \"{record}\": want the name of a record in {directory}");
        }
        try
        {
            var content = new RecordedFiles(directory).Read(record) ?? throw new InterceptorException(Errno.Message(Errno.ENOENT));
            var document = RecordedCallReader.Read(record, content).Document;
            return new CommandResult(document.Text!.Bytes.AsMemory(document.Start..document.End));
        }
        catch (InterceptorException e)
        {
            throw new InterceptorException($"cannot export {record}: {e.Message}", e);
        }
    }

    // Null if nothing bounds the directory.
    private RecordBounds? Bounds(ParseResult arguments, RecorderSettings? recorder)
    {
        var (count, bytes, age) = (arguments.GetValue(_maxCount), arguments.GetValue(_maxBytes), arguments.GetValue(_maxAge));
        var isGiven = count is not null || bytes is not null || age is not null;
        if (isGiven && !arguments.GetValue(_prune))
        {
            throw new InterceptorException($"{Name}: --max-count, --max-bytes and --max-age need --prune");
        }
        var bounds = recorder is null ? new RecordBounds(long.MaxValue, long.MaxValue, DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch) : RecordBounds.Of(recorder);
        return !isGiven && recorder is null ? null : new RecordBounds(
            count is null ? bounds.MaxCount : long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid("--max-count", count, "a number"),
            bytes is null ? bounds.MaxBytes : SizeText.Parse(bytes) ?? throw Invalid("--max-bytes", bytes, "a size such as 65536 or \"64m\""),
            age is null ? bounds.MaxAge : AgeText.Parse(age) ?? throw Invalid("--max-age", age, AgeText.Form));
    }

    private InterceptorException Invalid(string option, string value, string wanted) => new($"{Name}: invalid {option} \"{value}\": want {wanted}");

    private static bool IsSame(string one, string other) =>
        FileStatus.Find(one) is { } first && FileStatus.Find(other) is { } second ? first.IsSameFileAs(second) : one == other;
}
