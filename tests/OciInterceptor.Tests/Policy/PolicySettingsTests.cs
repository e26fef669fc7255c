using OciInterceptor.Call.Flags;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

public sealed class PolicySettingsTests
{
    private static readonly PolicySettings _whole = new()
    {
        WriteDebugOutput = true,
        DebugOutputDirectory = "/d",
        LogFile = "/l",
        LogLevel = LogLevel.Debug,
        AuditFile = "/a",
        Recorder = new RecorderSettings("/r"),
        CloneRuntime = true,
        PassesExecArguments = true,
    };

    [Fact]
    public void What_another_does_not_say_stays() => _whole.With(new PolicySettings()).Should().Be(_whole);

    [Fact]
    public void What_another_says_counts()
    {
        new PolicySettings().With(_whole).Should().Be(_whole);
        var other = new PolicySettings
        {
            WriteDebugOutput = false,
            DebugOutputDirectory = "/d2",
            LogFile = "/l2",
            LogLevel = LogLevel.Fatal,
            AuditFile = "/a2",
            Recorder = new RecorderSettings("/r2"),
            CloneRuntime = false,
            PassesExecArguments = false,
        };
        _whole.With(other).Should().Be(other);
    }
}
