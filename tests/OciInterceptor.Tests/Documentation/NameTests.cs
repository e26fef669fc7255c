namespace OciInterceptor.Tests.Documentation;

/// <summary>The pages for contributors and operators name only what exists.</summary>
public sealed class NameTests
{
    // Names in the form of ours that belong to others, each with its owner.
    private static readonly Dictionary<string, string> _foreign = new()
    {
        ["CASE.refused.txt"] = "a placeholder for a golden file",
        ["CppCompilerAndLinker"] = "a property of .NET's Native AOT",
        ["CustomNativeMain"] = "a property of .NET's Native AOT",
        ["DeviceAllow"] = "a property of a systemd unit",
        ["FileLifecycleHooks"] = "a type of Serilog.Sinks.File",
        ["IlcInstructionSet"] = "a property of .NET's Native AOT",
        ["IlcOrderFile"] = "a property of .NET's Native AOT",
        ["InvariantGlobalization"] = "a property of .NET's build",
        ["MemoryMax"] = "a property of a systemd unit",
        ["NoInlining"] = "a value of .NET's MethodImplOptions",
        ["NotForExec"] = "a word in the output of oi-explain",
        ["NotMatched"] = "a word in the output of oi-explain",
        ["ObjCopyName"] = "a property of .NET's Native AOT",
        ["PublishAot"] = "a property of .NET's build",
        ["RuntimeFrameworkVersion"] = "a property of .NET's build",
        ["RuntimeIdentifiers"] = "a property of .NET's build",
        ["StaticExecutable"] = "a property of .NET's Native AOT",
        ["SuppressGCTransition"] = "an attribute of .NET",
        ["SystemdCgroup"] = "a key of containerd's configuration",
        ["Utf8JsonReader"] = "a type of System.Text.Json",
        ["YamlDotNet.Core"] = "a namespace of the package YamlDotNet",
    };

    public static TheoryData<string> Pages => [.. RepositoryTree.Paths.Where(IsPage).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_only_what_exists(string page) =>
        NameInPage.All(Text(page)).Distinct().Where(name => !_foreign.ContainsKey(name))
            .Select(name => NameInPage.Missing(name) is { } kind ? $"{kind}: {name}" : null).OfType<string>()
            .Should().BeEmpty();

    [Fact]
    public void Every_exception_is_named_in_a_page()
    {
        var names = RepositoryTree.Paths.Where(IsPage).SelectMany(page => NameInPage.All(Text(page))).ToHashSet();
        _foreign.Keys.Should().OnlyContain(name => names.Contains(name));
        _foreign.Keys.Should().OnlyContain(name => NameInPage.Missing(name) != null);
    }

    [Theory]
    [InlineData("Rules/", null)]
    [InlineData("Json/Patching/DocumentPatch", null)]
    [InlineData("src/OciInterceptor/Spec/", null)]
    [InlineData("./build/test.sh", null)]
    [InlineData("FlagTable.cs", null)]
    [InlineData("tests/OciInterceptor.Tests/TestData/Rules/RULE", null)]
    [InlineData("RuntimeSpec", null)]
    [InlineData("ImmutableArray<T>", null)]
    [InlineData("EntryPoint.MainAhead", null)]
    [InlineData("System.Console", null)]
    [InlineData("config.json", null)]
    [InlineData("DIR/NAME", null)]
    [InlineData("net/ipv4/ip_forward", null)]
    [InlineData("Cli/FlagTable.cs", "a path")]
    [InlineData("Rules/Cli/", "a path")]
    [InlineData("src/Interceptor/Spec/", "a path")]
    [InlineData("OwnCommands.cs", "a path")]
    [InlineData("RuntimeSpecs", "a type")]
    [InlineData("JsonPatches", "a type")]
    [InlineData("EntryPoint.MainAfter", "a member")]
    [InlineData("OwnCommands.Run", "a member")]
    public void A_name_is_judged_by_its_form(string name, string? missing) => NameInPage.Missing(name).Should().Be(missing);

    private static bool IsPage(string path) => path is "CONTRIBUTING.md" or "README.md" || (path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal));

    private static string Text(string page) => File.ReadAllText(Path.Combine(RepositoryTree.Root, page));
}
