using OciInterceptor.Call.Arguments;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Call.Arguments;

/// <summary>What the name guardian-runc-shim and the variables of Guardian runC Shim ask for.</summary>
public sealed unsafe class GuardianShimTests
{
    private const string Binary = "GUARDIAN_RUNC_SHIM_BINARY=/a/runc-real";
    private const string NoLog = "GUARDIAN_RUNC_SHIM_LOGFILE=";

    [Theory]
    [InlineData("guardian-runc-shim")]
    [InlineData("/usr/local/bin/guardian-runc-shim")]
    [InlineData("/assets/bin/runc")]
    [InlineData("oci-interceptor")]
    public void With_the_variable_a_call_under_any_name_is_the_shims(string name)
    {
        var call = RawArguments.Of(name, "run ID", "PATH=/bin", Binary);

        RawArguments.Text(call.Scan.RuntimePath).Should().Be("/a/runc-real");
        call.Options.Profiles.Should().Equal("guardian-kvm");
        call.Options.LogFile.Should().Be("/var/log/guardian-runc-shim.log");
        call.Options.IsGuardianShim.Should().BeTrue();
    }

    [Theory]
    [InlineData("oci-interceptor")]
    [InlineData("/assets/bin/runc")]
    [InlineData("guardian-runc-shim-2")]
    [InlineData("/opt/guardian-runc-shim/runc")]
    public void Without_it_only_the_very_name_is(string name)
    {
        var call = RawArguments.Of(name, "run ID", "GUARDIAN_RUNC_SHIM_LOGFILE=/l", "XGUARDIAN_RUNC_SHIM_BINARY=/a", "GUARDIAN_RUNC_SHIM_BINARY_=/a", "GUARDIAN_RUNC_SHIM_BINARY");

        ((nint)call.Scan.RuntimePath).Should().Be(0);
        call.Scan.LacksRuntime.Should().BeFalse();
        call.Options.IsGuardianShim.Should().BeFalse();
        call.Options.Profiles.Should().BeEmpty();
        call.Options.LogFile.Should().BeNull();
    }

    [Theory]
    [InlineData("guardian-runc-shim", "PATH=/bin")]
    [InlineData("/x/guardian-runc-shim", "GUARDIAN_RUNC_SHIM_BINARY=")]
    [InlineData("runc", "GUARDIAN_RUNC_SHIM_BINARY=")]
    public void Without_a_runtime_the_call_is_refused(string name, string variable)
    {
        foreach (var line in new[] { "run ID", "state ID" })
        {
            var call = RawArguments.Of(name, line, variable);

            call.PassThrough.Should().BeFalse();
            call.Invoking(given => given.Call.FindRuntime()).Should().Throw<InterceptorException>()
                .WithMessage("missing runtime for Guardian: GUARDIAN_RUNC_SHIM_BINARY must be set to a path or to a name in PATH");
        }
    }

    [Fact]
    public void A_flag_goes_before_a_variable()
    {
        var call = RawArguments.Of("guardian-runc-shim", "--oi-runtime-path /usr/bin/crun --oi-log-file /f --oi-profile ctf run ID", Binary, "GUARDIAN_RUNC_SHIM_LOGFILE=/l");

        RawArguments.Text(call.Scan.RuntimePath).Should().Be("/usr/bin/crun");
        call.Options.LogFile.Should().Be("/f");
        call.Options.Profiles.Should().Equal("guardian-kvm", "ctf");
    }

    [Fact]
    public void The_flag_alone_names_the_runtime_as_well() =>
        RawArguments.Of("guardian-runc-shim", "--oi-runtime-path /usr/bin/crun run ID").Scan.LacksRuntime.Should().BeFalse();

    [Fact]
    public void A_profile_of_the_name_is_added() =>
        RawArguments.Of("oci-interceptor-ctf", "run ID", Binary).Options.Profiles.Should().Equal("guardian-kvm", "ctf");

    /// <summary>The log is for every call; who wants none of it has the calls without a document pass ahead of .NET.</summary>
    [Theory]
    [InlineData("state ID", false, true)]
    [InlineData("events --stats ID", false, true)]
    [InlineData("delete --force ID", false, true)]
    [InlineData("exec ID run", false, true)]
    [InlineData("run ID", false, false)]
    [InlineData("create ID", false, false)]
    [InlineData("exec -p P ID", false, false)]
    public void A_call_passes_ahead_of_dotnet_when_it_has_no_document_and_no_log(string line, bool logged, bool silent)
    {
        RawArguments.Of("guardian-runc-shim", line, Binary).PassThrough.Should().Be(logged);
        RawArguments.Of("guardian-runc-shim", line, Binary, NoLog).PassThrough.Should().Be(silent);
    }

    [Theory]
    [InlineData("GUARDIAN_RUNC_SHIM_LOGFILE=", null)]
    [InlineData("GUARDIAN_RUNC_SHIM_LOGFILE=/l", "/l")]
    [InlineData("GUARDIAN_RUNC_SHIM_LOGFILES=/l", "/var/log/guardian-runc-shim.log")]
    public void Its_log_is_where_the_variable_says(string variable, string? file) =>
        RawArguments.Of("guardian-runc-shim", "run ID", Binary, variable).Options.LogFile.Should().Be(file);

    [Fact]
    public void The_log_of_a_flag_is_for_every_call_where_the_variable_wants_none() =>
        RawArguments.Of("guardian-runc-shim", "--oi-log-file /f state ID", Binary, NoLog).PassThrough.Should().BeFalse();

    [Fact]
    public void A_container_that_is_called_run_is_no_run() =>
        RawArguments.Of("guardian-runc-shim", "exec ID run --bundle B", Binary).Scan.Document.Should().Be(DocumentKind.None);
}
