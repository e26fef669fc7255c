using System.Collections.Immutable;
using System.Text;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A program to start through launch.c, with its arguments and the conditions it starts in.</summary>
internal sealed record Command
{
    public Command(string program, params string[] arguments)
    {
        Program = program;
        Arguments = [.. arguments.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>A path, or a name for PATH.</summary>
    public string Program { get; init; }

    /// <summary>argv[0], the program unless set.</summary>
    public string? Name { get; init; }

    public ImmutableArray<byte[]> Arguments { get; init; }

    public ImmutableArray<Condition> Conditions { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeLimit.OfACommand;

    /// <summary>Files that descriptors 1 and 2 append to; temporary ones unless set.</summary>
    public string? OutputFile { get; init; }
    public string? ErrorFile { get; init; }

    public Command In(string directory) => With(Condition.WorkingDirectory(directory));

    public Command With(params IEnumerable<Condition> conditions) => this with { Conditions = Conditions.AddRange(conditions) };

    public Command With(string variable, string value) => With(Condition.Set(variable, value));

    public Command Plus(params IEnumerable<string> arguments) => this with { Arguments = Arguments.AddRange(arguments.Select(Encoding.UTF8.GetBytes)) };

    public Command Plus(params IEnumerable<byte[]> arguments) => this with { Arguments = Arguments.AddRange(arguments) };

    /// <summary>Starts the program and waits for it; after the time limit it is killed and the test fails.</summary>
    public CommandResult Run()
    {
        using var running = Start();
        return running.Wait();
    }

    public RunningCommand Start() => new(this);

    public override string ToString() =>
        string.Join(' ', Arguments.Take(40).Select(Encoding.UTF8.GetString).Prepend(Name ?? Program));

    internal byte[] LaunchFile(string output, string error)
    {
        var file = new MemoryStream();
        Add(Condition.Input("/dev/null"));
        Add(Condition.Of("stdout", output));
        Add(Condition.Of("stderr", error));
        foreach (var condition in Conditions)
            Add(condition);
        Add(Condition.Of("program", Program));
        Add(Condition.Of("arg", Name ?? Program));
        foreach (var argument in Arguments)
            Add(new Condition("arg", argument));
        return file.ToArray();

        void Add(Condition condition)
        {
            file.Write(Encoding.UTF8.GetBytes(condition.Name));
            file.WriteByte(0);
            file.Write(condition.Value);
            file.WriteByte(0);
        }
    }
}
