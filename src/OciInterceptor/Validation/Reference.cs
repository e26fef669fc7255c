namespace OciInterceptor.Validation;

/// <summary>What a finding about a document rests on: a section of the runtime specification, or the place where the kernel's limit is described.</summary>
internal sealed record Reference
{
    private Reference(string text) => Text = text;

    /// <summary>As 'config-linux.md, "Memory policy"', "set_mempolicy(2)" or "Documentation/filesystems/resctrl.rst".</summary>
    internal string Text { get; }

    /// <summary>A section that every system has.</summary>
    internal static Reference Config(string section) => new($"config.md, \"{section}\"");

    /// <summary>A section of Linux.</summary>
    internal static Reference Linux(string section) => new($"config-linux.md, \"{section}\"");

    /// <summary>The page of another system.</summary>
    internal static Reference System(string name) => new($"config-{name}.md");

    /// <summary>A manual page, or a file of the kernel's documentation or its source.</summary>
    internal static Reference Kernel(string page) => new(page);
}
