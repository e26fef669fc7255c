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
        Audit = [new AuditTarget(AuditTargetKind.File, "/a")],
        Recorder = new RecorderSettings("/r"),
        CloneRuntime = true,
        PassesExecArguments = true,
    };

    [Fact]
    public void What_another_does_not_say_stays() => _whole.With(new PolicySettings()).Should().Be(_whole);

    [Fact]
    public void Those_of_evidence_change_nothing_in_a_call() => _whole.OfEvidence.Should().Be(_whole with { CloneRuntime = null, PassesExecArguments = null });

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
            Audit = [],
            Recorder = new RecorderSettings("/r2"),
            CloneRuntime = false,
            PassesExecArguments = false,
        };
        _whole.With(other).Should().Be(other);
    }
}
