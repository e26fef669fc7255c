using System.Globalization;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Containerd;

/// <summary>config.toml of both versions. That containerd reads them as meant is for the end-to-end tests.</summary>
public sealed class ContainerdConfigurationTests
{
    private const string Table2 = "plugins.\"io.containerd.grpc.v1.cri\".containerd";
    private const string Table3 = "plugins.\"io.containerd.cri.v1.runtime\".containerd";

    [Fact]
    public void A_runtime_comes_behind_what_is_there_with_the_settings_of_runc()
    {
        const string text = $"""
            version = 2 # mine
            [{Table2}.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              pod_annotations = ["a/*"]
              privileged_without_host_devices = false
              [{Table2}.runtimes.runc.options]
                BinaryName = "/opt/runc"
                SystemdCgroup = true
                Root = ""
            """;

        With(text).Should().Be($"""
            {text}

            # oci-interceptor oi.1: put here by oi-install, taken out by oi-uninstall
            [{Table2}.runtimes."oi.1"]
              runtime_type = "io.containerd.runc.v2"
              pod_annotations = ["a/*"]
              [{Table2}.runtimes."oi.1".options]
                BinaryName = "/opt/a \"b\""
                SystemdCgroup = true
            # oci-interceptor oi.1: end

            """);
        new ContainerdDump(TomlReader.Read(text, "f")).Path("runc").Should().Be("/opt/runc");
    }

    [Fact]
    public void In_version_3_the_plugin_has_another_name() =>
        With("version = 3\n").Should().Be($"""
            version = 3

            # oci-interceptor oi.1: put here by oi-install, taken out by oi-uninstall
            [{Table3}.runtimes."oi.1"]
              runtime_type = "io.containerd.runc.v2"
              [{Table3}.runtimes."oi.1".options]
                BinaryName = "/opt/a \"b\""
            # oci-interceptor oi.1: end

            """);

    /// <summary>Before release 2.0 a file that names one runtime takes away those that containerd has by itself.</summary>
    [Fact]
    public void Where_no_runtime_is_named_containerds_own_are_named_too_until_the_last_of_ours_goes()
    {
        var own = new ContainerdDump(TomlReader.Read($"[{Table2}.runtimes.runc]\nruntime_type = \"io.containerd.runc.v2\"\nx = \"\"\n[{Table2}.runtimes.runc.options]\nBinaryName = \"\"\nSystemdCgroup = true\n", "dump"));
        const string stock = $"""

            # oci-interceptor (containerd's own): put here by oi-install, taken out by oi-uninstall
            [{Table2}.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              x = ""
            [{Table2}.runtimes.runc.options]
              BinaryName = ""
              SystemdCgroup = true
            # oci-interceptor (containerd's own): end

            """;
        var one = ContainerdConfiguration.Parse(null, "f").With(new ContainerdRuntime("one", "/1", []), false, own);
        one.Should().StartWith("version = 2\n" + stock + "\n# oci-interceptor one: put");
        var two = ContainerdConfiguration.Parse(one, "f").With(new ContainerdRuntime("two", "/2", []), false, own);

        var left = ContainerdRemoval.Without(two, "one", "f");
        left.Should().StartWith("version = 2\n" + stock + "\n# oci-interceptor two: put");
        ContainerdRemoval.Without(left, "two", "f").Should().Be("version = 2\n");
    }

    /// <summary>Its own runtimes stay, and it tells of them by names that a file of version 2 does not have.</summary>
    [Fact]
    public void A_file_of_version_2_that_a_newer_containerd_reads_gets_the_runtime_alone()
    {
        var own = new ContainerdDump(TomlReader.Read($"version = 3\n[{Table3}.runtimes.runc]\nruntime_type = 'io.containerd.runc.v2'\n[{Table3}.runtimes.runc.options]\nBinaryName = ''\n", "dump"));

        ContainerdConfiguration.Parse("version = 2\n", "f").With(new ContainerdRuntime("one", "/1", []), false, own).Should().Be($"""
            version = 2

            # oci-interceptor one: put here by oi-install, taken out by oi-uninstall
            [{Table2}.runtimes.one]
              runtime_type = "io.containerd.runc.v2"
              [{Table2}.runtimes.one.options]
                BinaryName = "/1"
            # oci-interceptor one: end

            """);
    }

