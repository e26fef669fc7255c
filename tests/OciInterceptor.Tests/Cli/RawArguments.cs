using System.Text;
using OciInterceptor.Cli;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Cli;

/// <summary>An argv and an environment in native memory, as the kernel hands them over.</summary>
internal sealed unsafe class RawArguments
{
    private readonly byte** _envp;

    internal RawArguments(IReadOnlyList<byte[]> arguments, params string[] environment)
    {
        Argc = arguments.Count + 1;
        Argv = CStringArray.Of([.. arguments.Select(_ => "").Prepend("oci-interceptor")]);
        for (var i = 1; i < Argc; i++)
        {
            Argv[i] = CStringArray.Copy(CString.Of(arguments[i - 1]));
        }
        _envp = CStringArray.Of(environment);
    }

    internal int Argc { get; }

    internal byte** Argv { get; }

    internal CallScan Scan => CallScan.Of(Argc, Argv);

    internal Options Options => Options.Read(Argc, Argv);

    internal Call Call => new(Argc, Argv, _envp);

    internal bool PassThrough => OciInterceptor.PassThrough.Applies(Argc, Argv);

    internal string? Verb => Scan.Verb == 0 ? null : Text(Argv[Scan.Verb]);

    /// <summary>What the runtime gets behind its own name.</summary>
    internal IReadOnlyList<byte[]> Forwarded
    {
        get
        {
            var forwarded = ForwardedArguments.Of(Argc, Argv, CStringArray.Copy(CString.Of("runc")));
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

    internal static string? Text(byte* pointer) => pointer is null ? null : CString.At(pointer).ToString();
}
