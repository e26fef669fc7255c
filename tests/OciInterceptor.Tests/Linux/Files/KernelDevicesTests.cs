using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

/// <summary>By devices that every machine has.</summary>
public sealed class KernelDevicesTests
{
    [Theory]
    [InlineData("c", 1, 3, "/dev/null")]
    [InlineData("c", 1, 7, "/dev/full")]
    [InlineData("c", 5, 0, "/dev/tty")]
    [InlineData("c", 1, 250, null)]
    [InlineData("b", 1, 250, null)]
    public void A_device_has_the_name_that_the_kernel_gives_it(string type, long major, long minor, string? name) =>
        KernelDevices.NameOf(type, major, minor).Should().Be(name);

    [Fact]
    public void All_of_them_have_a_name_and_are_told_with_their_numbers()
    {
        var all = KernelDevices.All().ToList();

        all.Should().Contain(("/dev/null", "c", 1, 3)).And.OnlyContain(device => device.Path.StartsWith("/dev/"));
        all.Select(device => device.Type).Distinct().Should().BeSubsetOf(["c", "b"]);
        all.Any(device => device.Type == "b").Should().Be(Directory.EnumerateFileSystemEntries("/sys/dev/block").Any());
    }
}
