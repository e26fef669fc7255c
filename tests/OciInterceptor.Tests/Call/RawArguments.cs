using System.Text;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Call;

/// <summary>An argv and an environment in native memory, as the kernel hands them over.</summary>
internal sealed unsafe class RawArguments
{
    internal RawArguments(IReadOnlyList<byte[]> arguments, params string[] environment)
    {
        Argc = arguments.Count + 1;
        Argv = CStringArray.Of([.. arguments.Select(_ => "").Prepend("oci-interceptor")]);
        for (var i = 1; i < Argc; i++)
        {
            Argv[i] = CStringArray.Copy(CString.Of(arguments[i - 1]));
        }
        Envp = CStringArray.Of(environment);
    }

    internal int Argc { get; }

    internal byte** Argv { get; }

    internal byte** Envp { get; }

    internal CallScan Scan => CallScan.Of(Argc, Argv, Envp);

    internal Options Options => OptionsReader.Read(Scan);

    internal RuntimeCall Call => new(Scan);

    internal bool PassThrough => OciInterceptor.PassThrough.Applies(Scan);

    internal string? Verb => Scan.Verb == 0 ? null : Text(Argv[Scan.Verb]);

    /// <summary>What the runtime gets behind its own name.</summary>
    internal IReadOnlyList<byte[]> Forwarded
    {
        get
        {
            var forwarded = Scan.Arguments.ForwardedTo(CStringArray.Copy(CString.Of("runc")));
            Text(forwarded[0]).Should().Be("runc");
            var arguments = new List<byte[]>();
            for (var i = 1; forwarded[i] is not null; i++)
            {
                arguments.Add(CString.At(forwarded[i]).Bytes.ToArray());
            }
            return arguments;
        }
    }

    /// <summary>Arguments separated by blanks; '' is an empty one.</summary>
    internal static RawArguments Of(string line) =>
        new([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Encoding.UTF8.GetBytes(word == "''" ? "" : word))]);

    /// <summary>The same under another name and with an environment.</summary>
    internal static RawArguments Of(string name, string line, params string[] environment)
    {
        var arguments = new RawArguments([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)], environment);
        arguments.Argv[0] = CStringArray.Copy(CString.Of(name));
        return arguments;
    }

    internal static string? Text(byte* pointer) => pointer is null ? null : CString.At(pointer).ToString();
}
