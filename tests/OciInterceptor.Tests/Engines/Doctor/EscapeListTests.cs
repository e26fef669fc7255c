using System.Globalization;
using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Doctor;

public sealed class EscapeListTests
{
    public static TheoryData<string> Ids => [.. EscapeList.All.Select(escape => escape.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_entry_can_be_looked_up_and_compared(string id)
    {
        var escape = EscapeList.All.Single(known => known.Id == id);

        escape.Id.Should().MatchRegex("^CVE-20[0-9]{2}-[0-9]{4,}$");
        escape.Source.Should().MatchRegex("^https://.*/[^/]*(GHSA(-[a-z0-9]{4}){3}|CVE-[0-9-]+|v?[0-9]+(\\.[0-9]+)+|[0-9]+)$");
        escape.Year.Should().Be(int.Parse(id[4..8], CultureInfo.InvariantCulture));
        Of(escape.Program, escape.Fixed[^1]).IsAtLeast(escape.Fixed[^1]).Should().BeTrue();
        for (var i = 1; i < escape.Fixed.Length; i++)
        {
            Of(escape.Program, escape.Fixed[i]).IsAfter(escape.Fixed[i - 1]).Should().BeTrue("lines are in order");
        }
    }

    [Fact]
    public void The_newest_releases_have_every_fix()
    {
        foreach (var (program, release) in EscapeList.Newest)
        {
            EscapeList.All.Where(escape => escape.Concerns(Of(program, release))).Should().BeEmpty(program);
        }
    }

    private static RuntimeVersion Of(string program, string release) => RuntimeVersion.Parse(program switch
    {
        "docker" => $"Docker version {release}, build x\n",
        "containerd" => $"containerd github.com/containerd/containerd/v2 v{release} x\n",
        _ => $"{program} version {release}\n+LIBKRUN\n",
    })!;
}
