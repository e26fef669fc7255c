using System.Runtime.Versioning;

// One class after another: they share cgroups, the machine's few engines and its processors. Two at a time were no faster where
// other tests run beside them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: SupportedOSPlatform("linux")]
[assembly: TestFramework("OciInterceptor.Tests.Attacks.AttackFramework", "OciInterceptor.IntegrationTests")]
