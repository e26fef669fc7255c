using OciInterceptor.Tests.Rules.Paths;

namespace OciInterceptor.Tests.Rules;

public sealed class MaskedPathsRuleTests() : PathListTests("masked-paths", "maskedPaths");
