using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Start;

/// <summary>The system calls of one call, up to the runtime's execve, as strace shows them.</summary>
internal static class SystemCalls
{
    public static string[] Of(Scratch scratch, Command command)
    {
        var trace = scratch["strace.txt"];
        new Command("strace", "-f", "-qq", "-e", "signal=none", "-s", "100", "-o", trace, command.Program).Plus(command.Arguments).With(command.Conditions).Run().Succeeded();
        var calls = File.ReadAllLines(trace);
        // Our own commands end without one.
        return Executions(calls) > 1 ? calls[..(Array.FindLastIndex(calls, IsExec) + 1)] : calls;
    }

    /// <summary>Whether .NET started with its collector, whose thread is the first.</summary>
    public static bool HaveThread(string[] calls) => calls.Any(call => call.Contains(" clone", StringComparison.Ordinal));

    /// <summary>How often a program was executed, ours first and the runtime last.</summary>
    public static int Executions(string[] calls) => calls.Count(IsExec);

    private static bool IsExec(string call) => call.Contains(" execve(", StringComparison.Ordinal) && !call.Contains("= -1 ", StringComparison.Ordinal);
}
