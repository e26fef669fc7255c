using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>The document of an exec in a directory where everybody can make files, as containerd's in /tmp.</summary>
public sealed class PlantedNameTests : IDisposable
{
    private const int Calls = 1000;
    private const int Nobody = 65534;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Attack("Names planted for our files")]
    [Fact]
    public void Nobody_keeps_one_call_in_a_thousand_from_its_document()
    {
        var shared = _scratch.MountTmpfs("shared", "1g");
        new Command("sh", "-ec", "chmod 755 \"$1\"; chmod 1777 \"$2\"", "sh", _scratch.Path, shared).Run().Succeeded();
        var document = _scratch.Write("process.json", """{"cwd":"/","args":["sh"],"env":["A=1"],"user":{"uid":0,"gid":0}}""");
        var watching = _scratch["watching"];
        var attacker = new Command(CCompiler.Compile("Failures/plant.c"), shared, "runc-process1") { OutputFile = watching }.With(Condition.User(Nobody));

        using var planting = attacker.Start();
        Eventually.Holds("the attacker is watching", () => File.Exists(watching) && File.ReadAllText(watching) == "watching\n");
        var call = PublishedBinary.Call("--oi-env", "OI_ROW=1", "--oi-runtime-path", "/bin/true", "exec", "--process", Path.Combine(shared, "runc-process1"), "c1");
        var result = new Command("sh", "-c", $"""
            document=$1; shared=$2; shift 2
            for i in $(seq {Calls}); do
              cp "$document" "$shared/runc-process1"
              "$@" && grep -q OI_ROW=1 "$shared/runc-process1" || echo "refused $i"
              rm "$shared/runc-process1"
            done
            """, "sh", document, shared, call.Program)
        { Timeout = TimeLimit.OfManyCommands }.Plus(call.Arguments).Run();

        result.Succeeded().OutputText.Should().BeEmpty();
        result.ErrorText.Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(shared, "runc-process1.oi-*").Count().Should().BeGreaterThan(Calls, "the attacker took names all along");
    }
}
