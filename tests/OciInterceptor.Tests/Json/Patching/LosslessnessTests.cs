using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Fuzz.Models;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>
/// Over random documents: Law 2, no change, no write; Law 3, lossless; Law 7, idempotent.
/// </summary>
public sealed partial class LosslessnessTests
{
    // Raised by build/test.sh; a seed names a document.
    private static int Cases =>
        int.TryParse(Environment.GetEnvironmentVariable("OCI_INTERCEPTOR_FUZZ_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : 5_000;

    [Fact]
    public void Every_token_is_what_it_was_or_what_the_rules_want_in_its_place() => ForAllDocuments((bytes, rules) =>
    {
        var (patch, bytesAfter) = Apply(rules, bytes);
        var result = ReferenceTree.Parse(bytesAfter);
        var expected = new ExpectedDocument(bytes, result);
        expected = rules.Any(rule => rule is ReadonlyNetworkingMountsRule) ? expected.WithReadonlyNetworkFiles() : expected;
        expected = rules.Any(rule => rule is EnvRule) ? expected.WithEnvironment() : expected;
        result.Tokens().Should().Be(expected.Tokens);
        patch.Operations.Where(operation => !RulesPointers().IsMatch(operation.Path)).Should().BeEmpty();
    });

    [Fact]
    public void A_document_that_no_rule_changes_gives_no_patch_and_the_same_bytes() => ForAllDocuments((bytes, _) =>
    {
        var (patch, result) = Apply([], bytes);
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
            if (rules.Any(rule => rule is ReadonlyNetworkingMountsRule) && ContainerPath.Clean(mount.Destination) is "/etc/hosts" or "/etc/hostname" or "/etc/resolv.conf")
            {
                mount.Options.Should().Contain("ro").And.NotContain("rw");
            }
        }
        if (spec.Process is { } process && rules.Any(rule => rule is EnvRule))
        {
            process.Env.Should().Contain(entry => entry.StartsWith("A=", StringComparison.Ordinal)).And.ContainSingle(entry => entry == "F=\n\"é");
        }
    });

    [Fact]
    public void Damaged_documents_are_refused_as_the_tokenizer_refuses_them_or_read() => ForAllSeeds(seed =>
    {
        var random = new Random(seed);
        var bytes = new RandomDocument(random).Write();
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

    private static void ForAllDocuments(Action<byte[], ImmutableArray<IRule>> property) => ForAllSeeds(seed =>
    {
        var random = new Random(seed);
        property(new RandomDocument(random).Write(), Rules(random));
    });

    private static void ForAllSeeds(Action<int> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true));

    private static (DocumentPatch Patch, byte[] Result) Apply(ImmutableArray<IRule> rules, byte[] bytes)
    {
        var root = JsonText.Parse(bytes, "config.json") as JsonObject ?? throw new InterceptorException("config.json: not an object");
        var patch = DocumentPatch.Between(root, rules.Aggregate(new RuntimeSpec(root), static (spec, rule) => rule.Apply(spec)).Json);
        return (patch, patch.Splice(bytes));
    }

    private static ImmutableArray<IRule> Rules(Random random)
    {
        IRule[] all =
        [
            new ReadonlyNetworkingMountsRule(),
            new EnvRule
            {
                Defaults = [new EnvironmentVariable("A", "default"), new EnvironmentVariable("N", "")],
                Forced = [new EnvironmentVariable("F", "\n\"é"), new EnvironmentVariable("B", "forced")],
            },
        ];
        return [.. all.Where(_ => random.Next(4) > 0)];
    }

    [GeneratedRegex(@"^/mounts/\d+/options(/\d+)?$|^/process/env(/\d+)?$")]
    private static partial Regex RulesPointers();
}
