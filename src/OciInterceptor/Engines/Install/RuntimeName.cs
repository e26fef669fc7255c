using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install;

/// <summary>Names under which engines may know the interceptor. They become parts of paths: of the record, the link and the profile.</summary>
internal static class RuntimeName
{
    internal const string Default = "oci-interceptor";

    /// <summary>Returns the name if it is valid for a profile and not reserved by engines.</summary>
    /// <exception cref="InterceptorException">The name is invalid or reserved; the message says why.</exception>
    internal static string Check(string name)
    {
        if (name == "runc" || name.StartsWith("io.containerd.", StringComparison.Ordinal))
        {
            throw new InterceptorException($"\"{name}\" cannot be registered: engines have that name for a runtime of their own");
        }
        return CheckFile(name);
    }

    /// <summary>The same for a file's name that no engine knows.</summary>
    /// <inheritdoc cref="Check"/>
    internal static string CheckFile(string name) =>
        ProfileName.IsOne(name)
            ? name
            : throw new InterceptorException($"invalid runtime name \"{name}\": want 1 to 64 letters, digits, \".\", \"_\" and \"-\", and no leading dot");
}
