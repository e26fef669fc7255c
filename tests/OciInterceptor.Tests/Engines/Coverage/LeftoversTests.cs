using OciInterceptor.Engines.Coverage;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Coverage;

/// <summary>What earlier installations have left behind.</summary>
public sealed class LeftoversTests : IDisposable
{
    private const string Link = "/usr/local/bin/oci-interceptor-old";

    private readonly CheckRun _run = new();

    public LeftoversTests() => _run.Machine.WithProgram("dockerd").WithProgram("runc");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_clean_machine_has_none() => Find().Should().BeEmpty();

    [Fact]
    public void A_record_whose_files_are_gone_is_one()
    {
        Record("{'path':'/etc/docker/daemon.json','before':null,'after':{'text':'x'}},{'path':'/gone/link','before':null,'after':{'link':'/x'}},{'path':'/gone/removed','before':{'text':'x'},'after':null}");
        _run.Machine.With("/etc/docker/daemon.json", "{}");
        Find().Should().Equal($"{_run.Root}/installed/docker-oi.json: it records oi with docker, but /gone/link leads to no file: run oi-uninstall docker --name oi");
    }

    [Fact]
    public void A_link_that_nothing_knows_is_one()
    {
        _run.Machine.With(Link, "ELF").Links[Link] = "/usr/local/bin/oci-interceptor";
        Find().Should().Equal($"{Link}: no engine calls this link, and no record has it: remove it");

        _run.Machine.With("/etc/docker/daemon.json", $"{{'runtimes':{{'oi':{{'path':'{Link}'}}}}}}");
        Find().Should().BeEmpty("an engine calls it");

        _run.Machine.With("/etc/docker/daemon.json", "{}");
        Record($"{{'path':'{Link}','before':null,'after':{{'link':'/x'}}}}");
        Find().Should().BeEmpty("a record has it");
    }

    [Fact]
    public void A_file_of_such_a_name_is_none()
    {
        _run.Machine.With(Link, "ELF");
        Find().Should().BeEmpty();
    }

    /// <summary>An upgrade has put the package's file in the place of the link.</summary>
    [Fact]
    public void A_runtime_that_was_put_aside_without_the_interceptor_in_its_place_is_one()
    {
        _run.Machine.WithProgram("runc-real");
        Find().Should().Equal("/usr/bin/runc-real: it was put aside for the interceptor, but /usr/bin/runc is another program: install again, or remove it");

        _run.Machine.WithInterceptor("/usr/bin/runc");
        Find().Should().BeEmpty();

        _run.Machine.With("/usr/local/sbin/runc-real", "ELF");
        Find().Should().Equal("/usr/local/sbin/runc-real: it was put aside for the interceptor, but /usr/local/sbin/runc is missing: install again, or remove it");
    }

    [Fact]
    public void An_engines_entry_without_a_program_is_one()
    {
        _run.Machine.With("/etc/docker/daemon.json", "{'runtimes':{'oi':{'path':'/gone/oci-interceptor'},'named':{'path':'none'}}}");
        Find().Should().Equal("/etc/docker/daemon.json: docker has the runtime oi, but its program /gone/oci-interceptor does not exist");
    }

    [Fact]
    public void Records_that_cannot_be_read_are_told_and_the_others_are_read()
    {
        _run.Machine.With($"{_run.Root}/installed/a.json", "{}").With($"{_run.Root}/installed/b.json").Unreadable.Add($"{_run.Root}/installed/b.json");
        Record("{'path':'/gone/link','before':null,'after':{'link':'/x'}}");
        var leftovers = new Leftovers(_run.Context(), _run.Paths);

        leftovers.Find().Should().HaveCount(1);
        leftovers.Faults.Select(fault => fault.Message).Should().Equal($"{_run.Root}/installed/a.json:1:1: missing member \"engine\"", $"cannot read {_run.Root}/installed/b.json: Permission denied");
    }

    private void Record(string changes) =>
        _run.Machine.With($"{_run.Root}/installed/docker-oi.json", $"{{'engine':'docker','name':'oi','target':'/etc/docker/daemon.json','changes':[{changes}]}}");

    private string[] Find() => [.. new Leftovers(_run.Context(), _run.Paths).Find().Select(leftover => $"{leftover.Path}: {leftover.Message}")];
}
