using System.CommandLine;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>How a command is called, for its help and its manual page: values in angle brackets, what may be left out in square ones.</summary>
internal static class CommandUsage
{
    /// <summary>The two ways in which the program is called.</summary>
    internal static readonly ImmutableArray<string> Program = ["oci-interceptor [OPTIONS] <RUNTIME-ARGUMENT>...", "oci-interceptor [OPTIONS] <COMMAND> [<ARGUMENT>...]"];

    internal static string Of(Command command) => string.Join(' ', ["oci-interceptor", command.Name, "[OPTIONS]", .. command.Arguments.Select(Form)]);

    private static string Form(Argument argument)
    {
        var name = $"<{argument.HelpName ?? argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
        return argument.Arity.MinimumNumberOfValues > 0 ? name : $"[{name}]";
    }
}
