using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>System calls that failed, as messages for a person.</summary>
internal static class Failure
{
    /// <exception cref="DrofuneException">The call just made gave a negative result.</exception>
    internal static void Check(long result, string what)
    {
        if (result < 0)
        {
            throw Of(what, Errno.Last);
        }
    }

    internal static DrofuneException Of(string what, int error) => new($"cannot {what}: {Errno.Message(error)}");
}
