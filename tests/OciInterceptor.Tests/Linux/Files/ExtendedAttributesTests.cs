using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

/// <summary>By the access list (acl(5)), which nearly every file system has.</summary>
public sealed unsafe class ExtendedAttributesTests : IDisposable
{
    private const string Access = "system.posix_acl_access";
    private const string Acl = "0x0200000001000700ffffffff020007006712000004000500ffffffff10000700ffffffff20000500ffffffff";

    private static readonly nint _get = OwnThread.Call(193, 10);
    private static readonly nint _set = OwnThread.Call(190, 7);
    private static readonly nint _list = OwnThread.Call(196, 13);
    private static readonly nint _remove = OwnThread.Call(199, 16);

    private readonly TemporaryDirectory _directory = new();

    public ExtendedAttributesTests()
    {
        _directory.File("with");
        _directory.File("without");
        Shell.Run("setfattr", ["-n", Access, "-v", Acl, _directory["with"]]);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_earlier_error_does_not_hide_an_attribute()
    {
        using var file = Open("with");
        _ = ExtendedAttributes.Value(file, Access);

        foreach (var error in new[] { Errno.ENODATA, Errno.ENOTSUP })
        {
            *Libc.__errno_location() = error;
            ExtendedAttributes.Value(file, Access).Should().HaveCount(44);
        }
    }

    [Theory]
    [InlineData(Errno.ENODATA, true)]
    [InlineData(Errno.ENOTSUP, true)]
    [InlineData(Errno.EACCES, false)]
    public void Where_there_are_no_attributes_there_is_no_value(int error, bool isNone)
    {
        using var file = Open("with");

        OwnThread.WhereFails(_get, error, () =>
        {
            var value = () => ExtendedAttributes.Value(file, Access);
            if (isNone)
            {
                value().Should().BeNull();
            }
            else
            {
                value.Should().Throw<IOException>().Which.HResult.Should().Be(error);
            }
        });
    }

    [Theory]
    [InlineData("remove", Errno.ENODATA, null)]
    [InlineData("remove", Errno.ENOTSUP, null)]
    [InlineData("remove", Errno.EACCES, Errno.EACCES)]
    [InlineData("list", Errno.EACCES, Errno.EACCES)]
    [InlineData("get", Errno.EACCES, Errno.EACCES)]
    [InlineData("set", Errno.EACCES, Errno.EACCES)]
    public void An_attribute_that_cannot_be_copied_is_an_error(string call, int error, int? thrown)
    {
        using var from = Open("with");
        using var to = Open("without");
        int? failure = null;

        OwnThread.WhereFails(call switch { "remove" => _remove, "list" => _list, "get" => _get, _ => _set }, error, () =>
        {
            try
            {
                ExtendedAttributes.Copy(from, to);
            }
            catch (IOException e)
            {
                failure = e.HResult;
            }
        });

        failure.Should().Be(thrown);
        if (failure is null)
        {
            ExtendedAttributes.Value(to, Access).Should().HaveCount(44);
        }
    }

    /// <summary>As a SELinux label, which a confined process may not set: a file that is made in the place of another often has it already.</summary>
    [Theory]
    [InlineData("0x0102", null)]
    [InlineData("0x0103", Errno.EACCES)]
    [InlineData("0x01", Errno.EACCES)]
    [InlineData("0x010200", Errno.EACCES)]
    [InlineData(null, Errno.EACCES)]
    public void An_attribute_that_is_the_same_already_is_not_set(string? there, int? thrown)
    {
        using var directory = AtomicFileTests.WithAttributes();
        Shell.Run("setfattr", ["-n", "user.x", "-v", "0x0102", directory.File("from")]);
        directory.File("to");
        if (there is not null)
        {
            Shell.Run("setfattr", ["-n", "user.x", "-v", there, directory["to"]]);
        }
        using var from = Descriptor.Open(CString.Of(directory["from"]), Libc.O_RDWR);
        using var to = Descriptor.Open(CString.Of(directory["to"]), Libc.O_RDWR);
        int? failure = null;

        OwnThread.WhereFails(_set, Errno.EACCES, () =>
        {
            try
            {
                ExtendedAttributes.Copy(from, to);
            }
            catch (IOException e)
            {
                failure = e.HResult;
            }
        });

        failure.Should().Be(thrown);
    }

    [Fact]
    public void Where_a_file_system_has_none_there_is_nothing_to_copy()
    {
        using var from = Open("with");
        using var to = Open("without");

        OwnThread.WhereFails(_list, Errno.ENOTSUP, () => ExtendedAttributes.Copy(from, to));

        ExtendedAttributes.Value(to, Access).Should().BeNull();
    }

    [Fact]
    public void The_list_of_the_old_file_takes_the_place_of_the_new_ones()
    {
        using var from = Open("without");
        using var to = Open("with");

        ExtendedAttributes.Copy(from, to);

        ExtendedAttributes.Value(to, Access).Should().BeNull();
    }

    private SafeFileHandle Open(string name) => Descriptor.Open(CString.Of(_directory[name]), Libc.O_RDWR);
}
