// The calls for modes of files are there for Unix alone, as this program is.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: TestFramework("OciInterceptor.Tests.Attacks.AttackFramework", "OciInterceptor.Tests")]
