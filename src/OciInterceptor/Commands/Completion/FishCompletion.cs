using System.Globalization;
using System.Text;
using OciInterceptor.Commands.Reference;

namespace OciInterceptor.Commands.Completion;

/// <summary>The completions for fish.</summary>
internal static class FishCompletion
{
    internal static string Script()
    {
        var script = new StringBuilder($"""
            # Completions of oci-interceptor for fish, made by oci-interceptor oi-completion fish.
            function __oci_interceptor_profiles
                {ValueSources.ListProfiles}
            end
            function __oci_interceptor_command
                set -l words (commandline -opc)
                for word in $words[2..-1]
                    if string match -q 'oi-*' -- $word
                        test "$word" = "$argv[1]"
                        return
                    end
                end
                test -z "$argv[1]"
            end
            # COMMAND -eq|-ge PLACE OPTION…: whether this word is that argument of the command; the options take values, which are not arguments.
            function __oci_interceptor_argument
                __oci_interceptor_command $argv[1]; or return
                set -l words (commandline -opc)
                set -l given 0
                set -l skip no
                for word in $words[(math (contains -i -- $argv[1] $words) + 1)..-1]
                    if test $skip = yes
                        set skip no
                    else if string match -q -- '-*' $word
                        contains -- $word $argv[4..-1]; and set skip yes
                    else
                        set given (math $given + 1)
                    end
                end
                test $given $argv[2] $argv[3]
            end
            complete -c oci-interceptor -f

            """);
        var commands = CommandReference.Commands;
        foreach (var command in commands)
        {
            script.Append(CultureInfo.InvariantCulture, $"complete -c oci-interceptor -n '__oci_interceptor_command' -a {command.Name} -d {Quoted(command.Summary)}\n");
        }
        AppendOptions(script, "", CommandReference.Program);
        foreach (var command in commands)
        {
            AppendOptions(script, command.Name, command);
            var taking = string.Join(' ', command.ValueOptions.Select(static option => option.Names[0]));
            for (var place = 0; place < command.Arguments.Length; place++)
            {
                var argument = command.Arguments[place];
                var test = $"{(argument.IsMany ? "-ge" : "-eq")} {place} {taking}".TrimEnd();
                script.Append(CultureInfo.InvariantCulture, $"complete -c oci-interceptor -n '__oci_interceptor_argument {command.Name} {test}' {Offer(argument.Name, argument.Words)}\n");
            }
        }
        return script.ToString();
    }

    private static void AppendOptions(StringBuilder script, string condition, DocumentedCommand command)
    {
        foreach (var option in command.Options)
        {
            script.Append(CultureInfo.InvariantCulture, $"complete -c oci-interceptor -n '__oci_interceptor_command {condition}'");
            foreach (var name in option.Names)
            {
                script.Append(name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
            }
            script.Append(option.Value is null ? "" : $" -x {Offer(option.Value, option.Words)}").Append(" -d ").Append(Quoted(option.Description)).Append('\n');
        }
    }

    private static string Offer(string? value, ImmutableArray<string> words) => words.IsEmpty
        ? ValueSources.Of(value) switch
        {
            ValueSource.Files => "-a '(__fish_complete_path (commandline -ct))'",
            ValueSource.Directories => "-a '(__fish_complete_directories (commandline -ct))'",
            ValueSource.Profiles => "-a '(__oci_interceptor_profiles)'",
            _ => "",
        }
        : $"-a {Quoted(string.Join(' ', words))}";

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
