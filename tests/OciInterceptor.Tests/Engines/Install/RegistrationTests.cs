using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Install;

public sealed class RegistrationTests
{
    private readonly FileView _files = new();

    [Fact]
    public void Without_anything_asked_for_the_program_itself_is_registered() =>
        Of("").Should().BeEquivalentTo(new { Path = "/opt/bin/oci-interceptor", Arguments = Array.Empty<string>(), Files = Array.Empty<PlannedFile>() });

    [Fact]
    public void Flags_become_a_profile_and_a_link_of_its_name()
    {
        var registration = Of("--oi-readonly-networking-mounts --oi-env A=1 --oi-env-force B= --oi-cdi-device v.com/c=d --oi-write-debug-output --oi-debug-output-dir /d --oi-log-file /l --oi-log-level debug --oi-clone-runtime");

        registration.Path.Should().Be("/opt/bin/oci-interceptor-n");
        registration.Arguments.Should().BeEmpty();
        registration.Files.Select(file => (file.Path, Text(file.State))).Should().Equal(
            ("/policies/profiles/n.json", """
                {
                  "debugOutput": {
                    "enabled": true,
                    "directory": "/d"
                  },
                  "log": {
                    "file": "/l",
                    "level": "Debug"
                  },
                  "cloneRuntime": true,
                  "rules": [
                    {
                      "type": "readonly-networking-mounts"
                    },
                    {
                      "type": "env",
                      "default": {
                        "A": "1"
                      },
                      "force": {
                        "B": ""
                      }
                    },
                    {
                      "type": "cdi",
                      "devices": [
                        "v.com/c=d"
                      ]
                    }
                  ]
                }

                """),
            ("/opt/bin/oci-interceptor-n", "-> /opt/bin/oci-interceptor"));
    }

    [Fact]
    public void A_profile_made_of_flags_says_what_the_flags_say()
    {
        var options = RawArguments.Of("--oi-readonly-networking-mounts --oi-env A=1 --oi-env-force B=2 --oi-cdi-device v.com/c=d --oi-log-file /l --oi-clone-runtime create").Options;

        var file = PolicyFileReader.Read("made", RequestedProfile.Of(options), new FakeHost());

        file.Settings.Should().Be(FlagPolicy.Settings(options));
        file.Rules.Select(rule => rule.Type).Should().Equal(FlagPolicy.Rules(options).Select(rule => rule.Type));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("--oi-profile hardened", false)]
    [InlineData("--oi-readonly-networking-mounts", true)]
    [InlineData("--oi-env A=1", true)]
    [InlineData("--oi-env-force A=1", true)]
    [InlineData("--oi-cdi-device v.com/c=d", true)]
    [InlineData("--oi-write-debug-output", true)]
    [InlineData("--oi-debug-output-dir /d", true)]
    [InlineData("--oi-log-file /l", true)]
    [InlineData("--oi-log-level debug", true)]
    [InlineData("--oi-clone-runtime", true)]
    public void Each_flag_alone_asks_for_a_profile(string flags, bool isAsked) => RequestedProfile.IsAsked(RawArguments.Of($"{flags} create").Options).Should().Be(isAsked);

    [Fact]
    public void A_runtime_becomes_the_profiles_own()
    {
        var registration = Of("", request => request with { RuntimePath = "/usr/bin/crun" });

        registration.Files.Select(file => (file.Path, Text(file.State))).Should().Equal(
            ("/policies/profiles/n.json", "{\n  \"rules\": []\n}\n"),
            ("/policies/profiles/n.runtime", "-> /usr/bin/crun"),
            ("/opt/bin/oci-interceptor-n", "-> /opt/bin/oci-interceptor"));
    }

    [Fact]
    public void A_profile_is_registered_by_a_link_of_its_name() =>
        Of("--oi-profile hardened", request => request with { LinkDirectory = "/links" }).Should().BeEquivalentTo(new
        {
            Path = "/links/oci-interceptor-hardened",
            Arguments = Array.Empty<string>(),
            Files = new[] { new PlannedFile("/links/oci-interceptor-hardened", FileState.LinkTo("/opt/bin/oci-interceptor")) },
        });

    [Fact]
    public void Arguments_are_written_out_where_they_are_wanted() =>
        Of("--oi-config /p.json --oi-env A=1 --oi-debug-name id --oi-profile a --oi-profile b", request => request with { UsesArguments = true, RuntimePath = "crun" })
            .Arguments.Should().Equal("--oi-runtime-path=crun", "--oi-env=A=1", "--oi-debug-name=id", "--oi-config=/p.json", "--oi-profile=a", "--oi-profile=b");

