namespace OciInterceptor.Tests;

/// <summary>One arena a process: these have it one after the other.</summary>
public sealed unsafe class ArenaTests
{
    private static readonly Lock _lock = new();

    private static bool IsMapped
    {
        get
        {
            lock (_lock)
            {
                if (!Arena.IsInUse)
                {
                    Arena.Map();
                }
                return Arena.IsInUse;
            }
        }
    }

    [Fact]
    public void Threads_get_zeroed_memory_that_nobody_else_has()
    {
        IsMapped.Should().BeTrue();
        int[] sizes = [24, 32, 40, 1024, 65_536, 65_544, 100_000];
        var ranges = new List<(long Start, long End)>();

        Parallel.For(0, 8, thread =>
        {
            var mine = new List<(long Start, long End)>();
            var (next, limit) = (0L, 0L);
            for (var i = 0; i < 100; i++)
            {
                long size = sizes[(i + thread) % sizes.Length];
                var place = Arena.Cut(ref next, ref limit, size);
                new Span<byte>((void*)place, (int)size).ContainsAnyExcept((byte)0).Should().BeFalse();
                new Span<byte>((void*)place, (int)size).Fill((byte)(thread + 1));
                mine.Add((place, place + size));
                limit.Should().BeGreaterThanOrEqualTo(next);
            }
            lock (ranges)
            {
                ranges.AddRange(mine);
            }
        });

        ranges.Sort();
        ranges.Zip(ranges.Skip(1)).Should().OnlyContain(pair => pair.First.End <= pair.Second.Start);
        ranges.Should().OnlyContain(range => range.Start % 8 == 0);
    }

    [Fact]
    public void One_thread_goes_on_where_it_was()
    {
        IsMapped.Should().BeTrue();
        lock (_lock)
        {
            var (next, limit) = (0L, 0L);
            var first = Arena.Cut(ref next, ref limit, 24);

            Arena.Cut(ref next, ref limit, 40).Should().Be(first + 24);
            next.Should().Be(first + 64);
            (limit - first).Should().Be(64 << 10);
        }
    }
}
