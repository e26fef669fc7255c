namespace OciInterceptor.Commands.Testing;

/// <summary>The results of a run.</summary>
/// <param name="Results">In the order of the files and of their tests.</param>
/// <param name="Coverage">What the tests reached; null if nobody asked.</param>
/// <param name="Threshold">The least coverage in percent; null for none.</param>
internal sealed record TestReport(ImmutableArray<TestResult> Results, PolicyCoverage? Coverage, int? Threshold)
{
    internal int Failed => Results.Count(static result => result.Error is null && !result.IsPassed);

    internal int Errors => Results.Count(static result => result.Error is not null);

    internal int Passed => Results.Length - Failed - Errors;

    internal bool IsCoveredEnough => Coverage is null || Threshold is not { } least || Coverage.Percent >= least;

    /// <summary>0 if every test passed and enough is covered, otherwise 1.</summary>
    internal int ExitCode => Passed == Results.Length && IsCoveredEnough ? 0 : 1;

    /// <summary>One line: how many tests there are, and what became of them.</summary>
    internal string Summary => string.Create(null, $"{Results.Length} {(Results.Length == 1 ? "test" : "tests")}: {Passed} passed, {Failed} failed, {Errors} {(Errors == 1 ? "error" : "errors")}");

    /// <summary>How much of the policies the tests reached.</summary>
    internal string? CoverageSummary => Coverage is null ? null
        : string.Create(null, $"coverage {Coverage.Percent} % ({Coverage.Reached} of {Coverage.Total} outcomes and sides of conditions)")
            + (IsCoveredEnough ? "" : string.Create(null, $", want at least {Threshold} %"));

    /// <summary>What no test reached, a line each.</summary>
    internal IEnumerable<string> Uncovered => (Coverage?.Rules ?? []).SelectMany(static rule => rule.Missing, static (rule, missing) => $"{rule.Place}: rule \"{rule.Name}\": {missing}");
}
