namespace Fuzz.Mutation;

/// <summary>Makes a new input of one that is known.</summary>
internal interface IMutator
{
    /// <param name="input">What is changed; never in place.</param>
    /// <param name="other">Another input of the corpus, to take parts from.</param>
    /// <param name="random">Alone decides what is done.</param>
    /// <returns>The new input; <paramref name="input"/> itself if there is nothing in it that this mutator could change.</returns>
    byte[] Mutate(byte[] input, byte[] other, Random random);

    /// <summary>All that is worth trying with a short input, whatever chance would choose.</summary>
    IEnumerable<byte[]> Variants(byte[] input) => [];
}
