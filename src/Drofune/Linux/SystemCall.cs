using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>Turns failed system calls into messages for a person.</summary>
internal static class SystemCall
{
    /// <exception cref="DrofuneException">The call just made returned a negative result.</exception>
    internal static void Check(long result, string what)
    {
        if (result < 0)
        {
            throw Of(what, Errno.Last);
        }
    }

    /// <exception cref="DrofuneException">The system refused it.</exception>
    internal static T Attempt<T>(Func<T> action, string what)
    {
        try
        {
            return action();
        }
        catch (IOException e)
        {
            throw Of(what, e.HResult);
        }
    }

    internal static DrofuneException Of(string what, int error) => new($"cannot {what}: {Errno.Message(error)}");
}
