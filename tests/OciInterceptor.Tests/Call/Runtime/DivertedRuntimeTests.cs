using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Call.Runtime;

/// <summary>The runtime that was put aside when this program took its place: NAME-real beside NAME.</summary>
public sealed unsafe class DivertedRuntimeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    [InlineData("odd name")]
    public void It_is_found_beside_the_executed_path(string name)
    {
        var path = _directory.Program(name + "-real");

        Find(_directory[name]).Should().Be((path, "None"));
    }

    [Fact]
    public void Without_it_there_is_none()
    {
        _directory.Program("crun-real");

        Find(_directory["runc"]).Should().Be((null, "None"));
    }

    [Theory]
    [InlineData("oci-interceptor")]
    [InlineData("oci-interceptor-hardened")]
    [InlineData("oci-interceptors")]
    public void A_name_of_our_own_has_none(string name)
    {
        _directory.Program(name + "-real");

        Find(_directory[name]).Should().Be((null, "None"));
    }

    [Fact]
    public void A_relative_path_has_none()
    {
        Find("runc").Should().Be((null, "None"));
        Find("./runc").Should().Be((null, "None"));
        _directory.Program("runc-real");
        Find(Path.GetRelativePath(Environment.CurrentDirectory, _directory["runc"])).Should().Be((null, "None"));
        Find("").Should().Be((null, "None"));
        ((nint)DivertedRuntime.Find(null).Path).Should().Be(0);
    }

    [Fact]
    public void A_name_too_long_for_an_ending_has_none() => Find(_directory[new string('x', 253)]).Should().Be((null, "None"));

    [Theory]
    [InlineData(0b111_111_101)]
    [InlineData(0b111_101_111)]
    [InlineData(0b1_111_111_111)]
    public void In_a_directory_that_others_can_write_it_is_not_trusted(int mode)
    {
        var path = _directory.Program("runc-real");
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)mode);

        Find(_directory["runc"]).Should().Be((path, "UntrustedDiversion"));
    }

    [Fact]
    public void Only_its_own_name_counts_and_not_that_of_a_directory()
    {
        Directory.CreateDirectory(_directory["oci-interceptor"]);

        Find(_directory["oci-interceptor/runc"]).Should().Be((null, "None"));
        var path = _directory.Program("oci-interceptor/runc-real");
        Find(_directory["oci-interceptor/runc"]).Should().Be((path, "None"));
        Find(_directory["oci-intercepto"]).Should().Be((null, "None"));
    }

    [Fact]
    public void In_a_directory_of_another_user_it_is_not_trusted()
    {
        var path = _directory.Program("runc-real");
        Posix.ChangeOwner(_directory.Path, 4711, 0);

        Find(_directory["runc"]).Should().Be((path, "UntrustedDiversion"));
    }

    /// <summary>That it cannot be looked at does not say that it is not there.</summary>
    [Fact]
    public void Where_it_cannot_be_looked_at_another_runtime_does_not_take_its_place()
    {
        _directory.File("file");
        File.CreateSymbolicLink(_directory["loop"], "loop");

        Find(_directory["file/runc"]).Should().Be((null, "None"));
        Find(_directory["loop/runc"]).Should().Be((_directory["loop/runc-real"], "UntrustedDiversion"));
    }

    /// <summary>The finder, not a search, says what is wrong with it.</summary>
    [Fact]
    public void A_link_that_leads_nowhere_is_no_absence()
    {
        File.CreateSymbolicLink(_directory["runc-real"], "/nowhere");

        Find(_directory["runc"]).Should().Be((_directory["runc-real"], "None"));
    }

    private static (string? Path, string Fault) Find(string executed)
    {
        var beside = DivertedRuntime.Find(CStringArray.Copy(CString.Of(executed)));
        return (beside.Path is null ? null : CString.At(beside.Path).ToString(), beside.Fault.ToString());
    }
}
