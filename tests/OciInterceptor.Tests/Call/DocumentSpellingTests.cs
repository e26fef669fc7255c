using OciInterceptor.Call.Arguments;

namespace OciInterceptor.Tests.Call;

public sealed class DocumentSpellingTests
{
    [Theory]
    [InlineData("create -b X ID")]
    [InlineData("create -bX ID")]
    [InlineData("create -b=X ID")]
    [InlineData("create --b X ID")]
    [InlineData("create --bundle X ID")]
    [InlineData("create --bundle=X ID")]
    [InlineData("create -bundle X ID")]
    [InlineData("create -bundle=X ID")]
    [InlineData("create ID --bundle X")]
    [InlineData("create --bundle Y --bundle X ID")]
    [InlineData("create --bundle Y -bX ID")]
    [InlineData("create --bundle X -- ID")]
    [InlineData("run -d -b X ID")]
    [InlineData("run -db X ID")]
    [InlineData("run -dbX ID")]
    [InlineData("run --detach --bundle X ID")]
    [InlineData("run --keep -bundle=X --no-subreaper ID")]
    [InlineData("restore -detach -bundle X ID")]
    [InlineData("restore -b X -no-subreaper ID")]
    [InlineData("restore -file-locks -b X ID")]
    [InlineData("restore -lazy-pages -tcp-established -ext-unix-sk -shell-job -auto-dedup -b X ID")]
    [InlineData("create -no-pivot -no-new-keyring -b X ID")]
    [InlineData("create --future-option=create -b X ID")]
    [InlineData("create --bundle X -bundle '' -b=X ID")]
    [InlineData("create --bun X ID")]
    [InlineData("create ID -b X")]
    [InlineData("create --bun=X ID")]
    [InlineData("run -d=true -b X ID")]
    [InlineData("run --d -b X ID")]
    [InlineData("run --detach=false -b X ID")]
    [InlineData("create -x -b X ID")]
    [InlineData("create --no-pivot --bundle X --preserve-fds 2 ID")]
    public void A_bundle_is_found_in_every_spelling(string line) => DocumentPath(line).Should().Be("X/config.json");

    [Theory]
    [InlineData("create --bundle=X=Y ID")]
    [InlineData("create -b=X=Y ID")]
    [InlineData("create -bX=Y ID")]
    [InlineData("create -db X=Y ID")]
    public void A_bundle_may_have_the_sign_in_its_name(string line) => DocumentPath(line).Should().Be("X=Y/config.json");

    [Theory]
    [InlineData("create ID")]
    [InlineData("create --bundle= ID")]
    [InlineData("create --bundle '' ID")]
    [InlineData("create --pid-file --bundle ID")]
    [InlineData("create --console-socket -bX ID")]
    [InlineData("create --preserve-fds -b ID")]
    [InlineData("create -- ID --bundle X")]
    [InlineData("create -- --bundle=X")]
    [InlineData("create --bundle")]
    [InlineData("create -b")]
    [InlineData("run -d=b X")]
    [InlineData("run --db X ID")]
    [InlineData("create -BX ID")]
    [InlineData("create --bundles X ID")]
    [InlineData("create --bundlé X ID")]
    [InlineData("create --=X ID")]
    [InlineData("create -=X ID")]
    [InlineData("create --process X ID")]
    public void Without_a_bundle_the_document_is_in_the_working_directory(string line) => DocumentPath(line).Should().Be("config.json");

    [Theory]
    [InlineData("create --bundle B --config F ID", "F")]
    [InlineData("create --bundle B -f F ID", "F")]
    [InlineData("create --bundle B -fF ID", "F")]
    [InlineData("create --bundle B --config=./config.json ID", "./config.json")]
    [InlineData("create --bundle B --config /c/f.json ID", "/c/f.json")]
    [InlineData("run -dfF -b B ID", "F")]
    [InlineData("create --config F ID", "F")]
    [InlineData("create --bundle B --config config.json ID", "B/config.json")]
    [InlineData("create --config config.json ID", "config.json")]
    [InlineData("create --bundle B --config E --config F ID", "F")]
    [InlineData("create --bundle B --conf F ID", "F")]
    [InlineData("create --bundle B --config '' ID", "")]
    [InlineData("create --bundle B --config config.jso ID", "config.jso")]
    [InlineData("create --bundle B --con F ID", "B/config.json")] // begins --console-socket too
    [InlineData("create -bun ID", "un/config.json")] // -b un
    public void A_configuration_named_to_crun_is_in_the_working_directory_unless_it_is_called_config_json(string line, string path) =>
        DocumentPath(line).Should().Be(path);

    [Theory]
    [InlineData("exec -p X ID")]
    [InlineData("exec -pX ID")]
    [InlineData("exec -p=X ID")]
    [InlineData("exec --process X ID")]
    [InlineData("exec --process=X ID")]
    [InlineData("exec -process X ID")]
    [InlineData("exec -process=X ID")]
    [InlineData("exec -d -p X ID")]
    [InlineData("exec -dtp X ID")]
    [InlineData("exec -dtpX ID")]
    [InlineData("exec -dtp=X ID")]
    [InlineData("exec -t -d --process X ID")]
    [InlineData("exec -detach -tty -process X ID")]
    [InlineData("exec --process Y -p X ID")]
    [InlineData("exec -e A=B -u 0 -g 1 -c CAP_KILL --cwd / -p X ID")]
    [InlineData("exec -no-new-privs -ignore-paused -p X ID")]
    [InlineData("exec -p X -- ID")]
    [InlineData("exec --p X ID")]
    [InlineData("exec --p=X ID")]
    [InlineData("exec --e A=B --p X ID")]
    [InlineData("exec -p '' -p X ID")]
    [InlineData("exec --tty=false -p X ID")]
    public void A_process_is_found_in_every_spelling(string line)
    {
        DocumentPath(line).Should().Be("X");
        RawArguments.Of(line).Call.ContainerId.Should().Be("ID");
    }