    [Fact]
    public void A_name_that_an_imported_file_has_is_not_taken()
    {
        var known = new ContainerdDump(TomlReader.Read($"[{Table2}.runtimes.one]\nruntime_type = 'io.containerd.runc.v2'\n", "dump"));

        FluentActions.Invoking(() => ContainerdConfiguration.Parse("version = 2\n", "f").With(new ContainerdRuntime("one", "/1", []), false, known)).Should().Throw<InterceptorException>()
            .WithMessage("a file that f imports already has the runtime one: choose another name with --name, or remove it there");
    }

    [Theory]
    [InlineData($"version = 2\n [{Table2}] # c\n x = 1\n", $"version = 2\n [{Table2}] # c\n   default_runtime_name = \"oi.1\" # oci-interceptor oi.1: this line\n x = 1\n")]
    [InlineData("version = 2\n", "version = 2\n")]
    public void A_default_is_added_behind_the_header_or_with_one(string text, string start)
    {
        var made = With(text, isDefault: true);
        made.Should().StartWith(start);
        TomlReader.Read(made, "f").Should().ContainSingle(statement => statement.Text == "oi.1").Which.Key.Should().EndWith("default_runtime_name");
        ContainerdRemoval.Without(made, "oi.1", "f").Should().Be(text);
    }

    /// <summary>The link that it names goes with it: containerd would fail every container of that runtime.</summary>
    [Theory]
    [InlineData("\n", "\r\n", 4)]
    [InlineData("# oci-interceptor", "#", 4)]
    public void A_runtime_that_is_not_found_by_its_comments_is_not_left_behind_in_silence(string from, string to, int line) =>
        FluentActions.Invoking(() => ContainerdRemoval.Without(With("version = 2\n").Replace(from, to, StringComparison.Ordinal), "oi.1", "f")).Should().Throw<InterceptorException>()
            .WithMessage($"f:{line}: the runtime oi.1 is here, but not between the comments \"# oci-interceptor oi.1: put here by oi-install, taken out by oi-uninstall\" and \"# oci-interceptor oi.1: end\": remove it by hand");

    [Fact]
    public void A_runtime_that_somebody_has_chosen_by_hand_is_not_taken_away() =>
        FluentActions.Invoking(() => ContainerdRemoval.Without(With($"version = 2\n[{Table2}]\ndefault_runtime_name = 'oi.1'\n"), "oi.1", "f")).Should().Throw<InterceptorException>()
            .WithMessage("f:3: the runtime oi.1 is the default here, but oi-install did not make it so: choose another default first");

    [Theory]
    [InlineData("x = 1", "f: it has no version, which means version 1, but only 2, 3 and 4 are supported: convert it with containerd config migrate")]
    [InlineData("\nversion = 5", "f:2: unsupported version 5: want 2, 3 or 4")]
    [InlineData("disabled_plugins = ['cri']", "f:1: the plugin cri is disabled, and with it every runtime in this file: remove it from the list first")]
    [InlineData($"version = 2\n[{Table2}.runtimes.'oi.1'.options]", "f:2: the runtime oi.1 already exists and was not registered by oi-install: choose another name with --name, or remove it")]
    [InlineData($"version = 2\n[{Table2}]\nruntimes.'oi.1'.runtime_type = ''", "f:3: the runtime oi.1 already exists and was not registered by oi-install: choose another name with --name, or remove it")]
    [InlineData($"version = 2\n[{Table2}]\nruntimes = {{}}", $"f:3: {Table2}.runtimes is written so that no table can be added to it: write it as [{Table2}.runtimes]")]
    [InlineData("version = 2\n[[plugins]]", "f:2: plugins is written so that no table can be added to it: write it as [plugins]")]
    [InlineData($"version = 2\n[{Table2}]\ndefault_runtime_name = 'x'", "f:3: a default runtime is already set here: change it to default_runtime_name = \"oi.1\" by hand, and leave out --default")]
    [InlineData("version = 2\n[plugins.'io.containerd.grpc.v1.cri']\ncontainerd.snapshotter = 'x'", $"f:3: {Table2} is not a table of its own, so the default cannot be added: add default_runtime_name = \"oi.1\" beside this line by hand, and leave out --default")]
    public void What_cannot_be_added_to_is_refused_with_its_line(string text, string message) =>
        FluentActions.Invoking(() => With(text, isDefault: true)).Should().Throw<InterceptorException>().WithMessage(message);

