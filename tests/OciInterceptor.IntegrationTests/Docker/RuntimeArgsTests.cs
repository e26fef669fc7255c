using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>What Docker makes of runtimeArgs, as docs/docker-runtime-args.md tells operators.</summary>
[Collection(DockerSuite.Name)]
public sealed class RuntimeArgsTests(DockerDaemons docker)
{
    // Docker's own words, which the page tells operators to look for.
    private const string Unexplained = "unable to retrieve OCI runtime error";

    public static TheoryData<string> Breaking { get; } = [.. RuntimeArgument.Breaking];

    [Fact]
    public void A_shell_reads_them_as_one_line_of_a_script()
    {
        docker["args"].Run(0, "true");
        File.ReadAllLines(docker.Runtimes.ArgumentsFile).Should().Equal(RuntimeArgument.All.SelectMany(argument => argument.Received));
    }

    [Fact]
    public void The_script_hands_on_the_engines_arguments_unquoted() =>
        File.ReadAllText(docker.Plain.RuntimeScript(RegisteredRuntimes.Debug)).Should().Be($"""
            #!/bin/sh
            {PublishedBinary.Path} --oi-readonly-networking-mounts --oi-write-debug-output --oi-debug-output-dir {docker.Runtimes.DebugDirectory} $@

            """);

    [Fact]
    public void A_flag_and_its_value_in_one_element_are_split() =>
        docker["args-two-in-one"].Run(0, "echo $DEFAULT").OutputText.Should().Be("by-rule\n");

    [Fact]
    public void Quotes_keep_a_value_with_a_space_together() =>
        docker["args-quoted"].Run(0, "echo \"$DEFAULT\"").OutputText.Should().Be("two words\n");

    [Fact]
    public void A_redirection_cuts_a_value_short_and_swallows_the_containers_output()
    {
        var result = docker["args-redirect"].Run(0, "echo lost; echo $DEFAULT >&2");
        result.OutputText.Should().BeEmpty();
        result.ErrorText.Should().Be("1\n");
    }

    [Fact]
    public void A_space_in_a_value_makes_its_second_word_the_verb() =>
        docker["args-space"].Run(127, "true").ErrorText.Should().Contain(Unexplained);

    [Theory, MemberData(nameof(Breaking))]
    public void What_means_something_to_the_shell_cuts_off_the_engines_arguments(string element)
    {
        var runtime = $"args-breaking-{Array.IndexOf(RuntimeArgument.Breaking, element)}";
        docker[runtime].Run(127, "true").ErrorText.Should().Contain(Unexplained).And.Contain("no such file or directory");
    }
}
