using System.Globalization;
using System.Text;
using OciInterceptor.Commands.Reference;

namespace OciInterceptor.Commands.Completion;

/// <summary>The completions for zsh, by its own <c>_arguments</c>.</summary>
internal static class ZshCompletion
{
    internal static string Script()
    {
        var commands = CommandReference.Commands;
        var summaries = new StringBuilder();
        var cases = new StringBuilder();
        foreach (var command in commands)
        {
            summaries.Append(CultureInfo.InvariantCulture, $"    {Quoted($"{command.Name}:{command.Summary}")}\n");
            cases.Append(CultureInfo.InvariantCulture, $"    {command.Name})\n      _arguments");
            AppendOptions(cases, command.Options);
            for (var place = 0; place < command.Arguments.Length; place++)
            {
                var argument = command.Arguments[place];
                cases.Append(CultureInfo.InvariantCulture, $" \\\n        {Quoted($"{(argument.IsMany ? "*" : $"{place + 1}")}:{Escaped(argument.Name)}:{Offer(argument.Name, argument.Words)}")}");
            }
            cases.Append(" ;;\n");
        }
        var flags = new StringBuilder();
        AppendOptions(flags, CommandReference.Program.Options);
        return $$"""
            #compdef oci-interceptor
            # Completions of oci-interceptor for zsh, made by oci-interceptor oi-completion zsh.
            _oci_interceptor_profiles() {
              local -a profiles=(${(f)"$({{ValueSources.ListProfiles}})"})
              compadd -a profiles
            }

            _oci_interceptor_commands() {
              local -a commands=(
            {{summaries}}  )
              _describe command commands
            }

            _oci_interceptor() {
              local state line curcontext=$curcontext
              _arguments -C{{flags}} \
                    '1:command:_oci_interceptor_commands' '*::argument:->arguments'
              [[ $state == arguments ]] || return
              case $line[1] in
            {{cases}}  esac
            }

            # As a file of fpath it is the function that completes; sourced, it has to be registered.
            if [[ $funcstack[1] == _oci-interceptor ]]; then
              _oci_interceptor "$@"
            else
              compdef _oci_interceptor oci-interceptor
            fi

            """.Replace("\r", "", StringComparison.Ordinal);
    }

    private static void AppendOptions(StringBuilder script, ImmutableArray<DocumentedOption> options)
    {
        foreach (var option in options)
        {
            foreach (var name in option.Names)
            {
                var value = option.Value is null ? "" : $":{Escaped(option.Value)}:{Offer(option.Value, option.Words)}";
                script.Append(CultureInfo.InvariantCulture, $" \\\n        {Quoted($"{name}{(option.Value is null ? "" : "=")}[{Escaped(option.Description)}]{value}")}");
            }
        }
    }

    private static string Offer(string? value, ImmutableArray<string> words) => words.IsEmpty
        ? ValueSources.Of(value) switch
        {
            ValueSource.Files => "_files",
            ValueSource.Directories => "_files -/",
            ValueSource.Profiles => "_oci_interceptor_profiles",
            _ => "",
        }
        : $"({string.Join(' ', words)})";

    private static string Escaped(string text)
    {
        foreach (var sign in (string[])["\\", "[", "]", ":"])
        {
            text = text.Replace(sign, $"\\{sign}", StringComparison.Ordinal);
        }
        return text;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
