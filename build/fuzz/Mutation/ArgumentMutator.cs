namespace Fuzz.Mutation;

/// <summary>Changes a list of arguments, each ended by a NUL as in /proc/PID/cmdline.</summary>
internal sealed class ArgumentMutator(byte[][] words) : IMutator
{
    public byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var arguments = Split(input);
        var i = random.Next(arguments.Count + 1);
        var isThere = i < arguments.Count;
        switch (random.Next(7))
        {
            case 0 when isThere:
                arguments.RemoveAt(i);
                break;
            case 1 when isThere:
                arguments.Insert(random.Next(arguments.Count + 1), arguments[i]);
                break;
            case 2 when isThere:
                arguments[i] = words.Any(random);
                break;
            case 3 when isThere:
                arguments[i] = [.. arguments[i], (byte)'=', .. words.Any(random)];
                break;
            case 4 when isThere && Split(other) is { Count: > 0 } others:
                arguments.Insert(i, others.Any(random));
                break;
            case 5 when isThere:
                arguments[i] = arguments[i].Insert(random.Next(arguments[i].Length + 1), words.Any(random));
                break;
            default:
                arguments.Insert(i, words.Any(random));
                break;
        }
        return Join(arguments);
    }

    /// <summary>The arguments; what follows the last NUL is one too.</summary>
    internal static List<byte[]> Split(byte[] input)
    {
        var arguments = new List<byte[]>();
        for (var start = 0; start < input.Length;)
        {
            var length = input.AsSpan(start).IndexOf((byte)0);
            var end = length < 0 ? input.Length : start + length;
            arguments.Add(input[start..end]);
            start = end + 1;
        }
        return arguments;
    }

    internal static byte[] Join(IEnumerable<byte[]> arguments) => [.. arguments.SelectMany(argument => (byte[])[.. argument, 0])];
}
