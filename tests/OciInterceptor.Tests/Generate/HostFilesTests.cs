using OciInterceptor.Generate;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Generate;

public sealed class HostFilesTests
{
    [Fact]
    public void Of_the_host_what_is_there_of_a_fixed_list_is_bound_read_only_and_links_by_where_they_lead()
    {
        var host = new FakeHost { Links = { ["/bin"] = "/usr/bin", ["/lib64"] = "/usr/lib64" } };
        string[] there = ["/bin", "/usr", "/lib64", "/etc/shadow", "/etc/alternatives", "/root", "/opt"];

        HostFiles.OfHost(host, there.Contains).Select(mount => (mount.Source, mount.Destination, string.Join(',', mount.Options))).Should().Equal(
            ("/usr/bin", "/bin", "nosuid,nodev,ro"),
            ("/usr", "/usr", "nosuid,nodev,ro"),
            ("/usr/lib64", "/lib64", "nosuid,nodev,ro"),
            ("/etc/alternatives", "/etc/alternatives", "nosuid,nodev,ro"));
    }

    [Fact]
    public void Of_a_root_file_system_what_lies_in_it_is_bound()
    {
        var host = new FakeHost { Links = { ["/srv/r"] = "/srv/root", ["/srv/root/bin"] = "/srv/root/usr/bin" } };
        string[] there = ["/srv/r/bin", "/srv/r/etc"];

        HostFiles.OfRoot("/srv/r", host, there.Contains).Select(mount => (mount.Source, mount.Destination)).Should().Equal(
            ("/srv/root/usr/bin", "/bin"), ("/srv/root/etc", "/etc"));
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("/srv/root2/etc")]
    public void What_leads_out_of_a_root_file_system_is_refused(string target)
    {
        var host = new FakeHost { Links = { ["/srv/root/etc"] = target } };

        FluentActions.Invoking(() => HostFiles.OfRoot("/srv/root", host, _ => true).ToList()).Should().Throw<InterceptorException>()
            .WithMessage($"/srv/root/etc leads outside /srv/root, to {target}");
    }
}
