using Fuzz.Models;
using Fuzz.Mutation;
using OciInterceptor.Collections;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace Fuzz.Targets;

/// <summary>containerd's config.toml: read, given a runtime, and relieved of it.</summary>
internal sealed class TomlTarget(Repository repository) : ITarget
{
    private const string File = "config.toml";
    private const string Runtime = "oi";

    public string Name => "toml";

    public int InputsARound => 910;

    public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfLines(repository.Words("toml"));

    public bool Run(byte[] input)
    {
        _ = TomlReader.ReadTolerant(input);
        string text;
        ImmutableArray<TomlStatement> statements;
        try
        {
            text = TomlReader.Decode(input, File);
            statements = TomlReader.Read(text, File);
        }
        catch (InterceptorException)
        {
            return false;
        }
        // Of a key that is defined twice Tomlyn takes one; engines refuse the file.
        var hasTwice = HasTwice(statements);
        var model = hasTwice ? null : TomlModel.Read(text);
        if (model is not null)
        {
            Compare(statements, model);
        }
        // A file that names our marks or our runtime already, or that engines refuse, is for the operator to put right.
        var isRemoved = !hasTwice && !text.Contains("oci-interceptor", StringComparison.Ordinal) && !IsDefault(statements);
        return CheckChange(text, new ContainerdDump(statements), model, isRemoved, isDefault: false) | CheckChange(text, new ContainerdDump(statements), model, isRemoved, isDefault: true);
    }

    // Tables in an array have no key of their own for our reader. A key may not be a value and have one below it.
    private static bool HasTwice(ImmutableArray<TomlStatement> statements)
    {
        var values = new HashSet<string>();
        var all = new HashSet<string>();
        foreach (var statement in statements)
        {
            var key = TomlModel.Key(statement.Key);
            if (!all.Add(key))
            {
                return true;
            }
            if (statement.Kind == TomlKind.Value && !statement.Value.StartsWith('{') && !statement.Value.StartsWith('['))
            {
                values.Add(key);
            }
        }
        return statements.Any(statement => Enumerable.Range(1, statement.Key.Length - 1).Any(length => values.Contains(TomlModel.Key(statement.Key.Take(length)))));
    }

    private static bool IsDefault(ImmutableArray<TomlStatement> statements) =>
        statements.Any(statement => statement.Key is ["plugins", _, "containerd", "default_runtime_name"] && statement.Text == Runtime);

    // "\x" is of TOML 1.1, which engines do not read; control characters in strings are of neither, and each reader makes something else of them.
    private static bool IsToml10(string value) =>
        !value.Contains("\\x", StringComparison.Ordinal) && !value.Replace("\r\n", "\n", StringComparison.Ordinal).Any(c => char.IsControl(c) && c is not ('\t' or '\n'));

    private static void Compare(ImmutableArray<TomlStatement> statements, SortedDictionary<string, string> model)
    {
        foreach (var statement in statements)
        {
            if (statement.Kind == TomlKind.Value && IsToml10(statement.Value) && statement.Text is { } text && model.TryGetValue(TomlModel.Key(statement.Key), out var value))
            {
                OracleException.Require(value == "\"" + text, () => $"line {statement.Line}: the string {statement.Value} is read as \"{text}\", and by Tomlyn as {value}");
            }
        }
    }

    private static bool CheckChange(string text, ContainerdDump known, SortedDictionary<string, string>? model, bool isRemoved, bool isDefault)
    {
        string changed;
        try
        {
            changed = ContainerdConfiguration.Parse(text, File).With(new ContainerdRuntime(Runtime, "/usr/bin/oci-interceptor", known.Settings("runc")), isDefault, known);
        }
        catch (InterceptorException)
        {
            return false;
        }
        var read = TomlReader.Read(changed, "the changed file");
        OracleException.Require(new ContainerdDump(read).Path(Runtime) == "/usr/bin/oci-interceptor", () => $"the runtime is not in the changed file:\n{changed}");
        if (model is not null)
        {
            CompareChanged(model, TomlModel.Read(changed), changed, isDefault);
        }
        if (isRemoved)
        {
            CheckRemoval(text, changed);
        }
        return true;
    }

    private static void CompareChanged(SortedDictionary<string, string> before, SortedDictionary<string, string>? after, string changed, bool isDefault)
    {
        OracleException.Require(after is not null, () => $"Tomlyn reads the file, and not the changed one:\n{changed}");
        foreach (var (key, value) in before)
        {
            OracleException.Require(after!.GetValueOrDefault(key) == value, () => $"{key.Replace('\n', '.')} was {value} and is {after!.GetValueOrDefault(key) ?? "missing"} in the changed file:\n{changed}");
        }
        var added = after!.Where(entry => !before.ContainsKey(entry.Key)).Select(entry => entry.Key).ToList();
        var strange = added.Find(key => !IsOurs(key, isDefault));
        OracleException.Require(strange is null, () => $"{strange!.Replace('\n', '.')} is new in the changed file:\n{changed}");
        OracleException.Require(added.Exists(key => key.EndsWith(TomlModel.Key("options", "BinaryName"), StringComparison.Ordinal)), () => $"Tomlyn does not find the runtime in the changed file:\n{changed}");
    }

    // The tables on the way, and the version of a file without any statement, are new with the runtime.
    private static bool IsOurs(string key, bool isDefault)
    {
        var names = key.Split('\n')[1..];
        return names is ["version"] or ["plugins"] or ["plugins", _] or ["plugins", _, "containerd"] or ["plugins", _, "containerd", "runtimes"]
            or ["plugins", _, "containerd", "runtimes", Runtime, ..]
            || (isDefault && names is ["plugins", _, "containerd", "default_runtime_name"]);
    }

    // What was added to a file without any statement is told apart by the caller.
    private static void CheckRemoval(string text, string changed)
    {
        var removed = ContainerdRemoval.Without(changed, Runtime, File);
        var rest = removed.StartsWith(text, StringComparison.Ordinal) ? removed[text.Length..] : null;
        OracleException.Require(rest is "" or "\n" || ContainerdRemoval.IsAsMade((rest ?? "").TrimStart('\n')), () => $"after the removal the file is not as it was:\n{removed}");
    }
}
