using OciInterceptor.Commands.Reference;

namespace Manual;

/// <summary>oci-interceptor(1).</summary>
internal static class ProgramPage
{
    private static readonly (string Path, string Text)[] _files =
    [
        ("/etc/oci-interceptor/config.json, config.jsonc", "The policy, in one of them; see oci-interceptor.json(5)."),
        ("/etc/oci-interceptor/conf.d/*.json, *.jsonc", "Further policy files, in the order of their names."),
        ("/etc/oci-interceptor/profiles/*.json, *.jsonc", "Profiles, which replace built-in ones of the same name."),
        ("/etc/oci-interceptor/runtime", "A symbolic link to the real runtime."),
        ("/etc/oci-interceptor/installed/*.json", "What oi-install has changed, for oi-uninstall."),
        ("/run/oci-interceptor", "What runtimes have said of their features, kept until they change."),
        ("/var/log/oci-interceptor", "Debug output, where it is asked for."),
    ];

    private static readonly (string Code, string Text)[] _codes =
    [
        ("0", "A command did what it was asked."),
        ("1", "The call is refused, or a command failed. The engine gets the reason as it gets a runtime's: in the file of --log, and on the standard error."),
        ("2", "Something could not be determined: oi-status, oi-doctor, oi-inspect and oi-replay."),
        ("3", "A rule denies the container (oi-explain, oi-filter), or another policy would refuse one (oi-apply, oi-replay)."),
        ("other", "The runtime's own, since oci-interceptor becomes the runtime by execve(2), or the container's for oi-run."),
    ];

    internal static string Of(DateOnly date)
    {
        var program = CommandReference.Program;
        var page = new Roff("oci-interceptor", 1, date, program.Summary);
        page.Section("SYNOPSIS");
        page.Literal(string.Join('\n', program.Usage));
        page.Section("DESCRIPTION");
        page.Paragraphs(program.Details);
        page.Section("FLAGS");
        CommandPage.Options(page, program.Options);
        page.Section("COMMANDS");
        foreach (var command in CommandReference.Commands)
        {
            page.Item(command.Name, null, $"{char.ToUpperInvariant(command.Summary[0])}{command.Summary[1..]}; see oci-interceptor-{command.Name}(1).");
        }
        page.Section("EXIT STATUS");
        foreach (var (code, text) in _codes)
        {
            page.Item(code, null, text);
        }
        page.Section("FILES");
        foreach (var (path, text) in _files)
        {
            page.Item(path, null, text);
        }
        page.Examples(program.Examples);
        page.SeeAlso("oci-interceptor.json(5)", "oci-interceptor-profiles(7)", "runc(8)", "crun(1)");
        return page.ToString();
    }
}
