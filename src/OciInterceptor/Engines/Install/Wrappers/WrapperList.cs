using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Wrappers;

/// <summary>The wrappers that a command line asks for, by NAME=PATH and NAME=ARGUMENT.</summary>
internal static class WrapperList
{
    /// <param name="programs">NAME=PATH, or NAME=PROGRAM for one on PATH.</param>
    /// <param name="arguments">NAME=ARGUMENT, in the order in which the program gets them.</param>
    /// <param name="searchPath">The PATH on which programs are looked for.</param>
    /// <exception cref="InterceptorException">A name is invalid, or a program is missing.</exception>
    internal static ImmutableArray<Wrapper> Of(IEnumerable<string> programs, IEnumerable<string> arguments, string searchPath)
    {
        var wrappers = new List<Wrapper>();
        foreach (var (name, program) in programs.Select(text => Split("--wrapper", text)))
        {
            if (Find(wrappers, name) >= 0)
            {
                throw new InterceptorException($"--wrapper names {name} twice");
            }
            wrappers.Add(new Wrapper(RuntimeName.CheckFile(name), FileOf(name, program, searchPath), []));
        }
        foreach (var (name, argument) in arguments.Select(text => Split("--wrapper-arg", text)))
        {
            var index = Find(wrappers, name);
            wrappers[index] = index >= 0
                ? wrappers[index] with { Arguments = wrappers[index].Arguments.Add(argument) }
                : throw new InterceptorException($"--wrapper-arg is for {name}, which no --wrapper names");
        }
        return [.. wrappers];
    }

    private static int Find(List<Wrapper> wrappers, string name) => wrappers.FindIndex(wrapper => wrapper.Name == name);

    private static string FileOf(string name, string program, string searchPath)
    {
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            return ProgramPath.Find(program, searchPath) ?? throw new InterceptorException($"cannot wrap {name}: the program {program} is not on PATH");
        }
        return program.StartsWith('/') && ProgramPath.IsExecutable(program)
            ? program
            : throw new InterceptorException($"cannot wrap {name}: {program} is not the absolute path of a program");
    }

    private static (string Name, string Value) Split(string option, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - (option == "--wrapper" ? 1 : 0)
            ? (text[..equals], text[(equals + 1)..])
            : throw new InterceptorException($"{option} needs NAME=…, not \"{text}\"");
    }
}
