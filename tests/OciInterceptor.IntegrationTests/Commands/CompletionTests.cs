using System.Text;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Commands;

/// <summary>The completions in the real shells. In the lines a blank at the end stands for a word that is not begun.</summary>
public sealed class CompletionTests : IDisposable
{
    private static readonly (string Line, string Words)[] _offers =
    [
        ("oci-interceptor oi-ins", "oi-inspect oi-install"),
        ("oci-interceptor oi-install d", "docker"),
        ("oci-interceptor --oi-env", "--oi-env --oi-env-force"),
        ("oci-interceptor --oi-profile h", "hardened"),
        ("oci-interceptor --oi-profile pss", "pss-baseline pss-restricted"),
        ("oci-interceptor --oi-log-level I", "Information"),
        ("oci-interceptor oi-explain --verb ", "create exec restore run"),
        ("oci-interceptor oi-explain --ou", "--output"),
        ("oci-interceptor --oi-env A=B oi-explain --output ", "human json patch"),
        ("oci-interceptor oi-validate pol", "policy-a.json policy-b.json"),
        ("oci-interceptor oi-explain --bundle bu", "bundle/"),
        ("oci-interceptor oi-completion ", "bash fish zsh"),
        ("oci-interceptor oi-help inst", "install"),
        ("oci-interceptor oi-hook-test pres", "prestart"),
        ("oci-interceptor oi-hook-test prestart policy", "policy-a.json policy-b.json"),
        ("oci-interceptor oi-install docker ", ""),
        ("oci-interceptor oi-install --dry-run --name x --config y d", "docker"),
        ("oci-interceptor oi-explain --rule sec", "seccomp"),
        ("oci-interceptor oi-validate policy-a.json policy-b", "policy-b.json"),
        ("oci-interceptor oi-apply --profile h", "hardened"),
    ];

    private readonly Scratch _scratch = new();

    public CompletionTests()
    {
        _scratch.MakeDirectory("bin");
        _scratch.MakeDirectory("here/bundle");
        File.CreateSymbolicLink(_scratch["bin/oci-interceptor"], PublishedBinary.Path);
        _scratch.Write("here/policy-a.json", "{}");
        _scratch.Write("here/policy-b.json", "{}");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Bash_completes_commands_flags_words_profiles_and_files() =>
        Lines(Shell("bash", [Harness("complete.bash"), Script("bash"), .. _offers.Select(static offer => offer.Line)]))
            .Should().Equal(_offers.Select(static offer => offer.Words.TrimEnd('/')));

    [Fact]
    public void Bash_completes_a_value_behind_an_equals_sign() =>
        Lines(Shell("bash", [Harness("complete.bash"), Script("bash"), "oci-interceptor --oi-profile=h", "oci-interceptor oi-explain --verb="]))
            .Should().Equal("hardened", "create exec restore run");

    [Fact]
    public void The_name_of_a_profile_is_never_executed()
    {
        var scripts = Script("bash");
        File.Delete(_scratch["bin/oci-interceptor"]);
        _scratch.WriteScript("bin/oci-interceptor", "printf '%s\\n' 'a$(touch${IFS}made)  (x)' 'a`touch${IFS}made`  (x)' ''");

        Lines(Shell("bash", [Harness("complete.bash"), scripts, "oci-interceptor oi-profiles a"])).Should().ContainSingle();

        File.Exists(_scratch["here/made"]).Should().BeFalse();
    }

    [Fact]
    public void Fish_completes_commands_flags_words_profiles_and_files()
    {
        var lines = new StringBuilder($"source {Script("fish")}\n");
        foreach (var (line, _) in _offers)
        {
            lines.Append(null, $"echo (complete -C '{line}' | string replace -r '\\t.*' '' | sort | string join ' ')\n");
        }

        Lines(Shell("fish", ["--no-config", _scratch.Write("try.fish", lines.ToString())])).Should().Equal(_offers.Select(static offer => offer.Words));
    }

    /// <summary>In zsh the one word that is left is inserted.</summary>
    [Fact]
    public void Zsh_completes_commands_flags_words_profiles_and_files() =>
        Lines(Shell("zsh",
            [
                "-f", Harness("complete.zsh"), Script("zsh"), _scratch["typed"], "oci-interceptor oi-inst", "oci-interceptor oi-install d", "oci-interceptor --oi-warn",
                "oci-interceptor --oi-profile h", "oci-interceptor --oi-profile=h", "oci-interceptor oi-explain --verb c", "oci-interceptor oi-explain --ou",
                "oci-interceptor oi-validate policy-a", "oci-interceptor oi-explain --bundle bu", "oci-interceptor oi-completion f", "oci-interceptor oi-help vali",
                "oci-interceptor oi-explain --rule secc", "oci-interceptor oi-hook-test prestart policy-b",
            ]))
            .Should().Equal(
                "oci-interceptor oi-install ", "oci-interceptor oi-install docker ", "oci-interceptor --oi-warn-profile=", "oci-interceptor --oi-profile hardened ",
                "oci-interceptor --oi-profile=hardened ", "oci-interceptor oi-explain --verb create ", "oci-interceptor oi-explain --output=",
                "oci-interceptor oi-validate policy-a.json ", "oci-interceptor oi-explain --bundle bundle/", "oci-interceptor oi-completion fish ", "oci-interceptor oi-help validate ",
                "oci-interceptor oi-explain --rule seccomp ", "oci-interceptor oi-hook-test prestart policy-b.json ");

    private static string Harness(string name) => Path.Combine(AppContext.BaseDirectory, "Harness", name);

    private string Script(string shell) => _scratch.Write($"completions.{shell}", PublishedBinary.Call("oi-completion", shell).Run().Succeeded().OutputText);

    private string Shell(string shell, string[] arguments) => new Command(shell, arguments)
        .In(_scratch["here"]).With("PATH", $"{_scratch["bin"]}:{Environment.GetEnvironmentVariable("PATH")}").With("HOME", _scratch.Path).With("TERM", "dumb").Run().Succeeded().OutputText;

    private static string[] Lines(string output) => output.TrimEnd('\n').Split('\n');
}
