using System.Runtime.Versioning;

// Classes own their engines, directories and mount namespaces, or share them in a collection. Two of them at a time, since they wait
// more than they compute, and more would only make each wait longer.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: SupportedOSPlatform("linux")]
[assembly: TestFramework("OciInterceptor.Tests.Attacks.AttackFramework", "OciInterceptor.IntegrationTests")]
