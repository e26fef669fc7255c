using System.Text;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Tests.Commands;

internal static class AnswerText
{
    internal static string Text(this CommandResult answer) => Encoding.UTF8.GetString(answer.Output.Span);
}
