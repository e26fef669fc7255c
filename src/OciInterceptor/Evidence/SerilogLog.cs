using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Policy;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace OciInterceptor.Evidence;

/// <summary>Writes the log's events with Serilog. The file is opened at the first event of the level.</summary>
internal sealed class SerilogLog(string path, LogLevel level) : Log
{
    private ILogger? _logger;

    internal override void Called(RuntimeCall call)
    {
        if (call.ContainerId is { } id)
        {
            Write(LogEventLevel.Information, "called for {Verb} of container {ContainerId}", call.Verb, id);
        }
        else
        {
            Write(LogEventLevel.Information, "called for {Verb}", call.Verb);
        }
    }

    internal override void Using(RuntimeCall call, RuntimeCommand runtime)
    {
        // Guardian runC Shim logs these, too. Of other calls only debug output has them: arguments may hold a command's secrets.
        if (!call.Options.IsGuardianShim)
        {
            return;
        }
        Write(LogEventLevel.Information, "using {Runtime}", runtime.Path.ToString());
        Write(LogEventLevel.Information, "with arguments {Arguments}", ShellQuoting.Line(runtime.Arguments));
        if (call.Document == DocumentKind.Configuration)
        {
            Write(LogEventLevel.Information, "bundle {Bundle}", call.Bundle);
        }
    }

    internal override void Judged(Verdict verdict)
    {
        foreach (var decision in verdict.AllDecisions)
        {
            Write(decision);
        }
        foreach (var shadow in verdict.Shadows)
        {
            if (shadow.Fault is { } fault)
            {
                Write(LogEventLevel.Warning, "shadow {Shadow} was not evaluated: {Cause}", shadow.Name, Excerpt.Of(fault));
            }
        }
    }

    private void Write(Decision decision)
    {
        var eventLevel = decision.Outcome switch
        {
            // What a shadow skips it skips in each call.
            Outcome.Skipped when decision.Shadow is not null => LogEventLevel.Debug,
            Outcome.Warned or Outcome.Skipped => LogEventLevel.Warning,
            Outcome.Denied or Outcome.Failed => LogEventLevel.Error,
            _ => LogEventLevel.Debug,
        };
        var name = decision.Shadow is { } shadow ? $"{decision.Rule.Name} of the shadow {shadow}" : decision.Rule.Name;
        Write(eventLevel, "rule {Rule}: {Outcome} {Reason}", name, decision.Outcome.ToString(), Excerpt.Of(decision.Reason ?? ""));
        if (decision.Runtime is { } notes)
        {
            Write(notes.Unsupported.IsEmpty ? LogEventLevel.Information : LogEventLevel.Warning, "rule {Rule}: {Notes}", name, Excerpt.Of(notes.Message));
        }
        if (decision.Outcome == Outcome.Warned)
        {
            foreach (var operation in decision.Changes)
            {
                Write(LogEventLevel.Warning, "rule {Rule} would have changed: {Operation} {Path}", name, operation.Op, Excerpt.Of(operation.Path));
            }
        }
    }

    internal override void Applied(CString document, DocumentPatch patch)
    {
        if (patch.IsEmpty)
        {
            Write(LogEventLevel.Information, "nothing to change in {Document}", document.ToString());
        }
        foreach (var operation in patch.Operations)
        {
            // Without the values, which may be secrets: the environment's are.
            Write(LogEventLevel.Information, "changed {Document}: {Operation} {Path}", document.ToString(), operation.Op, Excerpt.Of(operation.Path));
        }
    }

    internal override void Executing(string runtime) => Write(LogEventLevel.Information, "executing {Runtime}", runtime);

    internal override void EvidenceLost(string what, Exception cause) => Write(LogEventLevel.Warning, "lost {Evidence}: {Cause}", what, Excerpt.Of(cause.Message));

    internal override void Failed(Exception cause) => Write(LogEventLevel.Error, "{Cause}", Excerpt.Of(cause.Message));

    private void Write(LogEventLevel eventLevel, string template, params object[] values)
    {
        if (eventLevel >= (LogEventLevel)level)
        {
            _logger ??= Open();
            _logger.Write(eventLevel, template, values);
        }
    }

    private ILogger Open()
    {
        try
        {
            var file = AppendFile.Open(path);
            var configuration = new LoggerConfiguration().MinimumLevel.Is((LogEventLevel)level);
            configuration.Enrich.WithProperty("Process", Libc.getpid());
            // Through the descriptor the sink opens the very file that was checked, and can create none elsewhere.
            configuration.WriteTo.File(
                new LogLineFormatter(), FormattableString.Invariant($"/proc/self/fd/{file.Fd()}"), fileSizeLimitBytes: null, hooks: new AppendHooks(file));
            return configuration.CreateLogger();
        }
        catch (IOException)
        {
            // The log is evidence: losing it must not refuse a container, and the loss cannot be reported anywhere else.
            return Logger.None;
        }
    }
}
