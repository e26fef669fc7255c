namespace OciInterceptor.Commands.Report;

/// <summary>Counts one thing.</summary>
internal sealed class Tally
{
    internal long Count { get; private set; }

    internal void Add() => Count++;
}
