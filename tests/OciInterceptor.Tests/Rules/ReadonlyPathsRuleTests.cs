using OciInterceptor.Tests.Rules.Paths;

namespace OciInterceptor.Tests.Rules;

public sealed class ReadonlyPathsRuleTests() : PathListTests("readonly-paths", "readonlyPaths");
