using System.Security.Cryptography;
using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Evidence;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Evidence;

public sealed class PolicyDigestTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("", "/a={}", "/a\u00002\0{}")]
    [InlineData("", "/a={} /b={\"rules\":[]}", "/a\u00002\0{}/b\u000012\0{\"rules\":[]}")]
    [InlineData("", "/b={\"rules\":[]} /a={}", "/b\u000012\0{\"rules\":[]}/a\u00002\0{}")]
    [InlineData("create", "/a={}", "/a\u00002\0{}\0force")]
    [InlineData("--oi-readonly-networking-mounts create", "", "readonly-networking-mounts\0force")]
    [InlineData("--oi-env A=1 --oi-env B=2 --oi-env-force C=3 --oi-cdi-device v.com/c=d create", "", "\0A=1\0B=2\0force\0C=3\0cdi v.com/c=d")]
    [InlineData("--oi-log-file /l --oi-clone-runtime create", "", "\0force")]
    public void Is_the_hash_of_the_files_with_their_names_and_of_the_flags_that_make_rules(string flags, string files, string hashed) =>
        PolicyDigest.Of(Policy(flags, files)).Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashed))));

    private static EffectivePolicy Policy(string flags, string files) => new(new PolicySettings(), [])
    {
        Files = [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => PolicyFileReader.Read(file[..2], Encoding.UTF8.GetBytes(file[3..]), new FakeHost()))],
        Flags = flags.Length == 0 ? null : RawArguments.Of(flags).Options,
    };
}
