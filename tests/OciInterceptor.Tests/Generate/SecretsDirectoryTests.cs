using OciInterceptor.Generate;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Generate;

public sealed class SecretsDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _memory = new("/dev/shm");
    private readonly TemporaryDirectory _scratch = new("/var/tmp");

    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(null, null, "0:0")]
    [InlineData(4711u, 4712u, "4711:4712")]
    [InlineData(4711u, null, "0:0")]
    public void A_copy_can_be_read_by_one_user_alone(uint? owner, uint? group, string expected)
    {
        var directory = Put("s3cret", owner, group);

        var copy = directory.PathOf(Secret);
        File.ReadAllText(copy).Should().Be("s3cret");
        Convert.ToString((int)File.GetUnixFileMode(copy), 8).Should().Be("400");
        Posix.Owner(copy).Should().Be(expected);
        Convert.ToString((int)File.GetUnixFileMode(_memory["secrets"]), 8).Should().Be("711");
    }

    [Theory]
    [InlineData(1 << 20, true)]
    [InlineData((1 << 20) + 1, false)]
    [InlineData(0, true)]
    public void A_secret_has_a_mebibyte_at_most(int size, bool isCopied)
    {
        var put = () => Put(new string('x', size), null, null);

        if (isCopied)
        {
            put.Should().NotThrow();
        }
        else
        {
            put.Should().Throw<InterceptorException>().WithMessage($"cannot copy the secret {Secret.File}: it is larger than 1 MiB");
        }
    }

    [Fact]
    public void What_is_no_file_is_no_secret_and_nobody_waits_for_its_writer()
    {
        Posix.MakeFifo(_scratch["secret"]);

        FluentActions.Invoking(() => new SecretsDirectory(_memory["secrets"]).Put([Secret], null, null)).Should().Throw<InterceptorException>()
            .WithMessage($"cannot copy the secret {Secret.File}: it is not a regular file");
    }

    [Fact]
    public void A_copy_takes_no_name_that_is_taken()
    {
        Directory.CreateDirectory(_memory["secrets"]);
        File.CreateSymbolicLink(_memory["secrets/token"], _scratch.File("victim", "mine"));

        FluentActions.Invoking(() => Put("s3cret", null, null)).Should().Throw<InterceptorException>().WithMessage($"cannot copy the secret {Secret.File}: File exists");
        File.ReadAllText(_scratch["victim"]).Should().Be("mine");
    }

    [Fact]
    public void Without_secrets_nothing_is_made()
    {
        new SecretsDirectory(_memory["secrets"]).Put([], 1, 1);

        _memory.Names.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/dev/shm", true)]
    [InlineData("/dev/shm/none/below", true)]
    [InlineData("/proc", false)]
    public void A_place_is_in_memory_or_not(string path, bool isInMemory) => SecretsDirectory.IsInMemory(path).Should().Be(isInMemory);

    [Theory]
    [InlineData("a=/f", "a", "/f")]
    [InlineData("a.B-_9=/f=g", "a.B-_9", "/f=g")]
    [InlineData("...=/f", "...", "/f")]
    public void A_secret_is_a_name_and_a_file(string text, string name, string file) => Parsed(text).Should().Be(new Secret(name, file, true));

    [Theory]
    [InlineData("a", "invalid secret \"a\": want NAME=FILE, with the absolute path of a file")]
    [InlineData("a=", "invalid secret \"a=\": want NAME=FILE, with the absolute path of a file")]
    [InlineData("a=f", "invalid secret \"a=f\": want NAME=FILE, with the absolute path of a file")]
    [InlineData("a=/f\0", "invalid secret \"a=/f\0\": want NAME=FILE, with the absolute path of a file")]
    [InlineData("=/f", "invalid secret name \"\": want letters, digits, \".\", \"_\" and \"-\"")]
    [InlineData(".=/f", "invalid secret name \".\": want letters, digits, \".\", \"_\" and \"-\"")]
    [InlineData("a b=/f", "invalid secret name \"a b\": want letters, digits, \".\", \"_\" and \"-\"")]
    [InlineData("\u00e4=/f", "invalid secret name \"\u00e4\": want letters, digits, \".\", \"_\" and \"-\"")]
    public void Anything_else_is_refused(string text, string message) => FluentActions.Invoking(() => Parsed(text)).Should().Throw<InterceptorException>().WithMessage(message);

    private Secret Secret => new("token", _scratch["secret"], IsInMemory: true);

    private SecretsDirectory Put(string content, uint? owner, uint? group)
    {
        _scratch.File("secret", content);
        var directory = new SecretsDirectory(_memory["secrets"]);
        directory.Put([Secret], owner, group);
        return directory;
    }

    private static Secret Parsed(string text) => OciInterceptor.Generate.Secret.Parse(text, isInMemory: true);
}
