namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>The machine's processes by their command lines.</summary>
internal static class Processes
{
    /// <summary>The command lines that have a text in them.</summary>
    public static string[] With(string text) =>
        [.. Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0])).Select(CommandLine).Where(line => line.Contains(text))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
