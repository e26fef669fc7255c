using System.Globalization;

namespace Manual;

/// <summary>
/// Writes the manual pages and the completions of oci-interceptor into a directory laid out as /usr/share is:
/// <c>manual DIRECTORY</c>. Their date is SOURCE_DATE_EPOCH, in seconds since 1970.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var directory] || !long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var seconds))
        {
            Console.Error.WriteLine("manual: want one argument, the directory, and SOURCE_DATE_EPOCH in the environment");
            return 1;
        }
        foreach (var (path, content) in Share.Files(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)))
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
        return 0;
    }
}
