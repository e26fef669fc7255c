using System.Text;
using System.Text.Unicode;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Call.Flags;

/// <summary>The value of a flag of ours, checked for the form that the flag needs.</summary>
internal readonly ref struct FlagValue
{
    private readonly ReadOnlySpan<byte> _flag;

    private FlagValue(ReadOnlySpan<byte> flag, string text)
    {
        _flag = flag;
        Text = text;
    }

    /// <summary>The value; empty for a switch.</summary>
    internal string Text { get; }

    /// <exception cref="InterceptorException">The value is not UTF-8.</exception>
    internal static unsafe FlagValue Of(ReadOnlySpan<byte> flag, byte* value)
    {
        if (value is null)
        {
            return new FlagValue(flag, "");
        }
        var text = CString.At(value);
        return Utf8.IsValid(text.Bytes) ? new FlagValue(flag, text.ToString()) : throw Misuse(flag, "has a value that is not UTF-8");
    }

    /// <summary>NAME=VALUE, where VALUE may be empty.</summary>
    internal string Variable => Text.IndexOf('=') > 0 ? Text : throw Invalid("NAME=VALUE");

    /// <summary>An absolute path: the working directory is the bundle's, not the operator's.</summary>
    internal string AbsolutePath => Text.StartsWith('/') ? Text : throw Invalid("an absolute path");

    /// <summary>One member of an enumeration, in any letter case.</summary>
    internal T Word<T>()
        where T : struct, Enum
    {
        foreach (var name in Enum.GetNames<T>())
        {
            if (name.Equals(Text, StringComparison.OrdinalIgnoreCase))
            {
                return Enum.Parse<T>(name);
            }
        }
        throw Invalid($"one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    /// <summary>The error for a value of another form.</summary>
    /// <param name="expected">What the flag needs, as in "NAME=VALUE".</param>
    internal InterceptorException Invalid(string expected) => Misuse(_flag, $"needs {expected}, not \"{Text}\"");

    /// <summary>The error for a flag that is used wrongly; the message refers to the help.</summary>
    /// <param name="flag">The flag, or the argument that looks like one.</param>
    /// <param name="cause">What is wrong, as in "needs a value".</param>
    internal static InterceptorException Misuse(ReadOnlySpan<byte> flag, string cause) =>
        new($"{Encoding.UTF8.GetString(flag)} {cause}; see oci-interceptor --oi-help");
}
