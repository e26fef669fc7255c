namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>One spelling of a mount in a configuration that no engine need have written.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Json">
/// The item of `mounts`, with ' for quotes, or `root: PATH` for another root file system. {S} is a directory of the test's: secret/marker
/// is what is to be kept, link leads to secret, empty is empty. {P} is a process of the host.
/// </param>
/// <param name="Look">What is seen from inside, as a shell's condition.</param>
/// <param name="Runtimes">Those that mount it without the interceptor on every machine; the others are asked too, and only refused.</param>
internal sealed record DocumentMount(string Name, string Json, string Look = "test -e /x", string Runtimes = "runc crun");
