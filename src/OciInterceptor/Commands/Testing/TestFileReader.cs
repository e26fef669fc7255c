using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Testing;

/// <summary>Reads a <see cref="TestFile"/>.</summary>
/// <remarks>The machine <paramref name="host"/> is not asked for anything.</remarks>
internal sealed class TestFileReader(IHost host)
{
    // Docker's are as long, and a faked record of Docker's needs one.
    private const string IdOfDockers = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>The members of one test.</summary>
    internal static ImmutableArray<Member> TestMembers { get; } =
    [
        new("name", Shape.Text, "What the test shows, unlike the name of any other test of the file.", IsRequired: true),
        new("document", DocumentShape, DocumentHelp),
        new("change", Shape.AnyObject, "A JSON Merge Patch (RFC 7396) for the document."),
        new("patch", new Shape.ListOf(Shape.AnyObject), "A JSON Patch (RFC 6902) for the document, after the change."),
        EachReader.Member,
        new("verb", new Shape.Word("create", "run", "restore", "exec"), "The runtime's verb, by default create; exec with the document of a process."),
        new("id", Shape.Text, "The container's ID."),
        new("noPivot", Shape.Flag, "The call has the option --no-pivot."),
        new("host", HostReader.Shape, "The machine: what is not described is not there."),
        new("expect", new Shape.Filled(new Shape.Record(ExpectationReader.Members)), "What the policy makes of the document.", IsRequired: true),
    ];

    private static Shape DocumentShape => new Shape.Either(Shape.Text, Shape.AnyObject);

    private const string DocumentHelp = "The document: a file with a slash or an ending in .json, a built-in one such as docker or docker-20.10, or the document itself.";

    /// <summary>The members of a test file.</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("$schema", Shape.Text, "The JSON Schema of this file, for editors."),
        new("policy", new Shape.Either(Shape.Text, new Shape.Filled(Shape.Texts)), "Policy files, relative to this file, in the order in which they apply."),
        new("profiles", new Shape.Filled(Shape.Texts), "Profiles: profiles/NAME.json beside this file, or built-in ones. Their rules follow those of the policy files."),
        new("document", DocumentShape, "The document of tests that name none."),
        new("host", HostReader.Shape, "The machine of all tests; each may replace single members."),
        new("tests", new Shape.Filled(new Shape.ListOf(new Shape.Record(TestMembers))), "The tests.", IsRequired: true),
    ];

    /// <exception cref="InterceptorException">It is not a valid test file; the message names the place.</exception>
    internal TestFile Read(string path, byte[] content)
    {
        var value = CommentedJson.Parse(content, path);
        var file = new ObjectReader(value as JsonObject ?? throw value.Error("a test file must be a JSON object"), Members, host);
        _ = file.Text("$schema");
        var policies = Texts(file, "policy");
        var profiles = Texts(file, "profiles");
        if (policies.IsEmpty && profiles.IsEmpty)
        {
            throw file.Error("want \"policy\" or \"profiles\": there is nothing to test");
        }
        var document = Document(file);
        var hostOfFile = HostReader.Of(file);
        if (file.Items("tests").IsEmpty)
        {
            throw file.Error("tests", "tests must not be empty");
        }
        var tests = ImmutableArray.CreateBuilder<PolicyTest>();
        var names = new HashSet<string>();
        foreach (var item in file.Items("tests"))
        {
            foreach (var test in Read(item as JsonObject ?? throw item.Error("a test must be a JSON object"), document, hostOfFile))
            {
                tests.Add(names.Add(test.Name) ? test : throw test.At.Error($"duplicate test name \"{test.Name}\": reports cannot tell the two apart"));
            }
        }
        return new TestFile(path, policies, profiles, tests.DrainToImmutable());
    }

    private ImmutableArray<PolicyTest> Read(JsonObject json, JsonValue? documentOfFile, ObjectReader? hostOfFile)
    {
        var test = new ObjectReader(json, TestMembers, host);
        var own = HostReader.Of(test);
        var name = test.Text("name")!;
        if (name.Length == 0)
        {
            throw test.Error("name", "name must not be empty");
        }
        if (test.Object("change") is { } change)
        {
            DistinctNames.Require(change);
        }
        var read = new PolicyTest(name, json.Entry("name")!, ExpectationReader.Read(test.Record("expect", ExpectationReader.Members)!, json.Entry("expect")!))
        {
            Document = Document(test) ?? documentOfFile ?? throw json.Error("missing member \"document\""),
            Change = test.Object("change"),
            Patch = PatchReader.Read(test.Items("patch")),
            Verb = test.Word("verb") ?? "create",
            ContainerId = test.Text("id") ?? (own?.Has("docker") == true || hostOfFile?.Has("docker") == true ? IdOfDockers : ""),
            NoPivot = test.Flag("noPivot"),
            Host = own,
            FileHost = hostOfFile,
        };
        return EachReader.Expand(read, test);
    }

    // An unknown name is an error of the file, and not of the one test.
    private static JsonValue? Document(ObjectReader members)
    {
        var value = members.Raw("document");
        return value is null or JsonObject || (value is JsonScalar { Kind: JsonKind.String } text && (IsFile(text.AsText()) || IsKnown(text.AsText())))
            ? value
            : throw members.Error("document", value is JsonScalar { Kind: JsonKind.String } word
                ? $"unknown document \"{word.AsText()}\"{NearestName.Hint(word.AsText(), [.. BuiltInDocuments.ShortNames, .. BuiltInDocuments.Names])}: want a built-in one ({string.Join(", ", BuiltInDocuments.ShortNames)}), or a file by a name with a slash or with the ending .json"
                : "document must be a string or an object");
    }

    /// <summary>Whether a document's name is that of a file, and not of a built-in document.</summary>
    internal static bool IsFile(string name) => name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal);

    private static bool IsKnown(string name) => BuiltInDocuments.NameOf(name) is not null;

    private static ImmutableArray<JsonScalar> Texts(ObjectReader file, string name) => file.Raw(name) switch
    {
        null => [],
        JsonScalar { Kind: JsonKind.String } text when name == "policy" => [text],
        JsonArray { Items.IsEmpty: true } => throw file.Error(name, $"{name} must not be empty"),
        _ => file.Texts(name).Length > 0 ? file.Items(name).Map(item => (JsonScalar)item) : [],
    };
}
