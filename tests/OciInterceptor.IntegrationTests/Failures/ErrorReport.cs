using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>Checks law 6: how an error reaches the person who made the call.</summary>
internal static class ErrorReport
{
    /// <summary>Begins each message, also in the log, as that is what an engine shows.</summary>
    private const string Prefix = "oci-interceptor: ";

    /// <summary>Exit code 1, nothing on stdout and one line on stderr, whose message is returned.</summary>
    public static string Message(CommandResult result)
    {
        result.Exited(1).Output.Should().BeEmpty();
        result.ErrorText.Should().StartWith(Prefix).And.EndWith("\n");
        var message = result.ErrorText[Prefix.Length..^1];
        message.Should().NotBeEmpty().And.NotContain("\n");
        return message;
    }

    /// <summary>The message of one line of runc's JSON log.</summary>
    public static string JsonMessage(string line)
    {
        var entry = JsonDocument.Parse(line).RootElement;
        entry.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("level", "msg", "time");
        entry.GetProperty("level").GetString().Should().Be("error");
        IsTime(entry.GetProperty("time").GetString()!);
        return Unprefixed(entry.GetProperty("msg").GetString()!);
    }

    /// <summary>The message of one line of runc's text log, as logrus writes it.</summary>
    public static string TextMessage(string line)
    {
        var match = Regex.Match(line, "^time=\"([^\"]+)\" level=error msg=(\"(?:[^\"\\\\]|\\\\.)*\"|[^\" ]+)$");
        match.Success.Should().BeTrue("the line is {0}", line);
        IsTime(match.Groups[1].Value);
        var message = match.Groups[2].Value;
        return Unprefixed(message.StartsWith('"') ? JsonSerializer.Deserialize<string>(message)! : message);
    }

    private static string Unprefixed(string message)
    {
        message.Should().StartWith(Prefix);
        return message[Prefix.Length..];
    }

    private static void IsTime(string time) =>
        DateTimeOffset.ParseExact(time, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture)
            .Should().BeCloseTo(DateTimeOffset.UtcNow, TimeLimit.OfManyCommands);
}
