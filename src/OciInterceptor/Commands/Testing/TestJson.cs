using OciInterceptor.Json;

namespace OciInterceptor.Commands.Testing;

/// <summary>Results as JSON, for scripts.</summary>
internal static class TestJson
{
    internal static string Of(TestReport report) => IndentedJson.Text(JsonBuilder.Object(
        ("result", JsonScalar.Of(report.ExitCode == 0 ? "passed" : "failed")),
        ("passed", JsonScalar.OfNumber(report.Passed)),
        ("failed", JsonScalar.OfNumber(report.Failed)),
        ("errors", JsonScalar.OfNumber(report.Errors)),
        ("tests", JsonBuilder.List(report.Results.Select(Test))),
        ("coverage", report.Coverage is not { } coverage ? null : JsonBuilder.Object(
            ("percent", JsonScalar.OfNumber(coverage.Percent)),
            ("reached", JsonScalar.OfNumber(coverage.Reached)),
            ("total", JsonScalar.OfNumber(coverage.Total)),
            ("missing", JsonBuilder.List(coverage.Rules.SelectMany(static rule => rule.Missing, static (rule, missing) => JsonBuilder.Object(
                ("at", JsonScalar.Of(rule.Place)), ("rule", JsonScalar.Of(rule.Name)), ("missing", JsonScalar.Of(missing))))))))));

    private static JsonObject Test(TestResult result) => JsonBuilder.Object(
        ("file", JsonScalar.Of(result.File)),
        ("name", JsonBuilder.Text(result.Name)),
        ("result", JsonScalar.Of(result.Word)),
        ("error", JsonBuilder.Text(result.Error)),
        ("mismatches", result.Mismatches.IsEmpty ? null : JsonBuilder.List(result.Mismatches.Select(static mismatch => JsonBuilder.Object(
            ("at", JsonScalar.Of(mismatch.Place)),
            ("what", JsonScalar.Of(mismatch.What)),
            ("expected", JsonBuilder.Text(mismatch.Expected)),
            ("got", JsonBuilder.Text(mismatch.Got)),
            ("difference", mismatch.Difference.IsEmpty ? null : JsonBuilder.Texts(mismatch.Difference)))))));
}
