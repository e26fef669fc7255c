using System.Runtime.Versioning;

// The suites share cgroups, mounts and the machine's few engines: never two at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: SupportedOSPlatform("linux")]
[assembly: TestFramework("OciInterceptor.Tests.Attacks.AttackFramework", "OciInterceptor.IntegrationTests")]
