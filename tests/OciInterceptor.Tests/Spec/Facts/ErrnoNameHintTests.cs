using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class ErrnoNameHintTests
{
    [Theory]
    [InlineData("EPRM", "EPERM")]
    [InlineData("eperm", "EPERM")]
    [InlineData("EPREM", "EPERM")]
    [InlineData("ENOSY", "ENOSYS")]
    public void The_name_that_was_meant_is_offered(string word, string meant) => ErrnoName.Hint(word).Should().Be($", did you mean \"{meant}\"?");

    [Theory]
    [InlineData("EFOO")]
    [InlineData("EX")]
    [InlineData("E")]
    [InlineData("")]
    public void One_that_differs_in_more_than_half_of_its_letters_is_not(string word) => ErrnoName.Hint(word).Should().BeEmpty();
}
