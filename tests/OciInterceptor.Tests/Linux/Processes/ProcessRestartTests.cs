using System.IO.Pipes;
using OciInterceptor.Bundle;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

/// <summary>What a call begins anew with. That it does is tested end to end (StartTests, ExhaustionTests).</summary>
public sealed unsafe class ProcessRestartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("runc", "runc --x")]
    [InlineData("runc create", "runc --x create")]
    [InlineData("runc --root /r create --bundle /b c1", "runc --x --root /r create --bundle /b c1")]
    public void The_argument_is_the_first_after_the_name(string line, string expected)
    {
        var given = line.Split(' ');

        var arguments = ProcessStart.With(CStringArray.Of(["--x"])[0], given.Length, CStringArray.Of(given));

        var made = new List<string>();
        for (var i = 0; arguments[i] is not null; i++)
        {
            made.Add(CString.At(arguments[i]).ToString());
        }
        string.Join(' ', made).Should().Be(expected);
    }

    [Fact]
    public void It_is_the_program_by_whatever_name_but_not_another_file_of_the_name()
    {
        File.CreateSymbolicLink(_directory["link"], Environment.ProcessPath!);
        File.WriteAllText(_directory["other"], "");

        Is("/proc/self/exe").Should().BeTrue();
        Is(Environment.ProcessPath!).Should().BeTrue();
        Is(_directory["link"]).Should().BeTrue();
        Is(_directory["other"]).Should().BeFalse();
        Is(_directory["missing"]).Should().BeFalse();
    }

    /// <summary>If it did, this process would end here.</summary>
    [Fact]
    public void Without_leave_nothing_begins_anew() => FluentActions.Invoking(ProcessStart.Restart).Should().NotThrow();

    /// <summary>A path may be a file when the way to begin is chosen, and a pipe when it is opened.</summary>
    [Fact]
    public void After_a_stream_was_read_nothing_begins_anew()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.Write("{}"u8);
        ProcessStart.AllowRestart(CStringArray.Of(["--x"])[0]);
        try
        {
            _ = Document.ReadProcess(CString.Of($"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}"));

            ProcessStart.MayRestart.Should().BeFalse();
        }
        finally
        {
            ProcessStart.Settle();
        }
    }

    private static bool Is(string path) => ProcessStart.IsThisProgram(CStringArray.Of([path])[0]);
}
