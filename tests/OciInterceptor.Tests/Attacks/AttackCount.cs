using Xunit.Abstractions;

namespace OciInterceptor.Tests.Attacks;

/// <summary>Counts how many attacks of each kind were tried in a run, and how many held. build/attacks.sh prints what it writes.</summary>
internal sealed class AttackCount(IMessageSink next) : LongLivedMarshalByRefObject, IMessageSink
{
    /// <summary>The directory for the counts; without it none are written.</summary>
    private const string Variable = "OCI_INTERCEPTOR_ATTACKS";

    private readonly SortedDictionary<string, (int Tried, int Held)> _counts = new(StringComparer.Ordinal);

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestPassed or ITestFailed)
        {
            Add((ITestResultMessage)message);
        }
        else if (message is ITestAssemblyFinished && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } directory)
        {
            Write(Path.Combine(directory, typeof(AttackCount).Assembly.GetName().Name + ".tsv"));
        }
        return next.OnMessage(message);
    }

    private void Add(ITestResultMessage result)
    {
        lock (_counts)
        {
            foreach (var attack in result.TestMethod.Method.GetCustomAttributes(typeof(AttackAttribute)))
            {
                var kind = attack.GetNamedArgument<string>(nameof(AttackAttribute.Kind));
                var (tried, held) = _counts.GetValueOrDefault(kind);
                _counts[kind] = (tried + 1, held + (result is ITestPassed ? 1 : 0));
            }
        }
    }

    private void Write(string path)
    {
        lock (_counts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, _counts.Select(kind => $"{kind.Key}\t{kind.Value.Tried}\t{kind.Value.Held}"));
        }
    }
}
