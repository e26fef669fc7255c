using System.Globalization;
using System.Text;
using OciInterceptor.Commands.Reference;

namespace OciInterceptor.Commands.Completion;

/// <summary>The completions for bash, which need no package beside it.</summary>
internal static class BashCompletion
{
    internal static string Script()
    {
        var program = CommandReference.Program;
        var commands = CommandReference.Commands;
        var cases = new StringBuilder();
        var taking = string.Join('|', commands.SelectMany(static command => command.ValueOptions.Select(option => Key(command.Name, option))));
        AppendValues(cases, "", program);
        foreach (var command in commands)
        {
            AppendValues(cases, command.Name, command);
        }
        var words = new StringBuilder();
        foreach (var command in commands)
        {
            AppendCommand(words, command);
        }
        return $$"""
            # Completions of oci-interceptor for bash, made by oci-interceptor oi-completion bash.
            _oci_interceptor() {
              local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' word files=no words='' given=0 skip=no
              COMPREPLY=()
              # The value behind an equals sign is a word of its own.
              if [[ $current == = ]]; then current=''
              elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}
              fi
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                if [[ -z $command ]]; then
                  if [[ $word == oi-* ]]; then command=$word; fi
                elif [[ $word == = ]]; then skip=yes
                elif [[ $skip == yes ]]; then skip=no
                elif [[ $word == -* ]]; then
                  if _oci_interceptor_takes_value "$command $word"; then skip=yes; fi
                else given=$((given + 1))
                fi
              done
              case "$command $previous" in
            {{cases}}    *) _oci_interceptor_words ;;
              esac
              case $words in
                '<profiles>') words=$({{ValueSources.ListProfiles}}) ;;
              esac
              case $files in
                files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
                directories) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
                *)
                  # Not compgen -W, which would expand the names of profiles.
                  local -a offered
                  read -r -d '' -a offered <<<"$words"
                  for word in "${offered[@]}"; do
                    if [[ $word == "$current"* ]]; then COMPREPLY+=("$(printf %q "$word")"); fi
                  done
                  ;;
              esac
            }

            # Whether an option of a command takes a value: the word after it is not an argument.
            _oci_interceptor_takes_value() {
              case $1 in
                {{taking}}) return 0 ;;
                *) return 1 ;;
              esac
            }

            # What may be there when no option wants its value.
            _oci_interceptor_words() {
              case $command in
            {{words}}    *) words='{{Join(program.Options.SelectMany(static option => option.Names).Concat(commands.Select(static command => command.Name)))}}' ;;
              esac
              if [[ $current == -* ]]; then files=no; fi
            }

            complete -F _oci_interceptor oci-interceptor

            """.Replace("\r", "", StringComparison.Ordinal);
    }

    private static void AppendValues(StringBuilder script, string name, DocumentedCommand command)
    {
        foreach (var option in command.ValueOptions)
        {
            script.Append(CultureInfo.InvariantCulture, $"    {Key(name, option)}) {Offer(option.Value, option.Words)} ;;\n");
        }
    }

    // The pattern of an option behind its command; flags are behind none.
    private static string Key(string command, DocumentedOption option) => $"'{command} {option.Names[0]}'";

    private static void AppendCommand(StringBuilder script, DocumentedCommand command)
    {
        var options = Join(command.Options.SelectMany(static option => option.Names));
        script.Append(CultureInfo.InvariantCulture, $"    {command.Name})\n      if [[ $current == -* ]]; then words='{options}'\n");
        for (var place = 0; place < command.Arguments.Length; place++)
        {
            var argument = command.Arguments[place];
            script.Append(CultureInfo.InvariantCulture, $"      elif (( given {(argument.IsMany ? ">=" : "==")} {place} )); then {Offer(argument.Name, argument.Words)}\n");
        }
        script.Append("      fi ;;\n");
    }

    private static string Offer(string? value, ImmutableArray<string> words) => words.IsEmpty
        ? ValueSources.Of(value) switch
        {
            ValueSource.Files => "files=files",
            ValueSource.Directories => "files=directories",
            ValueSource.Profiles => "words='<profiles>'",
            _ => "words=''",
        }
        : $"words='{Join(words)}'";

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);
}
