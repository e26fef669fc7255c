using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Changes to parts of a process that give the same instance back when no part changed.</summary>
internal static class ProcessMapping
{
    /// <summary>Changes the user. Where there is none, which means root, it is written out before.</summary>
    internal static Process MapUser(this Process process, Func<User, User> change)
    {
        var user = process.User ?? new User(JsonObject.Empty) with { Uid = 0, Gid = 0 };
        return (process with { User = change(user) }).OrSame(process);
    }
}
