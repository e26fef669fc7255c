using System.Globalization;
using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Start;

/// <summary>
/// Where .NET's start meets RuntimeStart and ArenaHeap. None of it is documented, so a new version of the compiler may move it: then
/// one of these fails, and -p:Collector=true still builds a binary that starts as .NET always does (docs/decisions/0023).
/// </summary>
public sealed partial class SeamTests
{
    private static string Source(string name) => File.ReadAllText(Path.Combine(PublishedBinary.RepositoryRoot(), "src", "OciInterceptor", name));

    [Theory]
    [InlineData("HeapMethod", "WKS::GCHeap")]
    [InlineData("HandleMethod", "GCHandleManager")]
    [InlineData("StoreMethod", "GCHandleStore")]
    public void A_method_has_the_place_that_the_collector_itself_has_it_in(string places, string type)
    {
        var known = BinaryCode.Published.VirtualMethods(type).Select(method => MethodName().Match(method).Groups[1].Value).ToList();
        var ours = PlaceLine().Matches(Source("CollectorInterface.cs").Split($"class {places}\n")[1].Split("\n    }")[0])
            .Select(match => (Name: match.Groups[1].Value, Place: int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();

        ours.Should().HaveCountGreaterThan(1);
        ours.Select(one => (one.Name, known.ElementAtOrDefault(one.Place))).Should().OnlyContain(one => one.Name == one.Item2);
        known.Count.Should().BeLessThan(100, "our tables have no more places");
    }

    /// <summary>A function that calls another of its own object file goes round the linker's --wrap.</summary>
    [Fact]
    public void What_is_wrapped_is_called_by_our_code_alone()
    {
        var wrapped = WrappedNames().Matches(Source("OciInterceptor.csproj")).SelectMany(match => match.Groups[1].Value.Split(';')).ToList();
        wrapped.Should().HaveCountGreaterThan(10);
        var names = new Command("c++filt", [.. wrapped]).Run().Succeeded().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var direct = BinaryCode.Published.Calls.Where(call => names.Contains(call.Callee)).ToList();

        direct.Select(call => call.Callee).Distinct().Should().HaveCountGreaterThan(10);
        direct.Where(call => !call.Caller.StartsWith("oci_interceptor_", StringComparison.Ordinal)).Should().BeEmpty();
    }

    /// <summary>
    /// Everything else asks the tables that GC_Initialize hands out. Of these callees none knows a heap: the clock, the processors,
    /// and the barrier that membarrier(2) makes.
    /// </summary>
    [Fact]
    public void Nobody_reaches_the_collector_but_through_the_seam() =>
        BinaryCode.Published.Calls
            .Where(call => Collector().IsMatch(call.Callee) && !Collector().IsMatch(call.Caller) && !PartOfTheCollector().IsMatch(call.Caller))
            .Select(call => $"{Short(call.Caller)} calls {Short(call.Callee)}").Distinct().Order(StringComparer.Ordinal)
            .Should().Equal(
                "InitializeCurrentProcessCpuCount calls GCToOSInterface::GetTotalProcessorCount",
                "PalFlushProcessWriteBuffers calls GCToOSInterface::FlushProcessWriteBuffers",
                "PalInit calls GCToOSInterface::Initialize",
                "RhHandleGetDependent calls GetDependentHandleSecondary",
                "RhHandleSetDependentSecondary calls SetDependentHandleSecondary",
                "oci_interceptor_OciInterceptor_ArenaHeap__Initialize calls GC_Initialize",
                "oci_interceptor_OciInterceptor_RuntimeStart__ReadCollectorSettings calls GCConfig::Initialize");

    /// <summary>
    /// A look whether a collection is waiting, in the place of a function that .NET calls outside of managed code, leaves the thread in
    /// the wrong mode: a collection as the finalizer's thread starts then waits for ever.
    /// </summary>
    [Fact]
    public void What_is_called_in_the_place_of_a_function_of_NETs_never_looks_for_a_collection()
    {
        var users = BinaryCode.Published.UsersOf("RhpTrapThreads");

        users.Should().HaveCountGreaterThan(20, "managed code looks there");
        // A call that reaches the C library is made by a process with an arena alone, which never collects.
        users.Where(user => user.Contains("ArenaHeap", StringComparison.Ordinal) || user.Contains("RuntimeStart", StringComparison.Ordinal)).Should()
            .OnlyContain(user => user.EndsWith("TurnWriteBarrierOff", StringComparison.Ordinal) || user.EndsWith("Fail", StringComparison.Ordinal)
                || user.EndsWith("GetFirstStackBounds", StringComparison.Ordinal) || user.EndsWith("HasSmallDocument", StringComparison.Ordinal));
    }

    private static string Short(string name) => name.Split('(')[0];

    [GeneratedRegex("(\\w+)\\(")]
    private static partial Regex MethodName();

    [GeneratedRegex("const int (\\w+) = (\\d+);")]
    private static partial Regex PlaceLine();

    [GeneratedRegex("<WrappedFunction Include=\"([^\"]+)\"")]
    private static partial Regex WrappedNames();

    [GeneratedRegex("^(WKS::|GCHandleManager::|GCHandleStore::|GCConfig::|GCToOSInterface::|GC_Initialize$|Hnd|Ref_|GetDependentHandle|SetDependentHandle)")]
    private static partial Regex Collector();

    // Functions of the collector's files that no class or prefix names: the handle tables', its clock and its list of threads' roots.
    [GeneratedRegex("HandleTable|TableSegment|OBJECTHANDLE|^TraceDependentHandles|^GetHighPrecisionTimeStamp|^InitializeDefaultGC|^ScanPointerForProfiler|^SoftwareWriteWatch::|^GC[A-Z]\\w*::")]
    private static partial Regex PartOfTheCollector();
}
