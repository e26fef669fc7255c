using System.Text;
using Fuzz.Models;
using Fuzz.Mutation;
using OciInterceptor.Collections;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Messages;

namespace Fuzz.Targets;

/// <summary>dockerd's daemon.json: read, given a runtime, and relieved of it.</summary>
internal sealed class DaemonTarget(Repository repository) : ITarget
{
    private const string File = "daemon.json";
    private const string Runtime = "oi";
    private const string Program = "/usr/bin/oci-interceptor";

    private static readonly IReader _dockerd = new GoReader();

    public string Name => "daemon";

    public int InputsARound => 480;

    public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfJson(repository.Words("json"));

    public bool Run(byte[] input)
    {
        DaemonConfiguration before;
        DaemonConfiguration made;
        DaemonConfiguration chosen;
        try
        {
            before = DaemonConfiguration.Parse(input, File);
            var text = WithoutMark(input);
            OracleException.Require(IsEmpty(text) || StrictJson.Accepts(text, 10_000), () => "the file is read, and is not JSON");
            if (before.Runtimes.Entry(Runtime) is not null || before.DefaultRuntime == Runtime)
            {
                return false;
            }
            made = before.WithRuntime(Runtime, Program, ["--oi-profile", "hardened"]);
            chosen = made.WithDefaultRuntime(Runtime);
        }
        catch (InterceptorException)
        {
            return false;
        }
        var old = ReferenceTree.Parse(before.Bytes.Span);
        CheckMade(old, ReferenceTree.Parse(chosen.Bytes.Span));
        CheckRemoved(old, made.WithoutRuntime(Runtime, before, made));
        CheckRemoved(old, chosen.WithoutRuntime(Runtime, before, chosen));
        return true;
    }

    // Since release 23, dockerd reads the encoding that a byte order mark names.
    private static byte[] WithoutMark(byte[] input)
    {
        Encoding? named = Array.Find([Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode], encoding => input.AsSpan().StartsWith(encoding.Preamble));
        return named is null ? input : Encoding.Convert(named, Encoding.UTF8, input[named.Preamble.Length..]);
    }

    // dockerd reads an empty file as an empty object, and null too.
    private static bool IsEmpty(byte[] input) => input.AsSpan().Trim(" \t\r\n"u8).IsEmpty;

    private static void CheckMade(ReferenceTree before, ReferenceTree after)
    {
        var runtime = _dockerd.Find(after, "runtimes")?.Member(Runtime);
        OracleException.Require(runtime is not null && _dockerd.Text(_dockerd.Find(runtime, "path")) == Program, () => $"dockerd does not find the runtime in {after.Tokens()}");
        OracleException.Require(_dockerd.Texts(runtime!, "runtimeArgs").SequenceEqual(["--oi-profile", "hardened"]), () => $"dockerd reads other arguments in {after.Tokens()}");
        OracleException.Require(_dockerd.Text(_dockerd.Find(after, "default-runtime")) == Runtime, () => $"dockerd does not take the runtime by default in {after.Tokens()}");
        Keep(before, after, ["runtimes", "default-runtime"]);
        if (before.Member("runtimes") is { Members: not null } runtimes)
        {
            Keep(runtimes, after.Member("runtimes")!, [Runtime]);
        }
    }

    private static void CheckRemoved(ReferenceTree before, DaemonConfiguration removed)
    {
        var after = ReferenceTree.Parse(removed.Bytes.Span).Tokens();
        OracleException.Require(before.Tokens() == after, () => $"after the removal {before.Tokens()} is {after}: {Encoding.UTF8.GetString(removed.Bytes.Span)}");
    }

    // All other members are what they were, in their order.
    private static void Keep(ReferenceTree before, ReferenceTree after, string[] changed)
    {
        var (old, now) = (Others(before), Others(after));
        OracleException.Require(old == now, () => $"members were {old} and are {now}");

        string Others(ReferenceTree tree) => string.Join(';', tree.Members!.Where(member => !changed.Contains(ReferenceTree.Decode(member.Name))).Select(member => $"{member.Name}:{member.Value.Tokens()}"));
    }
}
