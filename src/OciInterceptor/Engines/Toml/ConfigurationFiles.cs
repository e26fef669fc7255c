using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Toml;

/// <summary>Reads an engine's TOML files in order of precedence, lowest first, and collects their errors.</summary>
internal sealed class ConfigurationFiles(IMachine machine)
{
    private readonly ImmutableArray<(string, TomlStatement)>.Builder _entries = ImmutableArray.CreateBuilder<(string, TomlStatement)>();
    private readonly ImmutableArray<InterceptorException>.Builder _faults = ImmutableArray.CreateBuilder<InterceptorException>();

    /// <summary>What was read, each with its file; if a key is repeated, the last value wins.</summary>
    internal ImmutableArray<(string File, TomlStatement Entry)> Entries => _entries.ToImmutable();

    internal ImmutableArray<InterceptorException> Faults => _faults.ToImmutable();

    /// <summary>Whether any of the files exists.</summary>
    internal bool Exist { get; private set; }

    /// <summary>Adds the files that match a pattern.</summary>
    /// <returns>What these files say.</returns>
    internal ImmutableArray<TomlStatement> Add(string pattern)
    {
        var added = ImmutableArray.CreateBuilder<TomlStatement>();
        try
        {
            foreach (var path in machine.Glob(pattern))
            {
                Exist = true;
                var content = machine.Read(path) ?? [];
                if (TomlReader.Fault(content, path) is { } fault)
                {
                    _faults.Add(fault);
                }
                foreach (var entry in TomlReader.ReadTolerant(content))
                {
                    _entries.Add((path, entry));
                    added.Add(entry);
                }
            }
        }
        catch (InterceptorException e)
        {
            _faults.Add(e);
        }
        return added.DrainToImmutable();
    }

    /// <summary>The last string under a key; null if the key is missing.</summary>
    internal string? Text(params ReadOnlySpan<string?> names) => Last(names).Text;

    /// <summary>The file with the last string under a key; null if the key is missing.</summary>
    internal string? FileOf(params ReadOnlySpan<string?> names) => Last(names).File;

    private (string? Text, string? File) Last(ReadOnlySpan<string?> names)
    {
        (string?, string?) last = default;
        foreach (var (file, entry) in Entries)
        {
            last = entry.Is(names) && entry.Text is { } text ? (text, file) : last;
        }
        return last;
    }
}
