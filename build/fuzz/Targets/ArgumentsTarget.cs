using System.Runtime.InteropServices;
using System.Text;
using Fuzz.Models;
using Fuzz.Mutation;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace Fuzz.Targets;

/// <summary>The arguments of a call, each ended by a NUL.</summary>
internal sealed unsafe class ArgumentsTarget(Repository repository) : ITarget
{
    private const int Most = 200;

    public string Name => "argv";

    public int InputsARound => 570;

    public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfArguments(repository.Words("argv"));

    public bool Run(byte[] input)
    {
        var arguments = ArgumentMutator.Split(input).Take(Most).ToList();
        var expected = CallModel.Of([.. arguments.Select(Encoding.Latin1.GetString)]);
        var actual = Scan(arguments);
        OracleException.Require(actual.Text == expected.Text, () => $"the scan differs from the model\nscan:  {actual.Text}\nmodel: {expected.Text}");
        var again = Scan([.. actual.Forwarded.Select(Encoding.Latin1.GetBytes)]) with { IsFaulty = actual.IsFaulty };
        OracleException.Require(again.Text == actual.Text || actual.IsFaulty || HidesValue(arguments), () => $"the runtime's arguments are another call\ncall:    {actual.Text}\nruntime: {again.Text}");
        return !actual.IsFaulty && actual.Verb is not null;
    }

    // "--rootless" has a value for some runtimes, and a flag of ours is never one: without the flag, what follows it is.
    private static bool HidesValue(List<byte[]> arguments) =>
        arguments.Zip(arguments.Skip(1)).Any(pair => pair.First.AsSpan().EndsWith("-rootless"u8) && pair.Second.AsSpan().StartsWith("--oi-"u8));

    private static CallShape Scan(List<byte[]> arguments)
    {
        var memory = new List<nint>();
        try
        {
            var argv = (byte**)Allocate(memory, (nuint)(arguments.Count + 2) * (nuint)sizeof(byte*));
            argv[0] = Copy(memory, "oci-interceptor"u8);
            for (var i = 0; i < arguments.Count; i++)
            {
                argv[i + 1] = Copy(memory, arguments[i]);
            }
            argv[arguments.Count + 1] = null;
            var envp = (byte**)Allocate(memory, (nuint)sizeof(byte*));
            envp[0] = null;
            return ShapeOf(CallScan.Of(arguments.Count + 1, argv, envp), argv, memory);
        }
        finally
        {
            memory.ForEach(block => NativeMemory.Free((void*)block));
        }
    }

    private static CallShape ShapeOf(in CallScan scan, byte** argv, List<nint> memory)
    {
        var forwarded = scan.Arguments.ForwardedTo(argv[0]);
        // The scan's own buffer begins with the flags; after it nobody frees it, because the runtime takes its place.
        memory.Add((nint)((byte*)forwarded - ((nint)scan.Argc * sizeof(GivenFlag))));
        var list = new List<string>();
        for (var i = 1; forwarded[i] is not null; i++)
        {
            list.Add(Text(forwarded[i])!);
        }
        ReadFlags(scan);
        return new CallShape(list)
        {
            Verb = scan.Verb == 0 ? null : Text(argv[scan.Verb]),
            Document = scan.Document switch { DocumentKind.Configuration => "configuration", DocumentKind.Process => "process", _ => null },
            Bundle = Text(scan.Bundle),
            Config = Text(scan.Config),
            Process = Text(scan.Process),
            ContainerId = Text(scan.ContainerId),
            Log = Text(scan.Log),
            LogFormat = Text(scan.LogFormat),
            NoPivot = scan.NoPivot,
            DescribesProcess = scan.ProcessOption is not null,
            IsFaulty = scan.Fault != 0,
        };
    }

    // What a flag's value is refused for is for other tests; a crash is not a refusal.
    private static void ReadFlags(in CallScan scan)
    {
        try
        {
            _ = OptionsReader.Read(scan);
        }
        catch (InterceptorException e)
        {
            OracleException.Require(e.Message.Length > 0, () => "a flag is refused without a message");
        }
    }

    private static byte* Copy(List<nint> memory, ReadOnlySpan<byte> text)
    {
        var copy = Allocate(memory, (nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(copy, text.Length));
        copy[text.Length] = 0;
        return copy;
    }

    private static byte* Allocate(List<nint> memory, nuint size)
    {
        var block = (byte*)NativeMemory.Alloc(size);
        memory.Add((nint)block);
        return block;
    }

    private static string? Text(byte* pointer) => pointer is null ? null : Encoding.Latin1.GetString(CString.At(pointer).Bytes);
}
