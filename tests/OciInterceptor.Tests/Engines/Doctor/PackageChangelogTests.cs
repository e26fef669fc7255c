using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Doctor;

/// <summary>What a distribution's package tells of fixes that the version does not show.</summary>
public sealed class PackageChangelogTests : IDisposable
{
    private const string List = "/var/lib/dpkg/info/runc.list";
    private const string Changelog = "/usr/share/doc/runc/changelog.Debian.gz";
    private const string Title = "/usr/bin/runc is runc 1.5.2+ds1";
    private const string Older = Title + ", older than the fix for CVE-2026-119101 (runc 1.3.7, 1.4.4, 1.5.3, 1.6.0-rc.2)";

    private readonly CheckRun _run = new();

    public PackageChangelogTests()
    {
        _run.Machine.WithProgram("podman").WithProgram("runc", "runc version 1.5.2+ds1\n").With(List, "/.\n/usr\n/usr/bin\n/usr/bin/runc\n");
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("* CVE-2026-119101: refuse crafted mount points")]
    [InlineData("* Fixes: cve-2026-119101.")]
    [InlineData("* CVE-2026-1191012, CVE-2026-119101")]
    public void A_fix_that_the_changelog_names_is_there(string entry)
    {
        Pack(Entry("1.5.2+ds1-1+deb14u1", entry));
        Look().Should().Equal($"W {Title}, and none of the escapes known on 2026-11-29 affects it; its package runc 1.5.2+ds1-1+deb14u1 has the fix for CVE-2026-119101");
    }

    [Theory]
    [InlineData("* New upstream version")]
    [InlineData("* CVE-2026-1191012")]
    public void A_fix_that_a_whole_changelog_does_not_name_is_missing(string entry)
    {
        Pack(Entry("1.5.2+ds1-1", entry));
        Look().Should().Equal($"P {Older}, and the changelog of its package runc 1.5.2+ds1-1 does not name it: update the package, or pass --ignore CVE-2026-119101 if it does not concern this machine");
    }

    /// <summary>Ubuntu keeps the last entries of a changelog.</summary>
    [Theory]
    [InlineData(2026, false)]
    [InlineData(2025, true)]
    public void What_a_shortened_changelog_does_not_name_is_missing_if_it_goes_back_far_enough(int year, bool isMissing)
    {
        Pack(Entry("1.5.2+ds1-1", "* New upstream version", year) + "\n# For older changelog entries, run 'apt-get changelog runc'\n");
        Look().Should().ContainSingle().Which.Should().StartWith(isMissing
            ? $"P {Older}, and the changelog"
            : $"U {Older}: its package runc 1.5.2+ds1-1 may have the fix, but the changelog on this machine does not tell");
    }

    [Fact]
    public void A_shortened_changelog_without_a_date_tells_nothing()
    {
        Pack("runc (1.5.2+ds1-1) sid; urgency=low\n\n  * x\n\n# For older changelog entries, run 'apt changelog runc'\n");
        Look().Should().ContainSingle().Which.Should().StartWith("U ");
    }

    [Theory]
    [InlineData("/bin/runc")]
    [InlineData("/usr/bin/runc")]
    public void A_file_is_listed_below_usr_or_not(string listed)
    {
        _run.Machine.With(List, $"/.\n{listed}\n");
        Pack(Entry("1.5.2+ds1-1", "* CVE-2026-119101"));
        Look().Should().ContainSingle().Which.Should().StartWith("W ");
    }

    /// <summary>As dpkg names the lists of packages that can be there for several architectures.</summary>
    [Fact]
    public void A_list_may_be_named_after_an_architecture_too()
    {
        _run.Machine.With(List, "/.\n").With("/var/lib/dpkg/info/runc:amd64.list", "/.\n/usr/bin/runc\n");
        Pack(Entry("1.5.2+ds1-1", "* CVE-2026-119101"));
        Look().Should().ContainSingle().Which.Should().StartWith("W ").And.Contain("its package runc 1.5.2+ds1-1 has");
    }

    /// <summary>Which is what oi-install path does.</summary>
    [Fact]
    public void A_diverted_file_is_found_by_its_packages_name_for_it()
    {
        _run.WithDocker("/opt/oci-interceptor").Machine.WithInterceptor("/opt/oci-interceptor").WithProgram("runc-real", "runc version 1.5.2+ds1\n")
            .With("/var/lib/dpkg/diversions", "/usr/bin/other\n/usr/bin/other-real\n:\n/usr/bin/runc\n/usr/bin/runc-real\n:\n").Runtimes["/opt/oci-interceptor"] = "/usr/bin/runc-real";
        Pack(Entry("1.5.2+ds1-1", "* CVE-2026-119101"));
        Look().Should().Contain("W /usr/bin/runc-real is runc 1.5.2+ds1, and none of the escapes known on 2026-11-29 affects it; its package runc 1.5.2+ds1-1 has the fix for CVE-2026-119101");
    }

    /// <summary>Images leave the documentation out.</summary>
    [Fact]
    public void A_package_without_a_changelog_may_have_the_fix()
    {
        _run.Machine.WithProgram("runc", "runc version 1.5.2\n").With("/var/lib/dpkg/status", "Package: run\nVersion: 1\n\nPackage: runc\nStatus: install ok installed\nVersion: 1.5.2-1\n\nPackage: x\nVersion: 2\n");
        Look().Should().ContainSingle().Which.Should().EndWith(": its package runc 1.5.2-1 may have the fix, but its changelog is not on this machine").And.StartWith("U ");
    }

