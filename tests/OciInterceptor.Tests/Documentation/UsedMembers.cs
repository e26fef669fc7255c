using System.Text.Json;
using System.Text.RegularExpressions;
using OciInterceptor.Conditions;
using OciInterceptor.Policy;
using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Schema;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using ListNode = System.Text.Json.Nodes.JsonArray;
using ObjectNode = System.Text.Json.Nodes.JsonObject;

namespace OciInterceptor.Tests.Documentation;

/// <summary>
/// What a policy makes use of: "capabilities.default" for a member of a type of rule, "rule.mode=warn" for a word, "when.pod" for a
/// condition, "policy.audit.file", "${pod.name}" for a fact, "@bpf" for a group of system calls.
/// </summary>
internal static class UsedMembers
{
    // A list of more words is the kernel's or a specification's, not ours.
    private const int MostWords = 3;

    private static readonly JsonDocumentOptions _comments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>All that there is.</summary>
    internal static SortedSet<string> Declared()
    {
        var found = Empty();
        Walk("policy", new Shape.Record(PolicyFileReader.Members), null, found);
        Walk("rule", new Shape.Record(PolicyFileReader.RuleMembers.RemoveAll(member => member.Name == "type")), null, found);
        foreach (var type in RuleTypes.All)
        {
            found.Add(type.Name);
            Walk(type.Name, new Shape.Record(type.Members), null, found);
        }
        found.UnionWith(Facts.All.Select(fact => $"${{{fact.Name}}}"));
        found.UnionWith(SyscallGroup.All);
        return found;
    }

    /// <summary>All that a policy uses.</summary>
    internal static SortedSet<string> In(string policy)
    {
        var found = Empty();
        if (JsonNode.Parse(policy, documentOptions: _comments) is not ObjectNode json)
        {
            return found;
        }
        Walk("policy", new Shape.Record(PolicyFileReader.Members), json, found);
        foreach (var rule in json["rules"] as ListNode ?? [])
        {
            var type = RuleTypes.Find((string?)rule!["type"] ?? "");
            if (type is null)
            {
                continue;
            }
            found.Add(type.Name);
            Walk("rule", new Shape.Record(PolicyFileReader.RuleMembers.RemoveAll(member => member.Name == "type")), rule, found);
            Walk(type.Name, new Shape.Record(type.Members), rule, found);
        }
        found.UnionWith(Facts.All.Where(fact => Regex.IsMatch(policy, $@"[^$]\$\{{{Regex.Escape(fact.Name)}[}}|:]")).Select(fact => $"${{{fact.Name}}}"));
        found.UnionWith(SyscallGroup.All.Where(group => policy.Contains($"\"{group}\"", StringComparison.Ordinal)));
        return found;
    }

    private static SortedSet<string> Empty() => new(StringComparer.Ordinal);

    // Without a value, all that the shape allows.
    private static void Walk(string path, Shape shape, JsonNode? value, SortedSet<string> found)
    {
        var isAll = value is null;
        switch (shape)
        {
            case Shape.Record record:
                foreach (var member in record.Members.Where(member => isAll || (value as ObjectNode)?.ContainsKey(member.Name) == true))
                {
                    var name = OneStage($"{path}.{member.Name}");
                    if ((found.Add(name) && isAll) || value?[member.Name] is not null)
                    {
                        Walk(name, member.Shape, isAll ? null : value![member.Name], found);
                    }
                }
                break;
            case Shape.Word { Words.Length: <= MostWords } word:
                found.UnionWith(word.Words.Where(text => text.Length > 0 && (isAll || (value!.GetValueKind() == JsonValueKind.String && (string?)value == text))).Select(text => $"{path}={text}"));
                break;
            case Shape.Either either:
                Walk(path, either.One, value, found);
                Walk(path, either.Other, value, found);
                break;
            case Shape.Filled filled:
                Walk(path, filled.Inner, value, found);
                break;
            case Shape.Named named when found.Add(named.Name) || !isAll:
                Walk(named.Name, named.Definition(), value, found);
                break;
            case Shape.ListOf list:
                WalkAll(path, list.Item, isAll ? null : value as ListNode ?? [], found);
                break;
            case Shape.MapOf map:
                WalkAll(path, map.Value, isAll ? null : (value as ObjectNode ?? []).Select(entry => entry.Value), found);
                break;
        }
    }

    private static void WalkAll(string path, Shape shape, IEnumerable<JsonNode?>? values, SortedSet<string> found)
    {
        foreach (var value in values?.OfType<JsonNode>() ?? [null!])
        {
            Walk(path, shape, value, found);
        }
    }

    // A hook is the same in every stage.
    private static string OneStage(string path) => Regex.Replace(path, @"^hooks\.add\.[a-zA-Z]+\.", "hooks.add.STAGE.");
}