    [Theory]
    [InlineData("version = 3\nimports = ['x.toml', '/etc/containerd/conf.d/*.toml']", "/etc/containerd/conf.d")]
    [InlineData("version = 3\nimports = ['conf.d/*.toml', '/etc/one.toml', '/e/*/*.toml']", null)]
    [InlineData("version = 2\nimports = ['/etc/containerd/conf.d/*.toml']", null)]
    [InlineData("version = 3", null)]
    [InlineData("version = 3\nimports = ['/etc/containerd/conf.d/*.TOML']", null)]
    public void A_drop_in_serves_where_imports_are_merged(string text, string? directory) =>
        ContainerdConfiguration.Parse(text, "f").DropInDirectory.Should().Be(directory);

    [Theory]
    [InlineData(null, false, "version = 2\n")]
    [InlineData(null, true, "version = 3\n")]
    [InlineData("", true, "version = 3\n")]
    [InlineData("# mine", false, "# mine\nversion = 2\n")]
    [InlineData("# mine\n", true, "# mine\nversion = 3\n")]
    [InlineData("\n# mine", true, "\n# mine\nversion = 3\n")]
    public void A_file_that_says_nothing_gets_the_version_that_containerd_reads(string? text, bool isVersion3, string start) =>
        ContainerdConfiguration.Parse(text, "f", isVersion3 ? "3" : "2").With(new ContainerdRuntime("oi", "/opt/oi", []), isDefault: false, Nothing)
            .Should().StartWith($"{start}\n# oci-interceptor oi: put here").And.Contain(isVersion3 ? Table3 : Table2);

    [Fact]
    public void A_default_gets_a_table_beside_those_of_runtimes() =>
        With($"version = 2\n[{Table2}.runtimes.runc]\nruntime_type = 'r'\n", isDefault: true).Should().Contain($"[{Table2}]\n  default_runtime_name = \"oi.1\"\n\n[{Table2}.runtimes.\"oi.1\"]\n");

    [Theory]
    [InlineData("version = 2\n", "/run/containerd")]
    [InlineData("version = 2\nstate = '/s'\n", "/s")]
    public void Its_state_is_where_the_file_says(string text, string directory) => ContainerdConfiguration.Parse(text, "f").StateDirectory.Should().Be(directory);

    [Fact]
    public void Only_the_table_of_the_options_is_merged_with_ours() =>
        new ContainerdRuntime("oi", "/opt/oi", [("Options.x", "1"), ("options.y", "2")]).Tables("p").Should().Be("""
            [plugins.p.containerd.runtimes.oi]
              runtime_type = "io.containerd.runc.v2"
              Options.x = 1
              [plugins.p.containerd.runtimes.oi.options]
                BinaryName = "/opt/oi"
                y = 2

            """);

    /// <summary>What is imported would count for more than what the operator has written.</summary>
    [Fact]
    public void A_drop_in_takes_no_name_that_the_file_has() =>
        FluentActions.Invoking(() => ContainerdConfiguration.Parse($"version = 3\n[{Table3}.runtimes.oi]\n", "f").DropIn(new ContainerdRuntime("oi", "/opt/oi", []), isDefault: false, Nothing))
            .Should().Throw<InterceptorException>().WithMessage("f:2: the runtime oi already exists and was not registered by oi-install: choose another name with --name, or remove it");

    [Fact]
    public void A_drop_in_is_a_file_of_its_own_version() =>
        ContainerdConfiguration.Parse("version = 3\n", "f").DropIn(new ContainerdRuntime("oi", "/opt/oi", [("snapshotter", "'x'")]), isDefault: true, Nothing).Should().Be($"""
            # oci-interceptor oi: put here by oi-install, taken out by oi-uninstall
            version = 3
            [{Table3}]
              default_runtime_name = "oi"

            [{Table3}.runtimes.oi]
              runtime_type = "io.containerd.runc.v2"
              snapshotter = 'x'
              [{Table3}.runtimes.oi.options]
                BinaryName = "/opt/oi"
            # oci-interceptor oi: end

            """);

