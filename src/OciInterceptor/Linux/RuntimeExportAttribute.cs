namespace System.Runtime;

/// <summary>Known to the Native AOT compiler by name: exports a method from the object file under a symbol of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    public string EntryPoint { get; } = entryPoint;
}
