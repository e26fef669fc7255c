namespace Fuzz.Mutation;

/// <summary>Moves, repeats and indents lines, for forms in which lines matter.</summary>
internal sealed class LineMutator(byte[][] words) : IMutator
{
    public byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var lines = Lines(input);
        if (lines.Count == 0)
        {
            return words.Any(random);
        }
        var i = random.Next(lines.Count);
        switch (random.Next(8))
        {
            case 0:
                lines.RemoveAt(i);
                break;
            case 1:
                lines.Insert(random.Next(lines.Count + 1), lines[i]);
                break;
            case 2:
                var j = random.Next(lines.Count);
                (lines[i], lines[j]) = (lines[j], lines[i]);
                break;
            case 3:
                lines[i] = [.. Enumerable.Repeat((byte)' ', random.Next(1, 5)), .. lines[i]];
                break;
            case 4:
                lines[i] = lines[i].AsSpan().TrimStart((byte)' ').ToArray();
                break;
            case 5:
                lines.Insert(i, [.. words.Any(random), (byte)'\n']);
                break;
            case 6 when Lines(other) is { Count: > 0 } others:
                lines.InsertRange(i, others.GetRange(random.Next(others.Count), 1));
                break;
            default:
                lines[i] = Value(lines[i], random);
                break;
        }
        return [.. lines.SelectMany(line => line)];
    }

    // Another word behind the sign that separates a name from its value.
    private byte[] Value(byte[] line, Random random)
    {
        var sign = line.AsSpan().IndexOfAny((byte)'=', (byte)':');
        return sign < 0 ? [.. line.AsSpan().TrimEnd((byte)'\n'), (byte)' ', .. words.Any(random), (byte)'\n']
            : [.. line.AsSpan(0, sign + 1), (byte)' ', .. words.Any(random), (byte)'\n'];
    }

    private static List<byte[]> Lines(byte[] input)
    {
        var lines = new List<byte[]>();
        for (var start = 0; start < input.Length;)
        {
            var length = input.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? input.Length : start + length + 1;
            lines.Add(input[start..end]);
            start = end;
        }
        return lines;
    }
}
