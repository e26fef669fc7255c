using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>Reads "audit": one target, or a list of them.</summary>
internal static class AuditReader
{
    private const string JournalSocket = "/run/systemd/journal/socket";
    private const string SyslogSocket = "/dev/log";

    private static readonly ImmutableArray<Member> _target =
    [
        new("file", Shape.Text, "The file that a line for each decision is appended to, an absolute path."),
        new("journal", Shape.Flag, "Whether each decision becomes an entry of systemd's journal."),
        new("syslog", new Shape.Word(SyslogFacility.Words), "The facility with which each decision is sent to the syslog daemon."),
        new("socket", Shape.Text, $"A socket other than {JournalSocket} or {SyslogSocket}, an absolute path."),
    ];

    internal static Shape Shape { get; } = new Shape.Either(new Shape.Record(_target), new Shape.ListOf(new Shape.Record(_target)));

    /// <summary>The targets; null if the policy does not say, and none for an empty list.</summary>
    /// <exception cref="InterceptorException">One is not exactly one thing, or is named twice.</exception>
    internal static ImmutableArray<AuditTarget>? Read(ObjectReader file)
    {
        var targets = file.Raw("audit") switch
        {
            null => null,
            JsonArray => (ImmutableArray<AuditTarget>?)[.. file.Records("audit", _target).Select(Target).OfType<AuditTarget>()],
            _ => Target(file.Record("audit", _target)!) is { } target ? [target] : [],
        };
        return targets is { } all && all.FirstRepeated(static target => target.Path) is { } twice ? throw file.Error("audit", $"audit names {twice} twice") : targets;
    }

    // Until there were others, an object without a file was no target.
    private static AuditTarget? Target(ObjectReader target)
    {
        var isJournal = target.Flag("journal");
        var facility = target.Word("syslog");
        var path = target.AbsolutePath("file");
        var socket = target.AbsolutePath("socket");
        var chosen = (path is null ? 0 : 1) + (isJournal ? 1 : 0) + (facility is null ? 0 : 1);
        return chosen > 1 ? throw target.Error("audit: want one of file, journal and syslog; give a list for several")
            : socket is not null && (chosen == 0 || path is not null) ? throw target.Error("socket", "\"socket\" is only valid with \"journal\" or \"syslog\"")
            : path is not null ? new AuditTarget(AuditTargetKind.File, path)
            : isJournal ? new AuditTarget(AuditTargetKind.Journal, socket ?? JournalSocket)
            : facility is not null ? new AuditTarget(AuditTargetKind.Syslog, socket ?? SyslogSocket) { Facility = SyslogFacility.Number(facility) }
            : null;
    }
}
