namespace Drofune.Cli;

/// <summary>What the verbs' command lines have in common.</summary>
internal static class CommonOptions
{
    internal const string DefaultState = "/run/drofune";

    internal static string TakeState(Arguments arguments)
    {
        var directory = arguments.TakeValue("--state").TrimEnd('/');
        return directory.StartsWith('/') ? directory : throw new UsageException("--state needs an absolute path, and not that of the root directory");
    }

    internal static UsageException Unknown(string verb, string option) => new($"{verb}: unknown option {option}");
}
