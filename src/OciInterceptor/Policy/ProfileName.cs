using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>Names of profiles: they become parts of paths.</summary>
internal static class ProfileName
{
    /// <summary>Returns the name if it is valid: [A-Za-z0-9._-], no dot first, at most 64 characters.</summary>
    /// <exception cref="InterceptorException">The name is invalid.</exception>
    internal static string Check(string name) =>
        IsOne(name)
            ? name
            : throw new InterceptorException($"invalid profile name \"{name}\": want at most 64 letters, digits, \".\", \"_\" and \"-\", not starting with \".\"");

    internal static bool IsOne(string name) =>
        name.Length is > 0 and <= 64 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
