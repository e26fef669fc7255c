namespace Fuzz.Running;

/// <summary>Has a copy of the product's assembly count its branches (docs/decisions/0022).</summary>
internal static class Instrumentation
{
    internal static int Put(string path)
    {
        var types = SharpFuzz.Fuzzer.Instrument(path, static _ => true, SharpFuzz.Options.Value).Count();
        Console.Out.WriteLine($"instrumented {types} types of {path}");
        return types > 0 ? 0 : 1;
    }
}
