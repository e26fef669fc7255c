namespace System.Runtime;

/// <summary>
/// The Native AOT compiler makes a call of a method that bears this a plain call of the symbol, as it does in .NET's own library: without
/// a change of the thread's mode, and without a look whether a collection is waiting, which a call by DllImport has even with
/// SuppressGCTransition. What takes the place of one of .NET's functions may have neither.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string entryPoint) : Attribute
{
    public string EntryPoint { get; } = entryPoint;
}
