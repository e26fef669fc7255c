using System.Collections.Concurrent;

namespace Mutate.Running;

/// <summary>Work that is done as workers become free.</summary>
internal static class WorkQueue
{
    internal static void Run<T>(IReadOnlyList<Worker> workers, IEnumerable<T> items, Action<Worker, T> work)
    {
        var queue = new ConcurrentQueue<T>(items);
        var threads = workers.Select(worker => Task.Factory.StartNew(
            () =>
            {
                while (queue.TryDequeue(out var item))
                {
                    work(worker, item);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WaitAll([.. threads]);
    }
}