    /// <summary>containerd refuses a table that is written whole and then key by key.</summary>
    [Fact]
    public void A_setting_of_runc_that_is_an_inline_table_is_copied_once()
    {
        const string text = $$"""
            version = 3
            [{{Table3}}.runtimes.runc]
              cni = { dir = "/d", max = 1 }

            """;

        With(text).Should().Contain("  cni = { dir = \"/d\", max = 1 }\n").And.NotContain("cni.dir");
    }

    /// <summary>The program that runc's entry names must not come before ours, nor the table of its options beside ours.</summary>
    [Theory]
    [InlineData("[{0}.runtimes.runc]\n  options = {{ BinaryName = '/opt/runc', SystemdCgroup = true }}")]
    [InlineData("[{0}.runtimes.runc]\n  options = {{ SystemdCgroup = true, BinaryName.a = 1 }}\n  runtime_type.b = 1")]
    [InlineData("[{0}.runtimes]\n  runc = {{ options = {{ BinaryName = '/opt/runc', SystemdCgroup = true }} }}")]
    [InlineData("[{0}]\n  runtimes.runc.options = {{ BinaryName = '/opt/runc', SystemdCgroup = true }}")]
    public void Options_of_runc_that_are_an_inline_table_are_copied_one_by_one(string entry)
    {
        var text = $"version = 3\n{string.Format(CultureInfo.InvariantCulture, entry, Table3)}\n";

        With(text)[text.Length..].Should().Be($"""

            # oci-interceptor oi.1: put here by oi-install, taken out by oi-uninstall
            [{Table3}.runtimes."oi.1"]
              runtime_type = "io.containerd.runc.v2"
              [{Table3}.runtimes."oi.1".options]
                BinaryName = "/opt/a \"b\""
                SystemdCgroup = true
            # oci-interceptor oi.1: end

            """);
    }

    [Theory]
    [InlineData("options = 'none'")]
    [InlineData("options = []")]
    [InlineData("options = {}")]
    public void Options_of_runc_that_are_no_table_are_not_copied(string setting)
    {
        var text = $"version = 3\n[{Table3}.runtimes.runc]\n{setting}\n";

        With(text)[text.Length..].Should().NotContain("options =");
    }

    [Fact]
    public void A_setting_of_runc_that_is_a_list_of_tables_is_copied_once() =>
        With($"version = 3\n[{Table3}.runtimes.runc]\nlist = [{{ a = 1 }}]\n").Should().Contain("  list = [{ a = 1 }]\n").And.NotContain("list.a");

    [Theory]
    [InlineData("'a\"b'")]
    [InlineData("\"a'b\"")]
    public void A_setting_of_runc_whose_name_needs_quotes_is_copied_as_it_is_read(string key)
    {
        var changed = With($"version = 3\n[{Table3}.runtimes.runc]\n{key} = 1\n");

        changed.Should().Contain($"  {key} = 1\n");
        TomlReader.Read(changed, "f").Should().NotBeEmpty();
    }

    [Fact]
    public void Settings_of_runc_in_the_tables_of_two_plugins_are_copied_of_the_first()
    {
        const string text = $"""
            version = 3
            [{Table3}.runtimes.runc]
              snapshotter = 'x'
            [{Table2}.runtimes.runc]
              snapshotter = 'y'

            """;

        With(text)[text.Length..].Should().Contain("  snapshotter = 'x'\n").And.NotContain("'y'");
    }

    private static ContainerdDump Nothing => new([]);

    private static string With(string text, bool isDefault = false)
    {
        var known = new ContainerdDump(TomlReader.Read(text, "f"));
        return ContainerdConfiguration.Parse(text, "f").With(new ContainerdRuntime("oi.1", "/opt/a \"b\"", known.Settings("runc")), isDefault, known);
    }
}
