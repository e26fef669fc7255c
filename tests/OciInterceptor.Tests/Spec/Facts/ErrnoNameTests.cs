using System.Runtime.InteropServices;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class ErrnoNameTests
{
    [Theory]
    [InlineData("EPERM", 1u)]
    [InlineData("EAGAIN", 11u)]
    [InlineData("EWOULDBLOCK", 11u)]
    [InlineData("EDEADLK", 35u)]
    [InlineData("EDEADLOCK", 35u)]
    [InlineData("ENOSYS", 38u)]
    [InlineData("ELOOP", 40u)]
    [InlineData("ENOMSG", 42u)]
    [InlineData("EBADSLT", 57u)]
    [InlineData("EBFONT", 59u)]
    [InlineData("EILSEQ", 84u)]
    [InlineData("EOPNOTSUPP", 95u)]
    [InlineData("ENOTSUP", 95u)]
    [InlineData("EAFNOSUPPORT", 97u)]
    [InlineData("EINPROGRESS", 115u)]
    [InlineData("EHWPOISON", 133u)]
    [InlineData("-", null)]
    [InlineData("eperm", null)]
    [InlineData("EPERMIT", null)]
    [InlineData("", null)]
    public void A_name_has_the_number_that_the_kernel_gives_it(string name, uint? number) => ErrnoName.Number(name).Should().Be(number);

    /// <summary>The C library has a message for each, and none that says the number is unknown.</summary>
    [Fact]
    public void Every_name_has_a_number_that_the_C_library_knows()
    {
        ErrnoName.All.Should().HaveCount(134).And.OnlyHaveUniqueItems();
        ErrnoName.All.Select(name => Marshal.GetPInvokeErrorMessage((int)ErrnoName.Number(name)!.Value)).Should().NotContain(message => message.StartsWith("Unknown error", StringComparison.Ordinal));
    }
}