    /// <summary>A flag that is left out would be a container without what it asks for.</summary>
    [Fact]
    public void Every_flag_that_says_something_of_calls_is_written_out()
    {
        for (var place = 0; place < FlagTable.Count; place++)
        {
            var flag = FlagTable.At(place);
            var name = Encoding.UTF8.GetString(flag.Name);
            var value = name switch
            {
                "--oi-log-level" => "=Debug",
                "--oi-debug-name" => "=id",
                "--oi-cdi-device" => "=v.com/c=d",
                _ when !flag.TakesValue => "",
                _ => name.Contains("-env", StringComparison.Ordinal) ? "=A=1" : "=/p",
            };
            var isForUs = name is "--oi-help" or "--oi-version";

            RegisteredArguments.Of(RawArguments.Of($"{name}{value} create").Options, name == "--oi-runtime-path" ? "/p" : null)
                .Should().Equal(isForUs ? [] : [name + value], name);
        }
    }

    [Theory]
    [InlineData("--oi-env=A=/b-c_d.e:f,g+h@i%j^k")]
    [InlineData("")]
    public void Arguments_that_a_shell_reads_as_they_are_can_be_registered(string argument) =>
        FluentActions.Invoking(() => RegisteredArguments.RequireHarmless([argument, argument])).Should().NotThrow();

    [Theory]
    [InlineData("--oi-config /p.json", "n", "--oi-config cannot go into a profile: use --args")]
    [InlineData("--oi-warn-profile p", "n", "--oi-warn-profile cannot go into a profile: use --args, or name the profile in \"shadow\" of a policy file")]
    [InlineData("--oi-debug-name id", "n", "--oi-debug-name cannot go into a profile: use --args")]
    [InlineData("--oi-profile hardened --oi-env A=1", "n", "a profile and flags cannot be combined*")]
    [InlineData("--oi-profile hardened --oi-profile ctf", "n", "only one profile can be registered*")]
    [InlineData("--oi-profile nowhere", "n", "unknown profile nowhere*")]
    [InlineData("--oi-env A=1 --oi-env A=2", "n", "--oi-env names A twice")]
    [InlineData("--oi-env-force A=1 --oi-env-force A=2", "n", "--oi-env-force names A twice")]
    [InlineData("--oi-env A=1", "hardened", "hardened is a built-in profile, which the one made from the flags would hide*")]
    public void What_cannot_be_registered_is_refused(string flags, string name, string message) =>
        FluentActions.Invoking(() => Of(flags, request => request with { Name = name })).Should().Throw<InterceptorException>().WithMessage(message);

    [Theory]
    [InlineData("/policies/profiles/n.json", "*n.json already exists with other content: use it with --profile n, or choose another runtime name with --name")]
    [InlineData("/policies/profiles/n.runtime", "*n.runtime already exists with other content: remove it, or leave out --oi-runtime-path")]
    [InlineData("/opt/bin/oci-interceptor-n", "*oci-interceptor-n already exists with other content: choose another directory with --link-dir")]
    public void What_somebody_else_has_put_there_stays(string path, string message)
    {
        _files[path] = FileState.Of("theirs"u8.ToArray());

        FluentActions.Invoking(() => Of("--oi-env A=1", request => request with { RuntimePath = "crun" })).Should().Throw<InterceptorException>().WithMessage(message);
    }

    [Theory]
    [InlineData("A=two words")]
    [InlineData("A=$(id)")]
    [InlineData("A=a;b")]
    [InlineData("A='b'")]
    [InlineData("A=*")]
    [InlineData("A=a\nb")]
    [InlineData("A=~")]
    [InlineData("A=ä")]
    [InlineData("A=\\")]
    [InlineData("A=\"")]
    [InlineData("A=#")]
    [InlineData("A=!")]
    [InlineData("A={b}")]
    [InlineData("A=[b]")]
    [InlineData("A=<b>")]
    [InlineData("A=b&")]
    [InlineData("A=b|c")]
    [InlineData("A=b?")]
    [InlineData("A=`b`")]
    [InlineData("A=\t")]
    public void Arguments_that_a_shell_would_read_otherwise_are_refused(string argument) =>
        FluentActions.Invoking(() => RegisteredArguments.RequireHarmless([$"--oi-env={argument}"])).Should().Throw<InterceptorException>()
            .WithMessage($"--oi-env={argument} would not survive Docker's script, which quotes nothing: leave out --args, and a profile will hold what the flags ask for");

    [Theory]
    [InlineData("runc")]
    [InlineData("io.containerd.runc.v2")]
    [InlineData("io.containerd.")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/usr/bin/runc")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void A_name_that_engines_would_misread_is_refused(string name) =>
        FluentActions.Invoking(() => RuntimeName.Check(name)).Should().Throw<InterceptorException>().Which.Message.Should().Contain($"\"{name}\"");

    private Registration Of(string flags, Func<RegistrationRequest, RegistrationRequest>? change = null)
    {
        var request = new RegistrationRequest("n", RawArguments.Of($"{flags} create").Options, "/opt/bin/oci-interceptor", new PolicyPaths("/policies"), new FakeHost());
        return Registration.Of(change?.Invoke(request) ?? request, _files);
    }

    private static string Text(FileState state) => state.Target is { } target ? $"-> {target}" : Encoding.UTF8.GetString(state.Content!.Value.Span);
}
