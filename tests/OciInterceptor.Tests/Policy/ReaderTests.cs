using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy.Readers;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Policy;

/// <summary>Law 5: whatever doubles a configuration has, each runtime sees the effect of a rule, or the container is refused.</summary>
public sealed class ReaderTests
{
    private static readonly IReader[] _readers = [new GoReader(), new CReader()];

    private static readonly Dictionary<string, (string Rule, Func<IReader, JsonObject, bool> IsSeen)> _rules = new()
    {
        ["no-new-privileges"] = ("{'type':'no-new-privileges'}", static (reader, json) => reader.Find(json, "process", "noNewPrivileges") is { Kind: JsonKind.True }),
        ["oom-score-adj"] = ("{'type':'oom-score-adj','value':5}", static (reader, json) => reader.Find(json, "process", "oomScoreAdj") is { } value && reader.Text(value) == "5"),
        ["apparmor"] = ("{'type':'apparmor','profile':'good'}", static (reader, json) => reader.Find(json, "process", "apparmorProfile") is { } value && reader.Text(value) == "good"),
        ["env"] = ("{'type':'env','force':{'A':'good'},'remove':['B']}", static (reader, json) => Texts(reader, json, "process", "env") is ["A=good"]),
        ["readonly-rootfs"] = ("{'type':'readonly-rootfs'}", static (reader, json) => reader.Find(json, "root", "readonly") is { Kind: JsonKind.True }),
        ["annotations"] = ("{'type':'annotations','set':{'key':'good'},'remove':['bad']}", static (reader, json) =>
            reader.Entry(json, ["annotations"], "key") == "good" && reader.Entry(json, ["annotations"], "bad") is null),
        ["sysctls"] = ("{'type':'sysctls','set':{'net.key':'good'},'remove':['net.bad']}", static (reader, json) =>
            reader.Entry(json, ["linux", "sysctl"], "net.key") == "good" && reader.Entry(json, ["linux", "sysctl"], "net.bad") is null),
        ["masked-paths"] = ("{'type':'masked-paths','add':['/good'],'remove':['/proc/evil']}", static (reader, json) => Texts(reader, json, "linux", "maskedPaths") is ["/good"]),
        ["mounts"] = ("{'type':'mounts','remove':['/evil']}", static (reader, json) => reader.Find(json, "mounts") is not JsonArray { Items.IsEmpty: false }),
        ["unified"] = ("{'type':'resources','ceiling':{'memory':'1M'}}", static (reader, json) => reader.Entry(json, ["linux", "resources", "unified"], "memory.max") is null),
        ["patch"] = ("{'type':'patch','operations':[{'op':'replace','path':'/process/noNewPrivileges','value':true}]}", static (reader, json) =>
            reader.Find(json, "process", "noNewPrivileges") is { Kind: JsonKind.True }),
        ["patch-map"] = ("{'type':'patch','operations':[{'op':'add','path':'/annotations/key','value':'good'}]}", static (reader, json) => reader.Entry(json, ["annotations"], "key") == "good"),
        ["merge-patch"] = ("{'type':'merge-patch','document':{'process':{'noNewPrivileges':true},'annotations':{'key':'good','bad':null}}}", static (reader, json) =>
            reader.Find(json, "process", "noNewPrivileges") is { Kind: JsonKind.True }
            && reader.Entry(json, ["annotations"], "key") == "good" && reader.Entry(json, ["annotations"], "bad") is null),
    };

    public static TheoryData<string> Names => [.. _rules.Keys];

    [Attack("Names that readers take differently")]
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_reader_sees_the_effect_of_a_rule(string name)
    {
        var (rule, isSeen) = _rules[name];
        var (seen, refused) = (0, 0);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var document = new LookAlikes(new Random(seed)).Write();
            if (After(rule, document) is not { } after)
            {
                refused++;
                return;
            }
            seen++;
            foreach (var reader in _readers)
            {
                isSeen(reader, after).Should().BeTrue($"{reader.GetType().Name} reads {Sample.Text(after)}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithQuietOnSuccess(true));
        seen.Should().BeGreaterThan(50);
        refused.Should().BeGreaterThan(50);
    }

    [Fact]
    public void The_readers_differ_where_real_ones_do()
    {
        var json = Sample.Object("""{"a":{"b":"1"},"A":{"c":"2"},"x\u0000y":"3","x":"4","m":{"n":"5","n\u0000":"6","n":"7"}}""");

        _readers[0].Find(json, "a", "c").Should().NotBeNull();
        _readers[1].Find(json, "a", "c").Should().BeNull();
        _readers.Select(reader => reader.Text(reader.Find(json, "x")!)).Should().Equal("4", "3");
        _readers.Select(reader => reader.Entry(json, ["m"], "n")).Should().Equal("7", "5");
    }

    // Null if it is refused.
    private static JsonObject? After(string rule, string document)
    {
        try
        {
            return Sample.Object(RuleRun.On(rule.Replace('\'', '"'), document));
        }
        catch (InterceptorException)
        {
            return null;
        }
    }

    private static string[] Texts(IReader reader, JsonObject json, params string[] path) =>
        reader.Find(json, path) is JsonArray array ? [.. array.Items.Select(reader.Text)] : [];
}
