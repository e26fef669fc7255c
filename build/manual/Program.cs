using System.Globalization;

namespace Manual;

/// <summary>
/// Writes the manual pages and the completions of oci-interceptor into a directory laid out as /usr/share is:
/// <c>manual DIRECTORY</c>. Their date is SOURCE_DATE_EPOCH, in seconds since 1970. <c>manual --rules DIRECTORY</c> makes the
/// tables of members anew in the pages there, which are those of docs/rules.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["--rules", var pages]:
                WriteTables(pages);
                return 0;
            case [var directory] when long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var seconds):
                WriteShare(directory, DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime));
                return 0;
            default:
                Console.Error.WriteLine("manual: want a directory, and SOURCE_DATE_EPOCH in the environment; or --rules and a directory");
                return 1;
        }
    }

    private static void WriteShare(string directory, DateOnly date)
    {
        foreach (var (path, content) in Share.Files(date))
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }

    private static void WriteTables(string directory)
    {
        foreach (var name in RulePages.Names)
        {
            var file = Path.Combine(directory, $"{name}.md");
            File.WriteAllText(file, RulePages.Updated(name, File.ReadAllText(file)));
        }
    }
}
