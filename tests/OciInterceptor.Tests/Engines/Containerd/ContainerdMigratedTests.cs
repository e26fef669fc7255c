using System.Text;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Containerd;

/// <summary>What "containerd config migrate" makes of a file with a registration: other names, other quotes, no comments.</summary>
public sealed class ContainerdMigratedTests : IDisposable
{
    private const string Before = """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
          SystemdCgroup = true

        """;

    private const string Migrated = """
        version = 3
        root = '/var/lib/containerd'

        [plugins]
          [plugins.'io.containerd.cri.v1.runtime']
            [plugins.'io.containerd.cri.v1.runtime'.containerd]
              default_runtime_name = 'oi'
              [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes]
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.oi]
                  runtime_type = 'io.containerd.runc.v2'
                  pod_annotations = [
                    'a',
                  ]
                  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.oi.options]
                    BinaryName = '/opt/oci-interceptor'
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
                  runtime_type = 'io.containerd.runc.v2'

        """;

    private const string Rest = """
        version = 3
        root = '/var/lib/containerd'

        [plugins]
          [plugins.'io.containerd.cri.v1.runtime']
            [plugins.'io.containerd.cri.v1.runtime'.containerd]
              default_runtime_name = "runc"
              [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes]
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
                  runtime_type = 'io.containerd.runc.v2'

        """;

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private string Config => _scratch["config.toml"];

    [Theory]
    [InlineData("version = 3")]
    [InlineData("version = 4")]
    public void A_registration_is_taken_out_of_a_migrated_file(string version)
    {
        File.WriteAllText(Config, Before);
        var made = Made();

        Text(Target().TakeOut(made, State(Migrated.Replace("version = 3", version, StringComparison.Ordinal)))).Should().Be(Rest.Replace("version = 3", version, StringComparison.Ordinal));
    }

    [Fact]
    public void The_default_from_before_is_the_default_again()
    {
        File.WriteAllText(Config, Before + "[plugins.'io.containerd.grpc.v1.cri'.containerd]\ndefault_runtime_name = 'runc-2'\n[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.runc-2]\nruntime_type = 'io.containerd.runc.v2'\n");

        Text(Target().TakeOut(Made(), State(Migrated))).Should().Contain("default_runtime_name = \"runc-2\"\n");
    }

    /// <summary>A file of the same version, and another program, are somebody's own work.</summary>
    [Theory]
    [InlineData("version = 3", "version = 2")]
    [InlineData("/opt/oci-interceptor", "/opt/else")]
    public void Another_file_without_the_comments_is_refused(string old, string now)
    {
        File.WriteAllText(Config, Before);
        var made = Made();

        Target().Invoking(target => target.TakeOut(made, State(Migrated.Replace(old, now, StringComparison.Ordinal)))).Should().Throw<InterceptorException>()
            .WithMessage("*: the runtime oi is *");
    }

    [Theory]
    [InlineData("[plugins.'io.containerd.cri.v1.runtime']\ncontainerd = { default_runtime_name = 'oi' }\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.oi.options]\nBinaryName = '/opt/oci-interceptor'\n", "{0}:3: the runtime oi is the default here*")]
    [InlineData("[plugins.'io.containerd.cri.v1.runtime'.containerd]\nruntimes = { oi = { options = { BinaryName = '/opt/oci-interceptor' } } }\n", "{0}:3: the runtime oi is here*")]
    public void What_cannot_be_taken_out_is_not_left_in_silence(string text, string message)
    {
        File.WriteAllText(Config, Before);
        var made = Made();

        Target().Invoking(target => target.TakeOut(made, State("version = 3\n" + text))).Should().Throw<InterceptorException>().WithMessage(string.Format(null, message, Config));
    }

    [Fact]
    public void An_inline_table_goes_with_its_line()
    {
        File.WriteAllText(Config, Before);

        Text(Target().TakeOut(Made(), State("version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes]\noi = { options = { BinaryName = '/opt/oci-interceptor' } }\nrunc = { x = 1 }\n")))
            .Should().Be("version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes]\nrunc = { x = 1 }\n");
    }

    /// <summary>Migrating writes what drop-ins say into the file itself.</summary>
    [Fact]
    public void A_drop_in_that_was_copied_into_the_file_goes_from_there_too()
    {
        Directory.CreateDirectory(_scratch["conf.d"]);
        File.WriteAllText(Config, $"version = 3\nimports = ['{_scratch["conf.d"]}/*.toml']\n");
        var installed = new InstallRecord("containerd", "oi", Config, [Made()]);
        installed.Changes[0].Path.Should().Be(_scratch["conf.d/oi.toml"]);
        Target().Leftovers(installed).Should().BeEmpty();

        File.WriteAllText(Config, Migrated.Replace("version = 3", "version = 4", StringComparison.Ordinal));

        Target().Leftovers(installed).Select(change => (change.Path, Text(change.After))).Should().Equal((Config, Rest.Replace("version = 3", "version = 4", StringComparison.Ordinal)));
    }

    /// <summary>containerd would not start a container by a default that is gone.</summary>
    [Fact]
    public void A_runtime_of_a_drop_in_that_the_file_has_chosen_is_not_taken_away()
    {
        Directory.CreateDirectory(_scratch["conf.d"]);
        File.WriteAllText(Config, $"version = 3\nimports = ['{_scratch["conf.d"]}/*.toml']\n");
        var installed = new InstallRecord("containerd", "oi", Config, [Made()]);
        File.AppendAllText(Config, "[plugins.'io.containerd.cri.v1.runtime'.containerd]\ndefault_runtime_name = 'oi'\n");

        Target().Invoking(target => target.Leftovers(installed)).Should().Throw<InterceptorException>()
            .WithMessage($"{Config}:4: the runtime oi is the default here, but oi-install did not make it so: choose another default first");
    }

    private FileChange Made() => Target().Plan(new FileView()).Select(file => new FileChange(file.Path, FileState.Read(file.Path), file.State)).Last();

    private ContainerdTarget Target() => new(
        new RegistrationRequest("oi", RawArguments.Of("create").Options, "/opt/oci-interceptor", new PolicyPaths(_scratch["policies"]), new FakeHost()) { SearchPath = RuntimePrograms.Runc },
        Config,
        isDefault: false,
        new InstallRecords(_scratch["records"]));

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));

    private static string Text(FileState state) => Encoding.UTF8.GetString(state.Content!.Value.Span);
}
