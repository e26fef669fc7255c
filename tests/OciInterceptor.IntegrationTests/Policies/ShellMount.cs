namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>One spelling of a mount that shell commands prepare.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Mount">Podman's options, or the source of a bind.</param>
/// <param name="Look">What is seen from inside, as a shell's condition.</param>
/// <param name="Before">Commands of the shell that are run first.</param>
internal sealed record ShellMount(string Name, string Mount, string Look = "test -e /x", string Before = ":");
