using System.Globalization;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>The machine's processes by their command lines.</summary>
internal static class Processes
{
    /// <summary>Stands for a process that is ending.</summary>
    public const string Ending = "ending";

    private const int Exiting = 4; // PF_EXITING

    /// <summary>
    /// The command lines that have a text in them. A process that is ending has none any more, but may still have its files
    /// and locks, so it counts, whatever it was.
    /// </summary>
    public static string[] With(string text) =>
        [.. Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0])).Select(CommandLine).Where(line => line.Contains(text) || line == Ending)];

    private static string CommandLine(string process)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "cmdline"));
            return line.Length == 0 && IsEnding(File.ReadAllText(Path.Combine(process, "stat"))) ? Ending : line;
        }
        catch (IOException)
        {
            return "";
        }
    }

    // Its name, in parentheses, may have any character; behind it are its state and, as the seventh, its flags (proc(5)).
    private static bool IsEnding(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is not ("Z" or "X") && (uint.Parse(fields[6], CultureInfo.InvariantCulture) & Exiting) != 0;
    }
}
