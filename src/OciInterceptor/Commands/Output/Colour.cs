namespace OciInterceptor.Commands.Output;

/// <summary>What a terminal shows text in, by the numbers of ECMA-48's SGR.</summary>
internal enum Colour
{
    None = 0,
    Bold = 1,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}
