using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>
/// Law 5: policy fails closed. A document that cannot be read or replaced: a clear error, the old document intact, the
/// runtime not called.
/// </summary>
public sealed class DocumentFailureTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;

    public DocumentFailureTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
    }

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Breakages() => [.. BrokenBundle.All.Keys];

    [Theory]
    [MemberData(nameof(Breakages))]
    public void A_document_that_cannot_be_used_stops_the_call(string name)
    {
        var breakage = BrokenBundle.All[name];
        breakage.Break(_scratch, _bundle);
        var before = Contents();

        var message = ErrorReport.Message(Create().Run());

        message.Should().Contain(_bundle.Document).And.ContainAll(breakage.Says);
        message.Should().NotContain("Exception").And.NotEndWith(".");
        _runtime.WasCalled.Should().BeFalse();
        Contents().Should().Equal(before);
    }

    /// <summary>Law 2: no change, no write.</summary>
    [Fact]
    public void A_read_only_bundle_is_no_error_when_nothing_changes()
    {
        BrokenBundle.Bind(_bundle, "ro");
        PublishedBinary.Call("--oi-env", "PATH=/other", "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1").Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
    }

    [Fact]
    public void A_document_of_exactly_64_MiB_is_no_error()
    {
        using (var file = File.OpenWrite(_bundle.Document))
        {
            var length = file.Length;
            file.Position = length;
            var blank = new byte[1 << 20];
            Array.Fill(blank, (byte)' ');
            for (var left = BrokenBundle.Limit - length; left > 0; left -= blank.Length)
                file.Write(blank, 0, (int)Math.Min(left, blank.Length));
        }
        Create().Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_the_runtime_s_affair()
    {
        byte[] name = [.. "\"x\":\""u8, 0xff, 0xc3, .. "\","u8];
        File.WriteAllBytes(_bundle.Document, [.. "{"u8, .. name, .. "\"mounts\":[{\"destination\":\"/etc/hosts\"}]}"u8]);
        Create().Run().Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        File.ReadAllBytes(_bundle.Document)[1..].Should().StartWith(name);
    }

    [Theory]
    [MemberData(nameof(ProcessBreakages))]
    public void A_process_document_that_cannot_be_used_stops_exec(string name)
    {
        var breakage = BrokenBundle.All[name];
        breakage.Break(_scratch, _bundle);
        var message = ErrorReport.Message(PublishedBinary.Call(
            "--oi-env", "A=1", "--oi-runtime-path", _runtime.Path, "exec", "--process", _bundle.Document, "c1").Run());
        message.Should().Contain(_bundle.Document).And.ContainAll(breakage.Says);
        _runtime.WasCalled.Should().BeFalse();
    }

    [Fact]
    public void A_process_document_without_end_stops_exec() =>
        ErrorReport.Message(PublishedBinary.Call("--oi-env", "A=1", "--oi-runtime-path", _runtime.Path, "exec", "--process", "/dev/zero", "c1").Run())
            .Should().ContainAll("/dev/zero", "64 MiB");

    public static TheoryData<string> ProcessBreakages() =>
        [.. BrokenBundle.All.Keys.Except(["mounts that are a string", "a mount that is a number", "a FIFO", "a device without end"])];

    /// <summary>The bundle's files with their bytes, and the kinds of those that are not regular.</summary>
    private string[] Contents() =>
        new Command("sh", "-c", "cd \"$1\" && find . ! -type f -printf '%p %y %l\\n' -o -type f -printf '%p %m %i ' -exec cksum {} \\; | sort", "sh", _bundle.Path)
            .Run().OutputText.Split('\n');

    private Command Create() => PublishedBinary.Call(
        "--oi-readonly-networking-mounts", "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
}
