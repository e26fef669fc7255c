using System.Text;
using OciInterceptor.Cli.Commands;

namespace OciInterceptor.Tests.Cli.Commands;

internal static class AnswerText
{
    internal static string Text(this CommandResult answer) => Encoding.UTF8.GetString(answer.Output.Span);
}
