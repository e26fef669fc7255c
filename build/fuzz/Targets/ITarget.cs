using Fuzz.Mutation;

namespace Fuzz.Targets;

/// <summary>One kind of input: how the product reads it, and what must hold of the result.</summary>
internal interface ITarget
{
    /// <summary>The word that names it: on the command line, and of its corpus.</summary>
    string Name { get; }

    /// <summary>How many inputs of it are tried before the next target's turn: what about ten milliseconds are enough for, more where more can go wrong.</summary>
    int InputsARound { get; }

    IReadOnlyList<IMutator> Mutators { get; }

    /// <summary>Has the product read an input.</summary>
    /// <returns>Whether the product took it; what it takes is worth more to mutate.</returns>
    /// <exception cref="OracleException">An oracle says otherwise.</exception>
    /// <remarks>Any other exception is a crash, an InterceptorException too: where a refusal may be, the target takes it.</remarks>
    bool Run(byte[] input);
}
