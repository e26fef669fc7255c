using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Policy;
using Serilog;
using Serilog.Events;

namespace OciInterceptor.Evidence;

/// <summary>Writes the log's events with Serilog.</summary>
internal sealed class SerilogLog : Log
{
    private readonly ILogger _logger;

    private SerilogLog(ILogger logger) => _logger = logger;

    internal static SerilogLog Open(string path, LogLevel level)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Is((LogEventLevel)level);
        configuration.Enrich.WithProperty("Process", Libc.getpid());
        configuration.WriteTo.Sink(new AppendSink(path));
        return new SerilogLog(configuration.CreateLogger());
    }

    internal override void Called(RuntimeCall call)
    {
        if (call.ContainerId is { } id)
        {
            _logger.Information("called for {Verb} of container {ContainerId}", call.Verb, id);
        }
        else
        {
            _logger.Information("called for {Verb}", call.Verb);
        }
    }

    internal override void Using(RuntimeCall call, RuntimeCommand runtime)
    {
        // What Guardian runC Shim tells, and what elsewhere is for debug output: arguments may hold a command's secrets.
        if (!call.Options.IsGuardianShim)
        {
            return;
        }
        _logger.Information("using {Runtime}", runtime.Path.ToString());
        _logger.Information("with arguments {Arguments}", ShellQuoting.Line(runtime.Arguments));
        if (call.Document == DocumentKind.Configuration)
        {
            _logger.Information("bundle {Bundle}", call.Bundle);
        }
    }

    internal override void Judged(Verdict verdict)
    {
        foreach (var decision in verdict.Decisions)
        {
            var level = decision.Outcome switch
            {
                Outcome.Warned or Outcome.Skipped => LogEventLevel.Warning,
                Outcome.Denied or Outcome.Failed => LogEventLevel.Error,
                _ => LogEventLevel.Debug,
            };
            _logger.Write(level, "rule {Rule}: {Outcome} {Reason}", decision.Rule.Name, decision.Outcome.ToString(), decision.Reason ?? "");
            if (decision.Outcome == Outcome.Warned)
            {
                foreach (var operation in decision.Changes)
                {
                    _logger.Warning("rule {Rule} would have changed: {Operation} {Path}", decision.Rule.Name, operation.Op, operation.Path);
                }
            }
        }
    }

    internal override void Applied(CString document, DocumentPatch patch)
    {
        if (patch.IsEmpty)
        {
            _logger.Information("nothing to change in {Document}", document.ToString());
        }
        foreach (var operation in patch.Operations)
        {
            // Without the values, which may be secrets: the environment's are.
            _logger.Information("changed {Document}: {Operation} {Path}", document.ToString(), operation.Op, operation.Path);
        }
    }

    internal override void Executing(string runtime) => _logger.Information("executing {Runtime}", runtime);

    internal override void EvidenceLost(string what, Exception cause) => _logger.Warning("lost {Evidence}: {Cause}", what, cause.Message);

    internal override void Failed(Exception cause) => _logger.Error("{Cause}", cause.Message);
}
