using System.Diagnostics;
using Mutate.Reporting;
using Mutate.Running;
using Mutate.Weaving;

namespace Mutate;

/// <summary>Finds the mutants, builds the product with them, and looks for a test that notices each.</summary>
internal sealed class MutationRun(Options options, TextWriter output)
{
    private const string Project = "src/OciInterceptor/OciInterceptor.csproj";
    private const string Tests = "artifacts/bin/OciInterceptor.Tests/release";
    private const string Scratch = "artifacts/mutate";
    private const string Equivalents = "build/mutate-equivalent.txt";

    // Enough that the start of a process, a second, is shared by many; few enough that memory and threads that mutants leave do not add up.
    private const int InOneProcess = 20;

    // The rest of the time is for the mutants.
    private const double TimeForCoverage = 0.5;

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Whether no floor is missed.</summary>
    internal bool Run()
    {
        var product = Product.Load(Project);
        var all = options.Edits is { } edits ? WrittenMutants.Read(edits, product) : product.FindMutants();
        if (options.Publish is { } id)
        {
            var mutant = all.ElementAtOrDefault(id) ?? throw new MutateException($"there is no mutant {id}: --list prints their numbers");
            PublishedMutant.Write(product, mutant, Path.Combine(Scratch, "publish"));
            output.WriteLine($"{id,6}  {mutant}");
            return true;
        }
        var equivalents = EquivalentMutants.Read(Equivalents);
        if (options.Edits is null && equivalents.Stale(all).FirstOrDefault() is { } stale)
        {
            throw new MutateException($"{Equivalents}: there is no such mutant: {stale}");
        }
        var wanted = Selection.Of([.. all.Where(mutant => !equivalents.Has(mutant))], options);
        if (options.List)
        {
            wanted.ToList().ForEach(mutant => output.WriteLine($"{mutant.Id,6}  {mutant}"));
            return true;
        }
        Say($"{all.Count} mutants of the product, {wanted.Count} of them wanted");
        if (wanted.Count == 0)
        {
            return true;
        }
        var mutated = new MutatedProduct(product, wanted, all.Count);
        Directory.CreateDirectory(Scratch);
        var assembly = Path.Combine(Scratch, "oci-interceptor.dll");
        mutated.Write(assembly);
        Say($"{mutated.Mutants.Count} compile");
        foreach (var mutant in options.Edits is null ? [] : wanted.Except(mutated.Mutants))
        {
            output.WriteLine($"does not compile: {mutant}");
        }

        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(i => new Worker(Path.Combine(Scratch, $"worker-{i}"), Tests, assembly)).ToList();
        var coverage = Coverage.Record(workers, options.Tests, mutated.Mutants, () => IsOver(TimeForCoverage));
        Say($"{coverage.Count} tests ran without a mutant{(coverage.IsWhole ? "" : ", those of the nearest classes")}");
        foreach (var test in coverage.Failing)
        {
            output.WriteLine($"fails without a mutant: {test}");
        }
        var results = Try(mutated.Mutants, coverage, workers);
        Say("done");
        var scores = Report.Print(output, results);
        if (results.Count(result => result.Outcome == Outcome.LeftOut) is > 0 and var left)
        {
            output.WriteLine($"{left} mutants were left out: {options.Minutes} minutes do not suffice for them");
        }
        var missed = options.Floors is { } floors ? Floors.Missed(floors, scores).ToList() : [];
        missed.ForEach(output.WriteLine);
        return missed.Count == 0;
    }

    private IReadOnlyList<Result> Try(IReadOnlyList<Mutant> mutants, Coverage coverage, IReadOnlyList<Worker> workers)
    {
        foreach (var worker in workers)
        {
            worker.SetTests(coverage.Tests);
        }
        var reached = mutants.ToLookup(coverage.IsReached);
        var results = new Results(Path.Combine(Scratch, "results.tsv"));
        foreach (var mutant in reached[false])
        {
            results.Add(new Result(mutant, coverage.IsWhole ? Outcome.NotReached : Outcome.LeftOut, ""));
        }
        // What the time does not suffice for is spread over all of them.
        WorkQueue.Run(workers, Batches(reached[true], coverage).OrderBy(batch => Spread(batch[0].Id)), (worker, batch) =>
        {
            var before = results.Count;
            Try(batch, coverage, worker, results);
            if (results.Count / 100 != before / 100)
            {
                Say($"{results.Count} of {mutants.Count}");
            }
        });
        return results.All;
    }

    private static IEnumerable<IReadOnlyList<Mutant>> Batches(IEnumerable<Mutant> mutants, Coverage coverage)
    {
        var byStart = mutants.ToLookup(coverage.IsReachedAtStart);
        return byStart[false].Chunk(InOneProcess).Concat(byStart[true].Select(mutant => new[] { mutant }));
    }

    private void Try(IReadOnlyList<Mutant> batch, Coverage coverage, Worker worker, Results results)
    {
        while (batch.Count > 0 && !IsOver(1))
        {
            var ends = worker.Try([.. batch.Select(mutant => coverage.For(mutant, options.Effort))]);
            foreach (var mutant in batch.Where(mutant => ends.ContainsKey(mutant.Id)))
            {
                results.Add(ends[mutant.Id] is { } reason ? new Result(mutant, Outcome.Killed, reason) : new Result(mutant, Outcome.Survived, ""));
            }
            batch = [.. batch.Where(mutant => !ends.ContainsKey(mutant.Id))];
        }
        foreach (var mutant in batch)
        {
            results.Add(new Result(mutant, Outcome.LeftOut, ""));
        }
    }

    private bool IsOver(double part) => options.Minutes is { } minutes && _clock.Elapsed.TotalMinutes > part * minutes;

    // Knuth's multiplicative hash: an order that has nothing to do with the places.
    private static uint Spread(int id) => (uint)id * 2654435761u;

    private void Say(string what) => output.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");
}