    [Fact]
    public void A_changelog_that_is_not_packed_is_read()
    {
        _run.Machine.With("/usr/share/doc/runc/changelog.Debian", Entry("1.5.2+ds1-1", "* CVE-2026-119101"));
        Look().Should().ContainSingle().Which.Should().StartWith("W ");
    }

    [Fact]
    public void A_changelog_that_is_cut_off_tells_nothing_about_the_rest()
    {
        Pack(Entry("1.5.2+ds1-1", "* New upstream version") + "runc (1.5.1");
        Look().Should().ContainSingle().Which.Should().StartWith("U ");
    }

    [Fact]
    public void A_damaged_changelog_tells_nothing()
    {
        _run.Machine.With("/var/lib/dpkg/status", "Package: runc\nVersion: 1.5.2+ds1-1\n").With(Changelog, "no gzip");
        Look().Should().ContainSingle().Which.Should().StartWith("U ").And.EndWith("its changelog is not on this machine");
    }

    /// <summary>Somebody has copied a release over the package's file.</summary>
    [Fact]
    public void A_program_of_another_version_than_its_package_is_judged_by_itself()
    {
        _run.Machine.WithProgram("runc", "runc version 1.5.1\n");
        Pack(Entry("1.5.2+ds1-1", "* CVE-2026-119101"));
        Look().Should().Equal("P /usr/bin/runc is runc 1.5.1, older than the fix for CVE-2026-119101 (runc 1.3.7, 1.4.4, 1.5.3, 1.6.0-rc.2)");
    }

    [Fact]
    public void A_version_of_a_package_may_have_an_epoch()
    {
        _run.Machine.WithProgram("dockerd", "Docker version 29.6.0, build x\n").With("/var/lib/dpkg/info/docker-ce.list", "/usr/bin/dockerd\n");
        Pack("docker-ce (5:29.6.0-1~debian.12~bookworm) bookworm; urgency=medium\n\n  * CVE-2026-17106\n\n -- A <a@b>  Mon, 01 Jun 2026 00:00:00 +0000\n", "/usr/share/doc/docker-ce/changelog.Debian.gz");
        Look().Should().Contain("W /usr/bin/dockerd is docker 29.6.0, and none of the escapes known on 2026-11-29 affects it; its package docker-ce 5:29.6.0-1~debian.12~bookworm has the fix for CVE-2026-17106");
    }

    [Fact]
    public void Without_dpkgs_lists_nothing_can_be_told()
    {
        _run.Machine.Unreadable.Add(List);
        Pack(Entry("1.5.2+ds1-1", "* CVE-2026-119101"));
        Look().Should().Equal($"U cannot tell which package /usr/bin/runc is from: cannot read {List}: Permission denied");
    }

    /// <summary>Fedora's changelogs name releases, and CVE numbers only now and then.</summary>
    [Theory]
    [InlineData("* Wed Nov 18 2026 A <a@b> - 1.5.2-2\n- Resolves: CVE-2026-119101\n", "W ", "its package runc 1.5.2-2.fc43 has the fix for CVE-2026-119101")]
    [InlineData("* Wed Mar 25 2026 A <a@b> - 1.5.2-1\n- Update\n", "U ", "its package runc 1.5.2-2.fc43 may have the fix, but the changelog on this machine does not tell")]
    [InlineData(null, "U ", "its changelog is not on this machine")]
    public void An_rpm_is_asked_for_its_changelog(string? changelog, string start, string end)
    {
        _run.Machine.WithProgram("rpm").WithProgram("runc", "runc version 1.5.2\n").With(List, "");
        _run.Machine.Outputs["/usr/bin/rpm -q --queryformat %{NAME} %{VERSION}-%{RELEASE} -f /usr/bin/runc"] = "runc 1.5.2-2.fc43";
        if (changelog is not null)
        {
            _run.Machine.Outputs["/usr/bin/rpm -q --changelog -f /usr/bin/runc"] = changelog;
        }
        Look().Should().ContainSingle().Which.Should().StartWith(start).And.EndWith(end);
    }

    /// <summary>The package of Debian 12: its changelog names one fix, and not the later ones.</summary>
    [Fact]
    public void Debian_12_is_told_what_it_has_and_what_it_lacks()
    {
        _run.Machine.WithProgram("runc", "runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\n");
        Pack(Entry("1.1.5+ds1-1+deb12u1", "* CVE-2024-21626: several container breakouts due to internally leaked fds", 2024));
        new EscapesCheck().Look(_run.Context()).Select(diagnosis => (diagnosis.Condition, diagnosis.Id)).Should().Equal(
            (Health.Problem, "CVE-2025-31133"), (Health.Problem, "CVE-2025-52565"), (Health.Problem, "CVE-2025-52881"), (Health.Problem, "CVE-2026-41579"), (Health.Problem, "CVE-2026-119101"));
    }

    private string[] Look() => _run.Look(new EscapesCheck());

    private static string Entry(string version, string text, int year = 2026) =>
        $"runc ({version}) sid; urgency=medium\n\n  {text}\n\n -- A Maintainer <a@example.org>  Fri, 02 Jan {year} 21:53:05 +0800\n";

    private void Pack(string text, string path = Changelog) => _run.Machine.With(path).WithProgram("gzip").Outputs[$"/usr/bin/gzip -dc {path}"] = text;
}
