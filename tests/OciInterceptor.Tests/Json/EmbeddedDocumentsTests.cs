using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class EmbeddedDocumentsTests
{
    private static readonly EmbeddedDocuments _profiles = new("Policy/Profiles");

    [Fact]
    public void A_folders_files_are_named_in_order_and_without_their_ending() =>
        _profiles.Names.Should().Contain("ctf").And.BeInAscendingOrder(StringComparer.Ordinal).And.OnlyContain(static name => !name.Contains('.', StringComparison.Ordinal));

    [Fact]
    public void A_name_that_no_file_has_finds_nothing()
    {
        _profiles.Find("ctf.json").Should().BeNull();
        _profiles.Find("").Should().BeNull();
        FluentActions.Invoking(() => _profiles.Read("none")).Should().Throw<ArgumentException>().WithMessage("Policy/Profiles has no none.json*");
    }

    [Fact]
    public void A_file_is_read_whole() => _profiles.Read("ctf")[^2..].Should().Equal("}\n"u8.ToArray());
}
