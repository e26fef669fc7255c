using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Evidence;

namespace OciInterceptor.Tests.Evidence;

public sealed class Sha256Tests
{
    // FIPS 180-4's examples, and the empty message.
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void Hashes_as_the_standard_says(string message, string hash) =>
        Sha256.Hex(Encoding.ASCII.GetBytes(message)).Should().Be(hash);

    [Fact]
    public void Hashes_a_million_letters_as_the_standard_says() =>
        Sha256.Hex(Encoding.ASCII.GetBytes(new string('a', 1_000_000))).Should().Be("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");

    [Fact]
    public void Hashes_every_length_around_a_block_as_the_framework_does()
    {
        for (var length = 0; length < 300; length++)
        {
            var message = new byte[length];
            Array.Fill(message, (byte)(length * 7));
            Sha256.Hash(message).Should().Equal(SHA256.HashData(message));
        }
    }

    [Fact]
    public void Hashes_anything_as_the_framework_does() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), message => Sha256.Hash(message).SequenceEqual(SHA256.HashData(message)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));
}
