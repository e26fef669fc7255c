using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Install;

public sealed class RegisteredScriptsTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>An installation that was killed before it noted its request is known by what it wrote.</summary>
    [Theory]
    [InlineData("w/a", true)]
    [InlineData("w/a2", false)]
    [InlineData("w2/a", false)]
    [InlineData("x/w/a", false)]
    public void A_script_is_kept_that_an_installation_without_a_request_calls(string registered, bool isKept)
    {
        Directory.CreateDirectory(_scratch["w"]);
        _scratch.File("w/a", "#!/bin/sh\n");
        var records = new InstallRecords(_scratch["records"]);
        var content = Encoding.UTF8.GetBytes($"{{\"runtimes\":{{\"other\":{{\"path\":\"{_scratch[registered]}\"}}}}}}");
        records.Write(new InstallRecord("docker", "other", "/t", [new FileChange("/t", FileState.Absent, FileState.Of(content))]));
        var require = FluentActions.Invoking(() => RegisteredScripts.RequireKept(_scratch["w"], [], records, "docker", "n"));

        if (isKept)
        {
            require.Should().Throw<InterceptorException>()
                .WithMessage($"cannot replace {_scratch["w"]}: docker calls its script {_scratch["w/a"]} for the runtime other; choose another directory with --wrapper-dir");
        }
        else
        {
            require.Should().NotThrow();
        }
        FluentActions.Invoking(() => RegisteredScripts.RequireKept(_scratch["w"], [], records, "docker", "other")).Should().NotThrow("it is its own");
    }
}
