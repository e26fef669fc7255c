using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Json;
using OciInterceptor.Patching;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Patching;

/// <summary>Laws 2, 3 and 7 over random documents: no change no write, lossless, idempotent.</summary>
public sealed partial class LosslessnessTests
{
    // Raised by build/test.sh; a seed names a document.
    private static int Cases =>
        int.TryParse(Environment.GetEnvironmentVariable("OCI_INTERCEPTOR_FUZZ_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : 5_000;

    [Fact]
    public void Outside_the_changed_pointers_every_token_is_what_it_was() => ForAllDocuments((bytes, rules) =>
    {
        var (patch, result) = Apply(rules, bytes);
        var expected = ReferenceTree.Parse(bytes);
        foreach (var operation in patch.Operations)
        {
            RulesPointers().IsMatch(operation.Path).Should().BeTrue($"{operation.Path} is no pointer that these rules may change");
            expected.Apply(operation.Op, operation.Path, operation.Value is { } value ? ReferenceTree.Parse(Text(value)) : null);
        }
        ReferenceTree.Parse(result).Tokens().Should().Be(expected.Tokens());
    });

    [Fact]
    public void A_document_that_no_rule_changes_gives_no_patch_and_the_same_bytes() => ForAllDocuments((bytes, _) =>
    {
        var (patch, result) = Apply(new Pipeline([]), bytes);
        patch.IsEmpty.Should().BeTrue();
        result.Should().Equal(bytes);
    });

    [Fact]
    public void The_same_rules_change_their_own_result_no_more() => ForAllDocuments((bytes, rules) =>
    {
        var (_, once) = Apply(rules, bytes);
        Apply(rules, once).Patch.Operations.Should().BeEmpty();
    });

    [Fact]
    public void What_the_rules_want_holds_in_the_result() => ForAllDocuments((bytes, rules) =>
    {
        var spec = new RuntimeSpec((JsonObject)JsonText.Parse(Apply(rules, bytes).Result, "result"));
        foreach (var mount in spec.Mounts.IsDefault ? [] : spec.Mounts)
        {
            if (rules.Rules.Any(rule => rule is ReadonlyNetworkingMounts) && ContainerPath.Clean(mount.Destination) is "/etc/hosts" or "/etc/hostname" or "/etc/resolv.conf")
            {
                mount.Options.Should().Contain("ro").And.NotContain("rw");
            }
        }
        if (spec.Process is { } process && rules.Rules.Any(rule => rule is EnvironmentOverrides))
        {
            process.Env.Should().Contain(entry => entry.StartsWith("A=", StringComparison.Ordinal)).And.ContainSingle(entry => entry == "F=\n\"é");
        }
    });

    [Fact]
    public void Damaged_documents_are_refused_as_the_tokenizer_refuses_them_or_read() => ForAllSeeds(seed =>
    {
        var random = new Random(seed);
        var bytes = Encoding.UTF8.GetBytes(new RandomDocument(random).Write());
        for (var i = random.Next(4); i >= 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }
        try
        {
            _ = Apply(Rules(random), bytes[..(bytes.Length - random.Next(2))]);
        }
        catch (InterceptorException e)
        {
            // Anything else would be a crash.
            e.Message.Should().StartWith("config.json:");
        }
    });

    private static void ForAllDocuments(Action<byte[], Pipeline> property) => ForAllSeeds(seed =>
    {
        var random = new Random(seed);
        property(Encoding.UTF8.GetBytes(new RandomDocument(random).Write()), Rules(random));
    });

    private static void ForAllSeeds(Action<int> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true));

    private static (DocumentPatch Patch, byte[] Result) Apply(Pipeline rules, byte[] bytes)
    {
        var root = JsonText.Parse(bytes, "config.json") as JsonObject ?? throw new InterceptorException("config.json: not an object");
        var patch = DocumentPatch.Between(root, rules.Apply(new RuntimeSpec(root)).Json);
        return (patch, patch.Splice(bytes));
    }

    private static Pipeline Rules(Random random)
    {
        IRule[] all =
        [
            new ReadonlyNetworkingMounts(),
            new EnvironmentOverrides
            {
                Defaults = [new EnvironmentVariable("A", "default"), new EnvironmentVariable("N", "")],
                Forced = [new EnvironmentVariable("F", "\n\"é"), new EnvironmentVariable("B", "forced")],
            },
        ];
        return new Pipeline([.. all.Where(_ => random.Next(4) > 0)]);
    }

    private static byte[] Text(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }

    [GeneratedRegex(@"^/mounts/\d+/options(/\d+)?$|^/process/env(/\d+)?$")]
    private static partial Regex RulesPointers();
}