    [Theory]
    [InlineData("exec ID sh -b /x")]
    [InlineData("exec ID sh -p X")]
    [InlineData("exec ID --process X")]
    [InlineData("exec -- ID -p X")]
    [InlineData("exec -dt ID sh")]
    [InlineData("exec -e -p ID sh")]
    [InlineData("exec -tu -p ID sh")]
    [InlineData("exec --env --process=X ID sh")]
    [InlineData("exec --pid-file -p ID sh")]
    [InlineData("exec -p '' ID sh")]
    [InlineData("exec --process= ID sh")]
    [InlineData("exec ID sh --help")]
    [InlineData("exec -p")]
    [InlineData("exec --process")]
    [InlineData("exec -p X -p '' ID")]
    [InlineData("exec --proces X ID")] // begins --process-label too
    [InlineData("exec -P X ID")]
    [InlineData("exec -d ID -p X")]
    [InlineData("exec -- -p X")]
    [InlineData("exec -t=p X")]
    public void An_exec_without_a_process_document_carries_none(string line) =>
        RawArguments.Of(line).Scan.Document.Should().Be(DocumentKind.None);

    [Theory]
    [InlineData("create --help")]
    [InlineData("create -h")]
    [InlineData("run --bundle B --help ID")]
    [InlineData("restore -help")]
    [InlineData("exec --help")]
    [InlineData("exec -p X -h ID")]
    [InlineData("create --usage")]
    [InlineData("create --hel")]
    [InlineData("create ID --help")]
    [InlineData("run -d -?")]
    [InlineData("exec -V")]
    [InlineData("run --version")]
    [InlineData("create -dh")]
    public void A_call_for_help_carries_no_document(string line)
    {
        RawArguments.Of(line).Scan.Document.Should().Be(DocumentKind.None);
        RawArguments.Of("--oi-readonly-networking-mounts " + line).PassThrough.Should().BeTrue();
    }

    /// <summary>What follows an option with a value is not read, whatever it looks like.</summary>
    [Theory]
    [InlineData("--bundle")]
    [InlineData("--config")]
    [InlineData("--console-socket")]
    [InlineData("--pidfd-socket")]
    [InlineData("--pid-file")]
    [InlineData("--preserve-fds")]
    [InlineData("--image-path")]
    [InlineData("--work-path")]
    [InlineData("--parent-path")]
    [InlineData("--manage-cgroups-mode")]
    [InlineData("--empty-ns")]
    [InlineData("--lsm-profile")]
    [InlineData("--lsm-mount-context")]
    [InlineData("--process")]
    [InlineData("--cwd")]
    [InlineData("--env")]
    [InlineData("--user")]
    [InlineData("--additional-gids")]
    [InlineData("--process-label")]
    [InlineData("--apparmor")]
    [InlineData("--cap")]
    [InlineData("--cgroup")]
    [InlineData("--user-log")]
    [InlineData("--exec-fd")]
    [InlineData("--pass-fd")]
    [InlineData("--internal-pid-file")]
    [InlineData("-b")]
    [InlineData("-f")]
    [InlineData("-p")]
    [InlineData("-e")]
    [InlineData("-u")]
    [InlineData("-g")]
    [InlineData("-c")]
    public void An_option_has_the_next_argument_as_its_value(string option)
    {
        foreach (var spelling in new[] { option, option.Replace("--", "-", StringComparison.Ordinal), option.Length == 2 ? "-" + option : option })
        {
            var scan = RawArguments.Of($"restore {spelling} --help --no-pivot ID").Scan;
            scan.Document.Should().Be(DocumentKind.Configuration, spelling);
            scan.NoPivot.Should().BeTrue(spelling);
            unsafe
            {
                RawArguments.Text(scan.ContainerId).Should().Be("ID", spelling);
            }
        }
    }

    /// <summary>With one dash, which Go takes, a switch is no row of short options, such as -b with a value.</summary>
    [Theory]
    [InlineData("no-pivot")]
    [InlineData("no-new-keyring")]
    [InlineData("keep")]
    [InlineData("detach")]
    [InlineData("no-subreaper")]
    [InlineData("tcp-established")]
    [InlineData("ext-unix-sk")]
    [InlineData("shell-job")]
    [InlineData("file-locks")]
    [InlineData("auto-dedup")]
    [InlineData("lazy-pages")]
    [InlineData("tty")]
    [InlineData("no-new-privs")]
    [InlineData("ignore-paused")]
    [InlineData("leave-running")]
    [InlineData("debug")]
    public void A_switch_is_read_whole(string name)
    {
        var scan = RawArguments.Of($"exec -p X -{name} ID sh").Scan;
        unsafe
        {
            RawArguments.Text(scan.Process).Should().Be("X");
            RawArguments.Text(scan.Bundle).Should().BeNull();
            RawArguments.Text(scan.Config).Should().BeNull();
            RawArguments.Text(scan.ContainerId).Should().Be("ID");
        }
        scan.NoPivot.Should().Be(name == "no-pivot");
    }

    [Theory]
    [InlineData("create --help=false --bundle X ID")]
    [InlineData("create -h=false --bundle X ID")]
    [InlineData("--help=false create --bundle X ID")]
    [InlineData("--version=false create --bundle X ID")]
    public void Help_that_is_not_wanted_hides_no_document(string line) => DocumentPath(line).Should().Be("X/config.json");

    private static string DocumentPath(string line)
    {
        var call = RawArguments.Of(line).Call;
        call.Document.Should().NotBe(DocumentKind.None);
        return call.DocumentPath.ToString();
    }
}
