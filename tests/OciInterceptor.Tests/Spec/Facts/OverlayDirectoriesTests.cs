using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class OverlayDirectoriesTests
{
    [Theory]
    [InlineData("lowerdir=/a", "/a")]
    [InlineData("lowerdir=/a:/b:/c", "/a|/b|/c")]
    [InlineData("lowerdir=/a::/b", "/a|/b")]
    [InlineData(@"lowerdir=/a\:b:/c", "/a:b|/c")]
    [InlineData(@"lowerdir=/a\\:/c", @"/a\|/c")]
    [InlineData(@"lowerdir=/a\,b,upperdir=/u", "/a,b|/u")]
    [InlineData(@"lowerdir=/a\", @"/a\")]
    [InlineData("lowerdir=/a=b", "/a=b")]
    [InlineData("lowerdir==/a", "/a")]
    [InlineData("upperdir=/u:v", "/u:v")]
    [InlineData(@"upperdir=/u\,v", "/u,v")]
    [InlineData("workdir=/w", "/w")]
    [InlineData(@"lowerdir+=/a\:b", @"/a\:b|/a:b")]
    [InlineData(@"datadir+=/a", "/a|/a")]
    [InlineData("ro,lowerdir=/a,upperdir=/u,workdir=/w,index=off", "/a|/u|/w")]
    [InlineData("lowerdir=", "")]
    [InlineData("lowerdir", "")]
    [InlineData("Lowerdir=/a", "")]
    [InlineData("xlowerdir=/a", "")]
    [InlineData("redirect_dir=/a", "")]
    [InlineData("", "")]
    [InlineData("=/a", "")]
    public void An_overlay_is_made_of_what_its_options_name(string options, string directories) =>
        OverlayDirectories.Of(options).Select(layer => layer.Path).Should().Equal(directories.Split('|', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("""{"type":"overlay","options":["lowerdir=/a\\","b","upperdir=/u"]}""", "/a,b|/u")]
    [InlineData("""{"type":"overlayfs","options":["lowerdir=/a"]}""", "/a")]
    [InlineData("""{"type":"overlay"}""", "")]
    [InlineData("""{"type":"overlay2","options":["lowerdir=/a"]}""", "")]
    [InlineData("""{"options":["lowerdir=/a"]}""", "")]
    public void The_options_of_a_mount_are_one_text(string mount, string directories) =>
        OverlayDirectories.Of(new Mount(Sample.Object(mount))).Select(layer => layer.Path).Should().Equal(directories.Split('|', StringSplitOptions.RemoveEmptyEntries));
}
