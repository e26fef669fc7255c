using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Features;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Spec.Features;

namespace OciInterceptor.Tests.Rules;

/// <summary>The annotations that "removeSteering" takes because the runtime of the call names them; what it always takes is in golden files.</summary>
public sealed class SteeringTests
{
    [Theory]
    [InlineData("'com.example.unsafe.'", "com.example.unsafe com.other com.example.safe io.podman.annotations.init")]
    [InlineData("'com.example.unsafe.','io.podman.annotations.'", "com.example.unsafe com.other com.example.safe")]
    [InlineData("'com.example.unsafe'", "com.example.unsafe.a com.other com.example.safe io.podman.annotations.init")]
    [InlineData("'io.kubernetes.cri.container-type'", "com.example.unsafe com.example.unsafe.a com.other com.example.safe io.podman.annotations.init")]
    [InlineData("'Com.other',''", "com.example.unsafe com.example.unsafe.a com.other com.example.safe io.podman.annotations.init")]
    public void What_the_runtime_calls_unsafe_goes_too(string named, string left)
    {
        var features = FeaturesSample.Of($"{{'ociVersionMax':'1.2.0','potentiallyUnsafeConfigAnnotations':[{named}]}}");

        Left(new RuntimeAnswer("/usr/bin/x", features, null)).Should().Be(left + " io.kubernetes.cri.container-type");
    }

    [Fact]
    public void Without_its_features_the_known_ones_go() =>
        Left(FeaturesSample.OldCrun).Should().Be("com.example.unsafe com.example.unsafe.a com.other com.example.safe io.podman.annotations.init io.kubernetes.cri.container-type");

    private static string Left(RuntimeAnswer runtime)
    {
        var host = new FakeHost { RuntimeOfCall = runtime };
        var file = PolicyFileReader.Read("policy.json", """{"rules":[{"type":"annotations","removeSteering":true}]}"""u8.ToArray(), host);
        var document = """
            {"annotations":{"com.example.unsafe":"","com.example.unsafe.a":"","run.oci.handler":"krun","com.other":"","com.example.safe":"","io.podman.annotations.init":"","io.kubernetes.cri.container-type":""}}
            """;
        var verdict = new EffectivePolicy(file.Settings, file.Rules).Apply(new RuntimeSpec((JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(document), "config.json")), "create", "c1", host);
        return string.Join(' ', ((JsonObject)verdict.Document.Entry("annotations")!).Members.Select(member => member.Name.AsText()));
    }
}
