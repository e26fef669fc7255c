using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

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

    /// <summary>A block device has the numbers of a character device as well: they are told apart.</summary>
    [Fact]
    public void Devices_of_either_type_are_those_that_the_kernel_lists()
    {
        foreach (var (type, directory) in new[] { ("c", "/sys/dev/char"), ("b", "/sys/dev/block") })
        {
            var listed = Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)).ToList();

            KernelDevices.All().Where(device => device.Type == type).Select(device => $"{device.Major}:{device.Minor}").Should().BeSubsetOf(listed);
        }
    }

    /// <summary>A device may go between two looks.</summary>
    [Theory]
    [InlineData(Errno.ENOENT, true)]
    [InlineData(Errno.ENODEV, true)]
    [InlineData(Errno.EACCES, false)]
    public void A_device_that_has_gone_has_no_name_and_one_that_cannot_be_read_is_an_error(int error, bool isGone)
    {
        string? name = null;
        var failure = Failure(error, () => name = KernelDevices.NameOf("c", 1, 3));

        name.Should().Be(isGone ? null : "/dev/null", "it was that before");
        failure.Should().Be(isGone ? null : "cannot read the host's devices from /sys/dev/char: Permission denied");
    }

    [Theory]
    [InlineData(Errno.EACCES)]
    [InlineData(Errno.ENOTDIR)]
    [InlineData(Errno.EBUSY)]
    public void A_list_that_cannot_be_read_is_an_error(int error)
    {
        Failure(error, () => _ = KernelDevices.All().Count(), bits: (uint)Libc.O_DIRECTORY).Should().StartWith("cannot read the host's devices from /sys/dev/char: ");
    }

    /// <summary>Of the loop devices of a machine some may be in use, or none.</summary>
    [Fact]
    public void A_loop_device_is_made_of_the_file_that_the_kernel_names()
    {
        for (var minor = 0u; minor < 16; minor++)
        {
            var file = $"/sys/dev/block/7:{minor}/loop/backing_file";
            string[] expected = File.Exists(file) ? [File.ReadAllText(file)[..^1]] : [];

            KernelDevices.FileOfLoop(new FileStatus { DeviceNumberMajor = 7, DeviceNumberMinor = minor }).Should().Equal(expected);
            KernelDevices.FileOfLoop(new FileStatus { DeviceNumberMajor = 8, DeviceNumberMinor = minor }).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData(Errno.ENOENT, true)]
    [InlineData(Errno.ENOTDIR, true)]
    [InlineData(Errno.EACCES, false)]
    public void A_loop_device_without_a_file_has_none_and_one_that_cannot_be_read_is_an_error(int error, bool isNone)
    {
        IEnumerable<string> file = [""];
        var failure = Failure(error, () => file = KernelDevices.FileOfLoop(new FileStatus { DeviceNumberMajor = 7 }));

        failure.Should().Be(isNone ? null : "cannot read the host's devices from /sys/dev/block: Permission denied");
        if (isNone)
        {
            file.Should().BeEmpty();
        }
    }

    // What is said where a file cannot be opened. It is done once before: what .NET itself needs for it is loaded from files.
    private static string? Failure(int error, Action action, uint bits = 0)
    {
        string? failure = null;
        void Try()
        {
            try
            {
                action();
                throw new InterceptorException("none");
            }
            catch (InterceptorException e)
            {
                failure = e.Message;
            }
        }
        Try();
        failure.Should().Be("none");

        OwnThread.WhereFails(OwnThread.Call(257, 56), error, Try, argument: 2, bits);

        return failure == "none" ? null : failure;
    }

    [Fact]
    public void All_of_them_have_a_name_and_are_told_with_their_numbers()
    {
        var all = KernelDevices.All().ToList();

        all.Should().Contain(("/dev/null", "c", 1, 3)).And.OnlyContain(device => device.Path.StartsWith("/dev/"));
        all.Select(device => device.Type).Distinct().Should().BeSubsetOf(["c", "b"]);
        all.Any(device => device.Type == "b").Should().Be(Directory.EnumerateFileSystemEntries("/sys/dev/block").Any());
    }
}
