using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class MountOptionTests
{
    // Of each row every option contradicts every other, also with an "r" before it, where there is such an option.
    [Theory]
    [InlineData("ro rw")]
    [InlineData("exec noexec")]
    [InlineData("suid nosuid")]
    [InlineData("dev nodev")]
    [InlineData("diratime nodiratime")]
    [InlineData("symfollow nosymfollow")]
    [InlineData("atime noatime relatime norelatime strictatime nostrictatime")]
    public void Flags_of_one_matter_contradict_one_another(string options)
    {
        var all = options.Split(' ');
        foreach (var (one, other) in all.SelectMany(one => all.Select(other => (one, other))))
        {
            MountOption.Contradict(one, other).Should().Be(one != other, $"{one} {other}");
            MountOption.Contradict("r" + one, other).Should().Be(one != other, $"r{one} {other}");
            MountOption.Contradict(one, "r" + other).Should().Be(one != other, $"{one} r{other}");
        }
    }

    [Theory]
    [InlineData("bind rbind")]
    [InlineData("private rprivate shared rshared slave rslave unbindable runbindable")]
    [InlineData("sync async")]
    [InlineData("silent loud")]
    [InlineData("mand nomand")]
    [InlineData("iversion noiversion")]
    [InlineData("lazytime nolazytime")]
    [InlineData("acl noacl")]
    [InlineData("idmap ridmap")]
    public void So_do_the_other_options_of_one_matter(string options)
    {
        var all = options.Split(' ');
        foreach (var (one, other) in all.SelectMany(one => all.Select(other => (one, other))))
        {
            MountOption.Contradict(one, other).Should().Be(one != other, $"{one} {other}");
        }
    }

    [Theory]
    [InlineData("ro", "exec")]
    [InlineData("ro", "nosuid")]
    [InlineData("rexec", "ro")]
    [InlineData("atime", "diratime")]
    [InlineData("private", "bind")]
    [InlineData("sync", "rsync")]
    [InlineData("size=1", "nr_inodes=1")]
    [InlineData("x-a", "x-b")]
    [InlineData("r", "rr")]
    [InlineData("RO", "rw")]
    public void Options_of_different_matters_do_not(string one, string other)
    {
        MountOption.Contradict(one, other).Should().BeFalse();
        MountOption.Contradict(other, one).Should().BeFalse();
    }

    [Theory]
    [InlineData("size=1", "size=2", true)]
    [InlineData("size=1", "size=1", false)]
    [InlineData("size=", "size=1", true)]
    [InlineData("size", "size=1", true)]
    [InlineData("context=a=b", "context=a=c", true)]
    public void One_name_with_two_values_contradicts_itself(string one, string other, bool contradicts) => MountOption.Contradict(one, other).Should().Be(contradicts);

    [Theory]
    [InlineData("ro", "ro", true)]
    [InlineData("size=1m", "size", true)]
    [InlineData("size=1m", "size=1m", true)]
    [InlineData("size=1m=2", "size=1m", true)]
    [InlineData("size=1m", "size=", false)]
    [InlineData("size=1m", "siz", false)]
    [InlineData("size", "size=1m", false)]
    [InlineData("sizes=1", "size", false)]
    [InlineData("xize=1", "size", false)]
    [InlineData("ro", "RO", false)]
    [InlineData("=x", "", true)]
    public void An_option_is_named_by_itself_or_by_what_stands_before_the_equals_sign(string option, string name, bool isNamed) => MountOption.IsNamed(option, name).Should().Be(isNamed);

    [Theory]
    [InlineData("ro", true)]
    [InlineData("size=1m", true)]
    [InlineData("context=\"a,b c\"", true)]
    [InlineData("size=", true)]
    [InlineData("", false)]
    [InlineData("=1", false)]
    [InlineData("ro,rw", false)]
    [InlineData("ro rw", false)]
    [InlineData("ro\n", false)]
    [InlineData("\u0001", false)]
    [InlineData("a,b=c", false)]
    [InlineData("a=\0", false)]
    [InlineData("\0", false)]
    public void An_option_is_one_without_a_list_in_its_name(string option, bool isOne) => MountOption.IsOne(option).Should().Be(isOne);
}
